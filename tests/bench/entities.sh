#!/bin/sh
# tag-entities: MB of input a second, start-up time and memory, beside
# grep -F -o -f with the same names.  crfsuite: make bench-peers.
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

. tests/bench/best

show() {
	name=$1
	shift
	best "$in" "$@"
	printf '%-28s %8d MB/s\n' "$name" $((bytes / least))
}

echo "$in: $bytes bytes, $(wc -l <"$in") records"
best /dev/null "$O/tag-entities"
printf '%-28s %8d ms\n' 'start-up' $((least / 1000))
show 'tag-entities' "$O/tag-entities"
show 'lists and rules alone' "$O/tag-entities" --model=none
show 'tagger alone' "$O/tag-entities" --gazetteer=none

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
best /dev/null "$O/tag-entities" -g "$tmp/million"
load=$least
printf '%-28s %8d ms\n' 'start-up, 10^6 names' $((load / 1000))
best "$in" "$O/tag-entities" -g "$tmp/million"
printf '%-28s %8d MB/s\n' 'behind that' $((bytes / (least - load)))

# The same names for grep: plain strings, no words, no proclitics.
cat common/tables/persons.tsv common/tables/orgs.tsv |
    grep -v '^#' | cut -f 3,4 | sed 's/[\t|]/\n/g' | grep . | sort -u >"$tmp/names"
# grep stops at the first match where it sees that it writes to /dev/null.
grep_names() {
	grep -F -o -f "$tmp/names" | cat
}
show 'grep -F -o -f, our names' grep_names
