#!/bin/bash
# One step of all of khabar over many files of pages:
#
#	step.sh DIR start|map|reduce|union|drop [NUMBER]
#
#	start	once; prints how many files of pages there are
#	map	for each of them, 1, 2, ...: articles, keys of what they say
#	reduce	for each part of the keys, 0 to 15: pairs of articles
#	union	once: the list of repeats
#	drop	for each file of pages: articles that repeat no other, tagged
#
# DIR/pages/*.jsonl become DIR/out/*.jsonl; one process that reads the pages in
# order writes the same.  The steps of a kind may run at once and on any hosts
# that see DIR, this file and khabar; between kinds, wait for all.
#
# What is done is not done again, and a file gets its name when it is whole: a
# step can be killed, repeated, or run twice at once.  When pages have changed,
# remove all of DIR but the pages.
set -euo pipefail
export LC_ALL=C

parts=({0..15})

start() {
	mkdir -p "${parts[@]/#/keys/}" articles pairs out
	[ -e shards ] || printf '%s\n' "$PWD"/pages/*.jsonl >shards
	wc -l <shards
}

# The last digit of a key is random: it says whose part the key is in.
map() {
	local p

	[ ! -e "articles/$n" ] || return 0
	split-articles --bad=skip --from=jsonl "$(sed -n "${n}p" shards)" |
	    extract-meta --bad=skip >"articles/$new"
	dedupe --bad=skip --keys --shard "$n" "articles/$new" | sort -S 500M |
	    awk -v new="$new" '
		BEGIN {
			for (p = 0; p < 16; p++) {
				file[sprintf("%x", p)] = "keys/" p "/" new
				printf "" >("keys/" p "/" new)
			}
		}
		{ print >file[substr($1, length($1))] }'
	for p in "${parts[@]}"; do
		mv "keys/$p/$new" "keys/$p/$n"
	done
	mv "articles/$new" "articles/$n"
}

reduce() {
	[ ! -e "pairs/$n" ] || return 0
	sort -m --batch-size 1000 "keys/$((10#$n))"/* | dedupe --reduce |
	    sort -S 500M >"pairs/$new"
	mv "pairs/$new" "pairs/$n"
}

union() {
	[ ! -e repeats ] || return 0
	sort -m pairs/* | dedupe --union >"$new"
	mv "$new" repeats
}

drop() {
	[ ! -e "out/$n.jsonl" ] || return 0
	dedupe --bad=skip --drop-list repeats --shard "$n" "articles/$n" |
	    tag-entities --bad=skip >"out/$new"
	mv "out/$new" "out/$n.jsonl"
}

cd "$1"
printf -v n %05d "$((10#${3-0}))"
new=.$n.$HOSTNAME.$$ # of this try; other steps do not see it
case $2 in
start | map | reduce | union | drop) "$2" ;;
*) echo "step.sh: no step $2" >&2 && exit 2 ;;
esac
