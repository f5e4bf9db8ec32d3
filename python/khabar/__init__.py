"""khabar's tools for Arabic news text, from Python.

    import khabar

    for article in khabar.articles([{"id": "a", "text": page}]):
        print(article["title"], article["date"])

    for record in khabar.run("tag-entities", [{"text": "..."}]):
        print(record["entities"])

    khabar.read_arrow(["articles.jsonl"]).to_table().to_pandas()

Pages and records are dicts with "text", or just texts.  The tools and the
fields are described by khabar(7) and khabar-record(5).
"""
import json
import os
import shutil
import subprocess
import threading

__all__ = ["articles", "program", "read_arrow", "read_datasets", "read_pandas",
    "read_polars", "records", "run", "schema"]
__version__ = "@VERSION@"

HERE = os.path.dirname(os.path.abspath(__file__))


def program():
	"""The path of the program khabar: that of this package, else by PATH."""
	from importlib import metadata
	try:
		files = metadata.files("khabar") or []
	except metadata.PackageNotFoundError:
		files = []
	for file in files:
		if file.name == "khabar" and file.parent.name == "bin":
			return os.path.realpath(file.locate())
	return shutil.which("khabar") or "khabar"


def _lines(items):
	for item in items:
		if isinstance(item, str):
			item = {"text": item}
		yield json.dumps(item, ensure_ascii=False).encode(
		    "utf-8", "replace") + b"\n"


def _feed(items, pipe, failed):
	try:
		for line in _lines(items):
			pipe.write(line)
	except BrokenPipeError:
		pass  # the program's status says why
	except BaseException as e:  # the caller's own, from his iterable
		failed.append(e)
	finally:
		try:
			pipe.close()
		except BrokenPipeError:
			pass


def _pipe(command, items):
	"""What command writes of items, record by record."""
	failed = []
	with subprocess.Popen(command, stdin=subprocess.PIPE,
	    stdout=subprocess.PIPE) as child:
		feeder = threading.Thread(target=_feed, daemon=True,
		    args=(items, child.stdin, failed))
		feeder.start()
		try:
			for line in child.stdout:
				yield json.loads(line)
			feeder.join()
		finally:
			# Nobody asks for more: the program ends by SIGPIPE.
			child.stdout.close()
	if failed:
		raise failed[0]
	if child.returncode > 0:
		raise subprocess.CalledProcessError(child.returncode, command)


def run(tool, items, *options):
	"""Pipe records through a tool, as in run("dedupe", records, "--mark").

	Yields what it writes while it writes.  CalledProcessError where its
	status is not 0, as of bad records (1), which "--bad=skip" forgives.
	"""
	return _pipe([program(), tool, *options], items)


def articles(pages, *options):
	"""The articles of pages of text: khabar(1), with its options."""
	return _pipe([program(), *options], pages)


def records(files):
	"""The records of files of JSON Lines, one by one."""
	for file in [files] if isinstance(files, (str, os.PathLike)) else files:
		with open(file, encoding="utf-8") as f:
			for line in f:
				if line.strip():
					yield json.loads(line)


def _shipped(name):
	with open(os.path.join(HERE, "_schema", name), encoding="utf-8") as f:
		return f.read()


def schema(kind):
	"""The schema of records, as its reader wants it.

	"arrow", "polars", "datasets" are objects of these, which must be
	installed; "json" and "elasticsearch" are dicts; "spark" and "duckdb"
	are text.
	"""
	if kind == "arrow":
		from ._schema.arrow_schema import schema as found
	elif kind == "polars":
		from ._schema.polars_schema import schema as found
	elif kind == "datasets":
		from datasets import Features
		found = Features.from_dict(json.loads(_shipped("features.json")))
	elif kind in ("json", "elasticsearch"):
		found = json.loads(_shipped({"json": "record.schema.json"}.get(
		    kind, "elasticsearch.json")))
	else:
		found = _shipped({"spark": "spark.ddl", "duckdb": "duckdb.sql"}[kind])
	return found


def read_arrow(files):
	"""A dataset of Arrow; .to_table(), .to_batches() read it."""
	from pyarrow import dataset, json as reader
	return dataset.dataset(files, schema=schema("arrow"),
	    format=dataset.JsonFileFormat(
	    read_options=reader.ReadOptions(block_size=64 << 20),
	    parse_options=reader.ParseOptions(explicit_schema=schema("arrow"))))


def read_pandas(files):
	"""A DataFrame whose columns have the types of Arrow."""
	import pandas
	return read_arrow(files).to_table().to_pandas(
	    types_mapper=pandas.ArrowDtype)


def read_polars(files):
	"""A LazyFrame."""
	import polars
	return polars.scan_ndjson(files, schema=schema("polars"))


def read_datasets(files):
	"""A Dataset of Hugging Face."""
	from datasets import Dataset
	return Dataset.from_generator(records, schema("datasets"),
	    gen_kwargs={"files": list(files)})
