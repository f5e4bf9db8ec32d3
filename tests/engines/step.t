#!/bin/bash
# The steps that engines run, without an engine: each twice at once, several
# files a task, and again when all is done.
. tests/engines/hosts.sh
. tests/lib/tap.sh
export PATH="$O:$PATH"
step=$PWD/$examples/step.sh

# task NAME ID COUNT: as Slurm starts one, twice.
task() {
	for _ in 1 2; do
		SLURM_ARRAY_TASK_ID=$2 SLURM_ARRAY_TASK_COUNT=$3 \
		    bash "$examples/slurm/$1.sbatch" "$step" "$tmp/one" 6 &
	done
}

all() {
	task map 1 4 && task map 2 4 && task map 3 4 && task map 4 4 && wait
	for p in {0..15}; do
		task reduce "$p" 16
	done
	wait
	task union '' '' && wait
	task drop 1 2 && task drop 2 2 && wait
}

pages one
"$step" "$tmp/one" start >"$tmp/out"
echo 6 >"$tmp/want"
is "$tmp/out" "$tmp/want" 'six files'
all 2>"$tmp/err"
grep -v 'no JSON object' "$tmp/err" >"$tmp/said"
is "$tmp/said" /dev/null 'nothing is said but of bad records'
same one 'each step twice at once: what one process writes'
[ "$(wc -l <"$tmp/one/repeats")" -gt 50 ]
ok $? 'with some repeats to drop'
no_tries "$tmp/one"
ok $? 'nothing half done is left'

touch "$tmp/new"
all >"$tmp/out" 2>&1
is "$tmp/out" /dev/null 'again: silent'
find "$tmp/one" -type f -newer "$tmp/new" >"$tmp/out"
is "$tmp/out" /dev/null 'and nothing is done twice'
"$step" "$tmp/one" dance >"$tmp/out" 2>&1
[ $? -eq 2 ] && grep -q 'no step dance' "$tmp/out"
ok $? 'no such step'
tap_done
