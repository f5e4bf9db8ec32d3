#!/usr/bin/python3
"""Read files of records with the schema that khabar ships, and without.

	readers.py READER SCHEMAS FILE...

SCHEMAS is share/khabar/schema.  Each file is read alone, and all at once where
the reader can.  Printed: "READER VERSION", how many schemas it guesses by
itself (or "-"), how many it has with ours, and how many records came out as
they are in the files, of how many.  Exit status 3: the reader is not installed.
"""
import json
import os
import runpy
import sys


def records(file):
	with open(file, encoding="utf-8") as f:
		return [json.loads(line) for line in f]


def same(value, got):
	"""What is not there is null; a list that is null was none."""
	if isinstance(value, dict):
		return isinstance(got, dict) and all(
		    same(value.get(k), got.get(k)) for k in {**value, **got})
	if isinstance(value, list):
		return isinstance(got, list) and len(value) == len(got) and all(
		    map(same, value, got))
	return value == got and type(value) is type(got)


def count_same(want, got):
	return sum(map(same, want, got)) if len(want) == len(got) else 0


def shipped(name):
	return os.path.join(SCHEMAS, name)


def text(name):
	with open(shipped(name), encoding="utf-8") as f:
		return f.read()


def tried(read):
	"""What `read` returns, or that it cannot."""
	try:
		return read()
	except Exception as e:  # any that a library has
		return type(e).__name__


def read_jsonschema():
	import jsonschema
	from importlib.metadata import version
	schema = json.loads(text("record.schema.json"))
	kind = jsonschema.validators.validator_for(schema)
	kind.check_schema(schema)
	good = sum(kind(schema).is_valid(r) for f in FILES for r in records(f))
	return version("jsonschema"), "-", 1, good


def read_pyarrow():
	import pyarrow as pa
	import pyarrow.dataset as ds
	from pyarrow import json as pj
	schema = runpy.run_path(shipped("arrow_schema.py"))["schema"]
	with_schema = pj.ParseOptions(explicit_schema=schema,
	    unexpected_field_behavior="error")
	block = pj.ReadOptions(block_size=64 << 20)
	tables = [pj.read_json(f, block, with_schema) for f in FILES]
	whole = ds.dataset(FILES, schema=schema, format=ds.JsonFileFormat(
	    read_options=block, parse_options=with_schema)).to_table()
	guessed = {str(pj.read_json(f, block).schema) for f in FILES}
	return (pa.__version__, len(guessed),
	    len({str(t.schema) for t in tables + [whole]}),
	    count_same(WANT, whole.to_pylist()) and
	    count_same(WANT, [r for t in tables for r in t.to_pylist()]))


def read_pandas():
	import pandas
	import pyarrow.json as pj
	schema = runpy.run_path(shipped("arrow_schema.py"))["schema"]
	with_schema = pj.ParseOptions(explicit_schema=schema)
	frames = [pj.read_json(f, parse_options=with_schema).to_pandas(
	    types_mapper=pandas.ArrowDtype) for f in FILES]
	guessed = {str(tried(lambda: pandas.read_json(f, lines=True).dtypes))
	    for f in FILES}
	whole = pandas.concat(frames)
	return (pandas.__version__, len(guessed),
	    len({str(t.dtypes) for t in frames + [whole]}),
	    count_same([r["date"] for r in WANT],
	    [None if pandas.isna(d) else d for d in whole["date"]]))


def read_polars():
	import polars as pl
	schema = runpy.run_path(shipped("polars_schema.py"))["schema"]
	tables = [pl.read_ndjson(f, schema=schema) for f in FILES]
	whole = pl.scan_ndjson(FILES, schema=schema).collect()
	guessed = {str(tried(lambda: pl.read_ndjson(f).schema)) for f in FILES}
	return (pl.__version__, len(guessed),
	    len({str(t.schema) for t in tables + [whole]}),
	    count_same(WANT, whole.to_dicts()) and
	    count_same(WANT, [r for t in tables for r in t.to_dicts()]))


def one_by_one(files):
	for file in files:
		yield from records(file)


# Its reader of JSON guesses first, and casts days back to strings that are
# other ones; so records are given to it.
def read_datasets():
	import datasets
	datasets.disable_progress_bars()
	features = datasets.Features.from_dict(json.loads(text("features.json")))
	whole = datasets.Dataset.from_generator(one_by_one, features,
	    gen_kwargs={"files": FILES})
	guessed = tried(lambda: str(datasets.load_dataset("json",
	    data_files=FILES, split="train").features and 1))
	return (datasets.__version__, guessed, 1,
	    count_same(WANT, whole.to_list()))


def read_duckdb():
	import duckdb
	db = duckdb.connect()
	guessed = {str(db.sql(f"DESCRIBE SELECT * FROM '{f}'").fetchall())
	    for f in FILES}
	db.execute(text("duckdb.sql"))
	for f in FILES:
		db.execute(f"COPY articles FROM '{f}' (FORMAT json)")
	table = db.sql("SELECT * FROM articles")
	rows = [dict(zip(table.columns, row)) for row in table.fetchall()]
	return duckdb.__version__, len(guessed), 1, count_same(WANT, rows)


def read_spark():
	import pyspark
	from pyspark.sql import SparkSession
	spark = SparkSession.builder.master("local[1]").config(
	    "spark.ui.enabled", "false").config(
	    "spark.log.level", "OFF").getOrCreate()
	reader = spark.read.schema(text("spark.ddl")).option("mode", "FAILFAST")
	rows = [r.asDict(recursive=True)
	    for r in reader.json([os.path.abspath(f) for f in FILES]).collect()]
	some = FILES[:20]
	guessed = {str(spark.read.json(os.path.abspath(f)).schema) for f in some}
	spark.stop()
	rows.sort(key=lambda r: r["id"])
	want = sorted(WANT, key=lambda r: r["id"])
	return (pyspark.__version__, f"{len(guessed)} of {len(some)}", 1,
	    count_same(want, rows))


READER, SCHEMAS, *FILES = sys.argv[1:]
WANT = [r for f in FILES for r in records(f)]
try:
	__import__({"spark": "pyspark"}.get(READER, READER))
except ImportError:
	sys.exit(3)
version, guessed, schemas, good = globals()["read_" + READER]()
print(f"{READER} {version}", guessed, schemas, f"{good}/{len(WANT)}", sep="\t")
