#!/bin/sh
# Throughput of the ground and of each tool that is built, beside cat and
# jq -c, in MB of input a second, best of three runs, one core.
#
#	tests/bench/ground.sh [FILE.jsonl]    (O=build/rel)
#
# Without a file: 60 MB of records of 3 KB made here.  "filter" is "validate,
# find text, copy the line with one more field".
set -eu
O=${O:-build/rel}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

if [ $# -gt 0 ]; then
	in=$1
else
	in=$tmp/in
	perl -CO -e '
		# Words of two to six Arabic letters; few of them often.
		my $seed = 1;
		sub random {
			$seed = ($seed * 1103515245 + 12345) % 2147483648;
			return ($seed >> 16) % $_[0];
		}
		my @w = map {
			join "", map { chr(0x627 + random(36)) } 0 .. 1 + random(5)
		} 1 .. 20000;
		tr/\x{63b}-\x{640}/\x{627}\x{644}\x{645}\x{646}\x{648}\x{64a}/ for @w;
		for my $n (1 .. 20000) {
			my $text = join " ",
			    map { $w[random(1 + random(20000))] } 1 .. 280;
			$text =~ s/((?:\S+ ){70})/$1\\n/g;
			print qq({"id":"$n","url":"http://example.org/$n",),
			    qq("text":"$text","score":0.50}\n);
		}' >"$in"
fi
bytes=$(wc -c <"$in")
cat "$in" >/dev/null # into memory

. tests/bench/best

show() {
	name=$1
	shift
	best "$in" "$@"
	printf '%-16s %8d MB/s\n' "$name" $((bytes / least))
}

echo "$in: $bytes bytes, $(wc -l <"$in") records"
show cat cat
show filter "$O/tests/lib/tools/filter"
for tool in split-articles extract-meta dedupe tag-entities; do
	[ ! -x "$O/$tool" ] || show "$tool" "$O/$tool"
done
if command -v jq >/dev/null; then
	show 'jq -c .' jq -c .
fi
