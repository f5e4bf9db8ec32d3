#!/bin/sh
# tag-entities: MB of input a second, start-up time and memory, beside
# grep -F -o -f with the same names and crfsuite where it is installed.
#
#	tests/bench/entities.sh [FILE.jsonl]    (O=build/rel)
#
# Without a file: records made here of the names of khabar's tables.
set -eu
O=${O:-build/rel}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

if [ $# -gt 0 ]; then
	in=$1
else
	in=$tmp/in
	perl -CSD -e '
		my $seed = 1;
		sub random {
			$seed = ($seed * 1103515245 + 12345) % 2147483648;
			return ($seed >> 16) % $_[0];
		}
		my @names = map { chomp; (split /\t/)[2] } grep { !/^#|^$/ } <>;
		my @words = map {
			join "", map { chr(0x627 + random(20)) } 0 .. 1 + random(5)
		} 1 .. 20000;
		for my $n (1 .. 6000) {
			my @t = map { random(25) ? $words[random(1 + random(20000))]
			    : $names[random(scalar @names)] } 1 .. 300;
			print qq({"id":"$n","text":"@t"}\n);
		}' common/tables/persons.tsv common/tables/orgs.tsv >"$in"
fi
bytes=$(wc -c <"$in")
cat "$in" >/dev/null

# Best wall time of three, in microseconds.
best() {
	least=
	for _ in 1 2 3; do
		t0=$(date +%s%N)
		"$@" >"$tmp/out" 2>"$tmp/err" || true
		t=$((($(date +%s%N) - t0) / 1000))
		if [ -z "$least" ] || [ "$t" -lt "$least" ]; then
			least=$t
		fi
	done
}

show() {
	name=$1
	shift
	best "$@"
	printf '%-28s %8d MB/s\n' "$name" $((bytes / least))
}

echo "$in: $bytes bytes, $(wc -l <"$in") records"
best "$O/tag-entities" /dev/null
printf '%-28s %8d ms\n' 'start-up' $((least / 1000))
show 'tag-entities' "$O/tag-entities" "$in"
show 'lists and rules alone' "$O/tag-entities" --model=none "$in"
show 'tagger alone' "$O/tag-entities" --gazetteer=none "$in"

# A million names of the user's.
perl -CSD -e '
	my $seed = 9;
	sub random {
		$seed = ($seed * 1103515245 + 12345) % 2147483648;
		return ($seed >> 16) % $_[0];
	}
	for my $n (1 .. 1000000) {
		my $name = join " ", map {
			join "", map { chr(0x627 + random(20)) } 0 .. 3 + random(4)
		} 0 .. random(3);
		print "u:$n\tUSER\t$name\t\n";
	}' >"$tmp/million"
best "$O/tag-entities" -g "$tmp/million" /dev/null
load=$least
printf '%-28s %8d ms\n' 'start-up, 10^6 names' $((load / 1000))
best "$O/tag-entities" -g "$tmp/million" "$in"
printf '%-28s %8d MB/s\n' 'behind that' $((bytes / (least - load)))

# The same names for grep: plain strings, no words, no proclitics.
cat common/tables/persons.tsv common/tables/orgs.tsv |
    grep -v '^#' | cut -f 3,4 | sed 's/[\t|]/\n/g' | grep . | sort -u >"$tmp/names"
show 'grep -F -o -f, our names' grep -F -o -f "$tmp/names" "$in"

# crfsuite on the words alone: features are read as text.
if command -v crfsuite >/dev/null; then
	perl -CSD -ne '
		next unless /"text":"([^"]*)"/;
		my @w = split " ", $1;
		for my $i (0 .. $#w) {
			print join("\t", $i % 9 ? "O" : "B", "w=$w[$i]",
			    map({ "p$_=" . substr($w[$i], 0, $_) } 1 .. 4),
			    map({ "s$_=" . substr($w[$i], -$_) } 1 .. 4),
			    "a=" . ($i ? $w[$i - 1] : ""),
			    "b=" . ($w[$i + 1] // "")), "\n";
		}
		print "\n";
		last if $. == 300;' "$in" | tr ':' ';' >"$tmp/crf"
	crfsuite learn -m "$tmp/crf.model" -p max_iterations=5 "$tmp/crf" \
	    >/dev/null
	bytes=$(head -300 "$in" | wc -c)
	show 'crfsuite tag' crfsuite tag -m "$tmp/crf.model" "$tmp/crf"
else
	echo 'crfsuite: not installed'
fi
