#!/bin/bash
# GNU parallel on this machine: blocks of one stream, and files of pages.  A
# job that fails and a run that is killed lose nothing.
. tests/engines/hosts.sh
need parallel
alone 60
. tests/lib/tap.sh
export PATH="$tmp/stub:$O:$PATH" HOME=$tmp PARALLEL_HOME=$tmp/parallel
mkdir "$tmp/parallel" && touch "$tmp/parallel/will-cite"

run() { # DIR [OPTION...]
	"$examples/parallel.sh" "$tmp/$1" --jobs 2 "${@:2}" \
	    >"$tmp/out" 2>"$tmp/err"
}

pages one
run one
ok $? 'over files'
same one 'is what one process writes'
[ "$(wc -l <"$tmp/one/repeats")" -gt 50 ]
ok $? 'with some repeats to drop'
find "$tmp/one" -name '.*' >"$tmp/left"
is "$tmp/left" /dev/null 'nothing half done is left'
run one && same one 'again: as it was'

cat "$tmp"/one/pages/* | split-articles --bad=skip --from=jsonl 2>/dev/null |
    parallel --pipe -k --block 20k --halt now,fail=1 extract-meta |
    dedupe | parallel --pipe -k --block 20k --halt now,fail=1 tag-entities \
    >"$tmp/got"
cmp "$tmp/got" "$tmp/whole"
ok $? 'blocks of one stream: the same'

pages two
mv "$tmp/two/pages/03.jsonl" "$tmp/away"
ln -s nowhere "$tmp/two/pages/03.jsonl"
! run two && [ ! -e "$tmp/two/repeats" ]
ok $? 'a file that cannot be read ends the run'
mv "$tmp/away" "$tmp/two/pages/03.jsonl"
run two
same two 'it goes on where it is there again'

# Killed, in the middle of each step in turn.
pages three
for program in split-articles extract-meta dedupe tag-entities; do
	stub_once $program
	setsid "$examples/parallel.sh" "$tmp/three" --jobs 2 \
	    >"$tmp/out" 2>"$tmp/err" &
	until_true 10 [ -e "$tmp/$program.at" ]
	ok $? "killed in $program"
	kill -KILL -- -$!
	wait $! 2>/dev/null
done
touch "$tmp/go" # to what may have outlived it
run three
same three 'a run that was killed four times goes on'
tap_done
