#!/usr/bin/env python3
"""All of khabar with Spark:

	spark-submit spark.py PAGES OUT [PARTS]

PAGES are JSON Lines, OUT a folder to be made, with names that Spark knows
(hdfs://, s3a://, file://); more names of pages are parted by commas.  PARTS is
how many parts the keys have (64).  One process that reads the pages in the
order in which Spark lists them writes the same.  The programs are in
/usr/local/bin, or in KHABAR_BIN, of all hosts.
"""
import os
import shlex
import sys
import tempfile
from itertools import chain

from pyspark import SparkContext, SparkFiles, StorageLevel

BIN = os.environ.get("KHABAR_BIN", "/usr/local/bin")


def pipe(lines, command):
    """Lines through a command.  pipe() runs no shell, gives no environment,
    and looks away where a command fails, unless told otherwise."""
    return lines.pipe(
        "bash -c " + shlex.quote("set -euo pipefail; " + command),
        env={"PATH": BIN + ":/usr/bin:/bin", "LC_ALL": "C"}, checkCode=True)


def numbered(lines):
    """In front of a partition's lines, its number and where the list is."""
    def head(number, partition):
        return chain([f"{number} {SparkFiles.get('repeats')}"], partition)
    return lines.mapPartitionsWithIndex(head)


def by_key(lines, parts):
    """Sorted; a key ends in random digits, which say whose part it is in."""
    return (lines.map(lambda line: tuple(line.split("\t", 1)))
            .repartitionAndSortWithinPartitions(
                parts, lambda key: int(key[-8:], 16))
            .map("\t".join))


def main(pages, out, parts="64"):
    sc = SparkContext(appName="khabar")

    # A record is told by its partition and line: these are the same whenever
    # a partition is made again.
    articles = pipe(sc.textFile(pages),
                    "split-articles --bad=skip --from=jsonl |"
                    "extract-meta --bad=skip").persist(StorageLevel.DISK_ONLY)
    keys = pipe(numbered(articles),
                "read -r n list; dedupe --bad=skip --keys --shard $n")
    pairs = pipe(by_key(keys, int(parts)), "dedupe --reduce")
    repeats = pipe(by_key(pairs, 1), "dedupe --union")

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "repeats")
        with open(path, "w") as file:
            file.writelines(line + "\n" for line in repeats.toLocalIterator())
        sc.addFile(path)  # to all hosts
        pipe(numbered(articles),
             "read -r n list; "
             "dedupe --bad=skip --drop-list $list --shard $n |"
             "tag-entities --bad=skip").saveAsTextFile(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
