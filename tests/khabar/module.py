"""The module khabar: assertions alone; it says what it could not try."""
import json
import os
import subprocess
import sys

import khabar

with open(sys.argv[1], encoding="utf-8") as f:
	page = f.read()
articles = list(khabar.articles([page, {"id": "again", "text": page}]))
assert [a["id"] for a in articles] == ["stdin-1#0", "stdin-1#1"], articles
assert articles[0]["date"] == "2025-05-12T18:40"
assert os.path.dirname(khabar.program()) == os.path.join(sys.prefix, "bin") \
    or "venv" in khabar.program(), khabar.program()

# Records go through a tool, in order, with their own fields, more than a pipe
# holds.
many = [{"n": i, "text": f"خبر رقم {i} " + "ك" * 500} for i in range(5000)]
out = list(khabar.run("extract-meta", many))
assert [r["n"] for r in out] == list(range(5000))
# Who stops asking is let go, however much is left.
assert next(khabar.run("extract-meta", (many[0] for _ in iter(int, 1))))["n"] == 0
# What goes wrong is told: by the tool, by who gives the records.
for items, what in (([{"n": 1}], subprocess.CalledProcessError),
    ((1 / 0 for _ in "a"), ZeroDivisionError)):
	try:
		list(khabar.run("extract-meta", items))
	except what:
		continue
	raise AssertionError(f"no {what}")
assert len(list(khabar.run("extract-meta", [{"n": 1}, "خبر"],
    "--bad=skip"))) == 1

with open("articles.jsonl", "w", encoding="utf-8") as f:
	for a in articles:
		print(json.dumps(a, ensure_ascii=False), file=f)
assert list(khabar.records("articles.jsonl")) == articles
assert khabar.schema("json")["required"] == ["text"]
assert khabar.schema("spark").startswith("\t`id` STRING")
assert "articles" in khabar.schema("duckdb")
assert "template" in khabar.schema("elasticsearch")
readers = {
	"pyarrow": lambda: khabar.read_arrow(["articles.jsonl"]).to_table()
	    .to_pylist(),
	"pandas": lambda: khabar.read_pandas(["articles.jsonl"])
	    .to_dict("records"),
	"polars": lambda: khabar.read_polars(["articles.jsonl"]).collect()
	    .to_dicts(),
	"datasets": lambda: khabar.read_datasets(["articles.jsonl"]).to_list(),
}
for name, read in readers.items():
	try:
		__import__(name)
	except ImportError:
		print(f"{name} is not installed")
		continue
	got = read()
	assert [r["date"] for r in got][0] == articles[0]["date"], name
	assert [r["id"] for r in got] == [a["id"] for a in articles], name
