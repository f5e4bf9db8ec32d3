#!/bin/sh
# Each fuzz target with its seeds: tests/fuzz/NAME.c and tests/fuzz/seeds/NAME/.
# A target is one file with LLVMFuzzerTestOneInput in it; what `make fuzz`
# finds becomes a seed.
. tests/lib/tap.sh

for source in tests/fuzz/*.c; do
	name=$(basename "$source" .c)
	if "$O/tests/fuzz/$name" "tests/fuzz/seeds/$name"/* 2>"$tmp/err"; then
		ok 0 "$name"
	else
		ok 1 "$name"
		sed 's/^/# /' "$tmp/err"
	fi
done
tap_done
