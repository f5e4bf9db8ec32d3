#!/bin/sh
# Throughput of split-articles and extract-meta on pages in JSON Lines, beside
# cat and jq -c, in MB of input a second; and of what else does such work:
# csplit on the pages' text, python3's dateparser on printed dates.  Best of
# three runs, one core each.
#
#	tests/bench/news.sh [FILE.jsonl]    (O=build/rel)
#
# Without a file: the development pages of ../shared where they are, otherwise
# tests/pages, with their articles put together into pages of about 12 KB; both
# again and again up to about 60 MB.
set -eu
O=${O:-build/rel}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
LC_ALL=C
export LC_ALL
dev=../shared/data/pages-dev.jsonl.xz

if [ $# -gt 0 ]; then
	in=$1
else
	in=$tmp/pages.jsonl
	if [ -r "$dev" ]; then
		xz -dc "$dev" >"$tmp/some"
	else
		echo "$dev is not there: pages made of tests/pages"
		# Ours are of one to four KB: some of them make a page.
		for _ in 1 2 3 4; do
			"$O/split-articles" tests/pages/*.txt
		done | perl -ne '
			/"text":"(.*)"\}$/ or next;
			$page .= $1;
			next if length $page < 12000;
			$n++;
			print qq({"id":"page-$n","text":"$page"}\n);
			$page = "";' >"$tmp/some"
	fi
	times=$((60000000 / $(wc -c <"$tmp/some") + 1))
	while [ $times -gt 0 ]; do
		cat "$tmp/some"
		times=$((times - 1))
	done >"$in"
fi

. tests/bench/best

# run NAME FILE COMMAND...: a line of the table.
run() {
	name=$1
	file=$2
	shift 2
	best "$file" "$@"
	printf '%-40s %8d MB/s\n' "$name" $(($(wc -c <"$file") / (least + 1)))
}

printf '%s bytes, %s pages\n' "$(wc -c <"$in")" "$(wc -l <"$in")"
run cat "$in" cat
run split-articles "$in" "$O/split-articles"
"$O/split-articles" "$in" >"$tmp/articles"
run 'extract-meta, pages' "$in" "$O/extract-meta"
run 'extract-meta, articles' "$tmp/articles" "$O/extract-meta"
if command -v jq >/dev/null; then
	run 'jq -c .' "$in" jq -c .
else
	echo 'jq is not installed'
fi

# csplit writes a file for each piece: on some MB of text, at marks that the
# pages happen to have.
head -n 400 "$in" | perl -ne '
	/"text": ?"((?:[^"\\]|\\.)*)"/ or next;
	($page = $1) =~ s/\\n/\n/g;
	print "$page\n"' >"$tmp/text"
mkdir "$tmp/pieces"
if command -v csplit >/dev/null; then
	run 'csplit, text at one pattern' "$tmp/text" csplit -s -n 6 \
	    -f "$tmp/pieces/" - '/^المصدر/' '{*}'
	rm -r "$tmp/pieces"
	run 'split-articles, the same text' "$tmp/text" \
	    "$O/split-articles" --from=text --max-record=1G
else
	echo 'csplit is not installed'
fi

# Dates: lines that hold nothing else, each as an article of its own.
perl -e '
	@m = qw(يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر
	    نوفمبر ديسمبر);
	for (1 .. 2000) {
		print 1 + $_ % 28, " $m[$_ % 12] ", 2000 + $_ % 25, "\n";
	}' >"$tmp/dates"
perl -ne 'chomp; print qq({"text":"$_"}\n)' "$tmp/dates" >"$tmp/dates.jsonl"
dates() {
	name=$1
	file=$2
	shift 2
	best "$file" "$@"
	printf '%-40s %8d dates/s\n' "$name" \
	    $((2000 * 1000000 / (least + 1)))
}
dates 'extract-meta, a date a record' "$tmp/dates.jsonl" "$O/extract-meta"
if python3 -c 'import dateparser' 2>/dev/null; then
	dates "python3's dateparser" "$tmp/dates" python3 -c '
import sys, dateparser
for line in sys.stdin:
    print(dateparser.parse(line, languages=["ar"]))'
else
	echo "python3's dateparser is not installed: no comparison of dates"
fi
