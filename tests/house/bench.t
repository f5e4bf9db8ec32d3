#!/bin/sh
# make bench in small: every task runs, is in the baseline, and is compared with
# it; text that is generated is called so.
. tests/lib/tap.sh

cp tests/bench/baseline.tsv "$tmp/baseline"
bench() {
	O=$O RUNS=1 ARTICLES=8 CALLS=1 DATA_DIR=$tmp/none \
	    BASELINE=$tmp/baseline bash tests/bench/bench.sh "$@" \
	    >"$tmp/out" 2>"$tmp/err"
}

tasks() {
	sed -n "s/^$1	\([^	]*\)	.*/\1/p" "$2" | sort
}

bench --renew
ok $? 'it runs'
is "$tmp/err" /dev/null 'and says nothing else'
grep -q '^skipped: real text' "$tmp/out"
ok $? 'text that is not there is told'
grep -q '; generated text, ' "$tmp/out"
ok $? 'and what is generated is called so'

tasks generated "$tmp/baseline" >"$tmp/ran"
test -s "$tmp/ran"
ok $? "$(wc -l <"$tmp/ran") tasks"
for text in real generated; do
	tasks $text tests/bench/baseline.tsv >"$tmp/kept"
	is "$tmp/kept" "$tmp/ran" "the baseline has each task, $text text"
done
grep '^real	' tests/bench/baseline.tsv >"$tmp/kept"
grep '^real	' "$tmp/baseline" >"$tmp/left"
is "$tmp/left" "$tmp/kept" 'the rows of other text stay'

awk -F '\t' -v OFS='\t' '!/^#/ { $5 = 1000 } 1' "$tmp/baseline" >"$tmp/slow"
mv "$tmp/slow" "$tmp/baseline"
bench
awk '/ 1000 +0\.[0-9]+$/ { n++ } END { print n + 0 }' "$tmp/out" >"$tmp/n"
wc -l <"$tmp/ran" | tr -d ' ' >"$tmp/want"
is "$tmp/n" "$tmp/want" 'each is compared with its baseline'

O=$tmp/none RUNS=1 ARTICLES=8 CALLS=1 DATA_DIR=$tmp/none \
    bash tests/bench/bench.sh >"$tmp/out" 2>&1
test $? -ne 0
ok $? 'a program that fails fails the run'
tap_done
