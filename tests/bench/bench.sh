#!/bin/bash
# What each task costs: MB, records or calls a CPU second, beside the baseline.
#
#	tests/bench/bench.sh [--renew]    (O=build/rel; make bench)
#
# Each number is the median of RUNS (5) runs by CPU time; the spread is what lies
# between the fastest and the slowest, in parts of the median.  The runs go
# round, so that a task and its floor see the same machine.  The floor is the
# smallest tool there can be (tests/lib/tools/filter: reads and checks JSON,
# decodes the text, writes the line with one more field) on the same records;
# the ratio to it says what a task costs on any machine, and what is compared
# with the baseline, baseline.tsv, is the ratio.  --renew writes that anew (make
# bench-baseline).
#
# No text repeats: ARTICLES (12000) articles of ../shared/data/news-ant.jsonl.xz
# from all over the file and the pages of pages-dev.jsonl.xz.  Without them the
# text is generated, which the table says; such text has a baseline of its own.
set -eu -o pipefail
O=${O:-build/rel}
runs=${RUNS:-5}
articles=${ARTICLES:-12000}
calls=${CALLS:-20}
data=${DATA_DIR:-../shared/data}
baseline=${BASELINE:-tests/bench/baseline.tsv}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export LC_ALL=C tmp
. tests/bench/cpu

# --- Texts ------------------------------------------------------------------
# From $tmp/all, so many lines from all over it.
thin() {
	awk -v want="$articles" -v all="$(wc -l <"$tmp/all")" '
		int(NR * want / all) > int((NR - 1) * want / all)' "$tmp/all"
}

# Four generated articles make a page, with a cue between them.
join_pages() {
	perl -ne '
		/"text": "(.*)"\}$/ or next;
		(my $body = $1) =~ s/((?:\S+ ){40})/$1.\\n/g;
		my $title = join " ", (split " ", $1)[0 .. 7];
		push @page, "$title\\n$body.";
		next if @page < 4;
		print qq({"id": "p$.", "text": "),
		    join("\\nإقرأ أيضاً:\\n", @page), qq("}\n);
		@page = ();'
}

make_texts() {
	if [ -r "$data/news-ant.jsonl.xz" ] && [ -r "$data/pages-dev.jsonl.xz" ]
	then
		text=real
		xz -dc "$data/news-ant.jsonl.xz" >"$tmp/all"
		thin >"$tmp/articles"
		xz -dc "$data/pages-dev.jsonl.xz" >"$tmp/pages"
	else
		text=generated
		echo "skipped: real text (no $data); the text is generated"
		"$O/tests/lib/tools/articles" "$articles" >"$tmp/articles"
		join_pages <"$tmp/articles" >"$tmp/pages"
	fi
	# Without JSON: a page, a form feed, a page.
	perl -ne '
		/"text": "((?:[^"\\]|\\.)*)"/ or next;
		my ($page, %c) = ($1, "n" => "\n", "t" => "\t", "r" => "\r");
		$page =~ s/\\u(....)|\\(.)/
		    defined $1 ? do { my $u = chr hex $1; utf8::encode($u); $u }
			       : $c{$2} \/\/ $2/ge;
		print "$page\n\f\n"' "$tmp/pages" >"$tmp/bare"
	"$O/split-articles" "$tmp/pages" >"$tmp/parts"
	head -n 1 "$tmp/articles" >"$tmp/one"
	perl -CSD -e '
		for my $n (1 .. 100000) {
			my @w = map { join "", map { chr(0x627 +
			    ($n * 2654435761 >> $_ * 3) % 20) } $_ .. $_ + 4 } 0 .. 2;
			print "u:$n\tUSER\t@w\t\n";
		}' >"$tmp/names"
}

# --- Tasks ------------------------------------------------------------------
# times N FILE COMMAND...: COMMAND so often, each time with FILE.
times() {
	local i
	for ((i = 0; i < $1; i++)); do
		"${@:3}" <"$2" || return
	done
}

pipeline() {
	"$O/split-articles" | "$O/extract-meta" | "$O/dedupe" |
	    "$O/tag-entities"
}

# A state that is new, and then the same records again.
anew() {
	rm -rf "$tmp/state"
	"$O/dedupe" --state "$tmp/state"
}

