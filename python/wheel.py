#!/usr/bin/python3
"""Pack a wheel (packaging.python.org, Binary distribution format).

	wheel.py VERSION PROGRAM SCHEMAS OUTPUT TOOL...

PROGRAM is that of `make static`, which needs no library: so the wheel is for
any Linux, with glibc or musl.  SCHEMAS is a folder.  OUTPUT gets the wheel, the
same bytes for the same files; its name is printed.  It asks for nothing but
Python's own library.
"""
import base64
import hashlib
import os
import platform
import sys
import zipfile

TAGS = ["manylinux_2_17", "manylinux2014", "musllinux_1_1"]
# A script beside the program, and through the links to it.
SCRIPT = """#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/khabar" {} "$@"
"""
METADATA = """Metadata-Version: 2.1
Name: khabar
Version: {version}
Summary: Filters for Arabic news text scraped from the web
License: ISC; model CC-BY-SA-4.0; gazetteer CC-BY-4.0 (GeoNames)
License-File: LICENSE
License-File: copyright
Requires-Python: >=3.8
Description-Content-Type: text/markdown

{readme}"""


def read(*path):
	with open(os.path.join(*path), "rb") as f:
		return f.read()


def contents(version, program, schemas, tools):
	"""What is in it: name, bytes, whether it is a program."""
	top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
	info, scripts = f"khabar-{version}.dist-info", f"khabar-{version}.data/scripts"
	machine = platform.machine()
	init = read(top, "python/khabar/__init__.py").decode()

	yield "khabar/__init__.py", init.replace("@VERSION@", version).encode(), 0
	for name in sorted(os.listdir(schemas)):
		yield f"khabar/_schema/{name}", read(schemas, name), 0
	yield f"{scripts}/khabar", read(program), 1
	for tool in tools:
		if tool != "khabar":
			yield f"{scripts}/{tool}", SCRIPT.format(tool).encode(), 1
	yield f"{info}/licenses/LICENSE", read(top, "LICENSE"), 0
	yield f"{info}/licenses/copyright", read(top, ".deb/copyright"), 0
	yield f"{info}/licenses/MODEL.md", read(top, "common/tables/MODEL.md"), 0
	yield f"{info}/METADATA", METADATA.format(version=version,
	    readme=read(top, "README.md").decode()).encode(), 0
	yield f"{info}/WHEEL", ("Wheel-Version: 1.0\nGenerator: khabar\n"
	    "Root-Is-Purelib: false\n" + "".join(f"Tag: py3-none-{t}_{machine}\n"
	    for t in TAGS)).encode(), 0


def add(wheel, name, data, executable):
	entry = zipfile.ZipInfo(name)
	entry.external_attr = (0o100755 if executable else 0o100644) << 16
	wheel.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)


def main(version, program, schemas, output, *tools):
	tags = ".".join(f"{t}_{platform.machine()}" for t in TAGS)
	path = os.path.join(output, f"khabar-{version}-py3-none-{tags}.whl")
	record = f"khabar-{version}.dist-info/RECORD"
	rows = []

	os.makedirs(output, exist_ok=True)
	with zipfile.ZipFile(path + ".new", "w") as wheel:
		for name, data, executable in contents(version, program, schemas,
		    tools):
			digest = base64.urlsafe_b64encode(
			    hashlib.sha256(data).digest()).rstrip(b"=").decode()
			rows.append(f"{name},sha256={digest},{len(data)}\n")
			add(wheel, name, data, executable)
		add(wheel, record, ("".join(rows) + f"{record},,\n").encode(), 0)
	os.replace(path + ".new", path)
	print(path)


main(*sys.argv[1:])
