#!/bin/sh
# What dedupe takes, beside what else there is, on the same file: records and
# MB a CPU second, memory a record.
#
#	tests/bench/dedupe.sh [COUNT]    (100000; O=build/rel)
#
# The articles are invented (tests/lib/tools/articles.c), 3 KB each, no two alike.
# sort and awk compare whole lines; python3's datasketch, where it is
# installed, does MinHash alone, without verification, on a hundredth.
set -eu
O=${O:-build/rel}
count=${1:-100000}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
LC_ALL=C
export LC_ALL

# measure NAME RECORDS FILE COMMAND...: one line of the table.
measure() {
	name=$1 records=$2 file=$3
	shift 3
	perl -e '
		use Time::HiRes qw(time);
		my ($name, $records, $file, @command) = @ARGV;
		my ($start, $peak) = (time, 0);
		my $pid = fork // die;
		if ($pid == 0) {
			open STDIN, "<", $file or die;
			open STDOUT, ">", "/dev/null" or die;
			exec @command or die;
		}
		use POSIX ":sys_wait_h";
		until (waitpid $pid, WNOHANG) {
			if (open my $f, "<", "/proc/$pid/status") {
				/^VmHWM:\s+(\d+)/ and $peak = $1 while <$f>;
			}
			select undef, undef, undef, 0.005;
		}
		die "$name: failed\n" if $?;
		my $wall = time - $start;
		my (undef, undef, $user, $system) = times;
		my $cpu = $user + $system || 1e-9;
		printf "%-26s %9.0f /s %7.0f MB/s %7.2f s %7.2f s CPU %7.0f B\n",
		    $name, $records / $cpu, (-s $file) / 1e6 / $cpu, $wall,
		    $cpu, $peak * 1024 / $records;
	' "$name" "$records" "$file" "$@"
}

for mode in all same footer; do
	"$O/tests/lib/tools/articles" "$count" "$mode" >"$tmp/$mode"
done
head -n $((count / 100)) "$tmp/all" >"$tmp/few"
cat "$tmp"/* >/dev/null # into memory

echo "$count records of 3 KB: a CPU second, wall, CPU, memory a record"
measure 'dedupe' "$count" "$tmp/all" "$O/dedupe"
measure 'dedupe -j2' "$count" "$tmp/all" "$O/dedupe" -j2
measure 'dedupe --state, new' "$count" "$tmp/all" "$O/dedupe" \
	--state "$tmp/state"
measure 'dedupe --state, again' "$count" "$tmp/all" "$O/dedupe" \
	--state "$tmp/state"
measure 'dedupe --exact' "$count" "$tmp/all" "$O/dedupe" --exact
measure 'dedupe, all the same' "$count" "$tmp/same" "$O/dedupe"
measure 'dedupe, one footer' "$count" "$tmp/footer" "$O/dedupe"
measure 'cat' "$count" "$tmp/all" cat
measure 'sort -u' "$count" "$tmp/all" sort -u
# shellcheck disable=SC2016
measure 'awk !seen[$0]++' "$count" "$tmp/all" awk '!seen[$0]++'
cat >"$tmp/minhash.py" <<'END'
import json
import sys
from datasketch import MinHash, MinHashLSH
lsh = MinHashLSH(threshold=0.35, num_perm=128)
for n, line in enumerate(sys.stdin):
    words = json.loads(line)["text"].split()
    m = MinHash(num_perm=128)
    m.update_batch([" ".join(p).encode() for p in zip(words, words[1:])])
    if not lsh.query(m):
        print(line, end="")
        lsh.insert(n, m)
END
if python3 -c 'import datasketch' 2>/dev/null; then
	measure 'python3 datasketch' $((count / 100)) "$tmp/few" python3 \
		"$tmp/minhash.py"
else
	echo 'python3 datasketch: not installed'
fi