# Name, unit, text of its floor, its own text, how often it is run on it (what
# is short is measured over many), command.
tasks() {
	local p
	cat <<-END
		floor, articles|MB/s|articles|articles|5|$O/tests/lib/tools/filter
		floor, pages|MB/s|pages|pages|5|$O/tests/lib/tools/filter
		floor, one article|calls/s|one|one|$calls|$O/tests/lib/tools/filter
		split-articles, pages|MB/s|pages|pages|1|$O/split-articles
		split-articles, bare text|MB/s|pages|bare|1|$O/split-articles --from=text --separator=^\\f\$
		extract-meta, parts of pages|MB/s|pages|parts|1|$O/extract-meta
		extract-meta, articles|MB/s|articles|articles|1|$O/extract-meta
		dedupe|records/s|articles|articles|1|$O/dedupe
		dedupe --exact|records/s|articles|articles|3|$O/dedupe --exact
		dedupe --state, new|records/s|articles|articles|1|anew
		dedupe --state, again|records/s|articles|articles|1|$O/dedupe --state $tmp/state
		tag-entities|MB/s|articles|articles|1|$O/tag-entities
		tag-entities, tagger alone|MB/s|articles|articles|1|$O/tag-entities --gazetteer=none
		tag-entities, lists and rules|MB/s|articles|articles|1|$O/tag-entities --model=none
		tag-entities, 100000 names more|MB/s|articles|articles|1|$O/tag-entities -g $tmp/names
		all four, pages|MB/s|pages|pages|1|pipeline
		khabar-report|MB/s|articles|articles|1|$O/khabar-report
	END
	for p in split-articles extract-meta dedupe tag-entities; do
		echo "$p, one article|calls/s|one|one|$calls|$O/$p"
	done
}

measure() {
	local name unit floor file n command amount
	while IFS='|' read -r name unit floor file n command; do
		case $unit in
		MB/s) amount=$(wc -c <"$tmp/$file" | awk '{ print $1 / 1e6 }') ;;
		records/s) amount=$(wc -l <"$tmp/$file") ;;
		calls/s) amount=1 ;;
		esac
		# shellcheck disable=SC2086 # a command and its arguments
		cpu_of /dev/null times "$n" "$tmp/$file" $command
		awk -v OFS='\t' -v name="$name" -v cpu="$cpu" -v n="$n" \
		    -v rest="$unit|$floor|$amount" 'BEGIN {
			gsub(/[|]/, OFS, rest)
			print name, rest, cpu / n
		    }'
	done < <(tasks)
}

# --- The table --------------------------------------------------------------
# From the runs: task, amount a second, unit, spread, ratio to the floor.  A
# floor's row comes before those of its tasks.
summary() {
	awk -F '\t' -v OFS='\t' '
		!($1 in n) { name[++tasks] = $1 }
		{ unit[$1] = $2; floor[$1] = $3; amount[$1] = $4 }
		{ cpu[$1, ++n[$1]] = $5 }
		function sort(t, i, k, x) {
			for (i = 2; i <= n[t]; i++)
				for (k = i; k > 1 && cpu[t, k] + 0 < cpu[t, k - 1] + 0; k--) {
					x = cpu[t, k]
					cpu[t, k] = cpu[t, k - 1]
					cpu[t, k - 1] = x
				}
		}
		END {
			for (i = 1; i <= tasks; i++) {
				t = name[i]
				sort(t)
				median = cpu[t, int((n[t] + 1) / 2)]
				if (t ~ /^floor, /)
					base[floor[t]] = median
				printf "%s\t%.1f\t%s\t%.2f\t%.2f\n", t,
				    amount[t] / median, unit[t],
				    (cpu[t, n[t]] - cpu[t, 1]) / median,
				    median / base[floor[t]]
			}
		}' "$tmp/runs"
}

# The summary with the baseline's ratio and the ratio of the two.
table() {
	awk -F '\t' -v text="$text" '
		FNR == NR { if ($1 == text) was[$2] = $5; next }
		FNR == 1 {
			printf "%-31s %10s %-9s %7s %8s %9s %5s\n", "task", "speed", "",
			    "spread", "x floor", "baseline", "now"
		}
		{
			then = ($1 in was) ? was[$1] : "-"
			printf "%-31s %10s %-9s %6.0f%% %8.2f %9s %5s\n", $1, $2, $3,
			    $4 * 100, $5, then,
			    (then > 0 ? sprintf("%.2f", $5 / then) : "-")
		}' "$baseline" "$tmp/summary"
}

# The baseline's rows of the other text stay.
renew() {
	{
		grep '^#' "$baseline"
		grep -v '^#' "$baseline" | awk -F '\t' -v t="$text" '$1 != t'
		awk -F '\t' -v OFS='\t' -v t="$text" '
			{ print t, $1, $2, $3, $5 }' "$tmp/summary"
	} >"$tmp/baseline" || true
	sed "s/^# $text text: .*/# $text text: $(machine | sed 's/[&/]/\\&/g')/" \
	    "$tmp/baseline" >"$baseline"
}

make_texts
for ((run = 1; run <= runs; run++)); do
	measure
done >"$tmp/runs"
summary >"$tmp/summary"
echo "$(machine); $text text, medians of $runs by CPU time"
table
[ "${1:-}" != --renew ] || renew
