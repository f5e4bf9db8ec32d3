#!/bin/bash
# khabar beside programs that do the same work, on the same file, one run each:
# one table in Markdown.
#
#	tests/bench/peers.sh    (O=build/rel, DATA_DIR; make bench-peers)
#
# What pip and cargo have is installed into build/peers, what Debian has by
# make deps-peers; what is missing has a row that says so.  The files are those
# of ../shared where they are, otherwise invented (tests/lib/tools/articles).
# Speed is by CPU seconds of user and system together, start-up included, and
# so hardly depends on what else the machine does.
#
# For names, both sides learn from the same nine tenths of a corpus and are
# scored on the last one.  That takes minutes; the models stay in build/peers.
# Their speed is that on articles of which none is twice.
# shellcheck disable=SC2016 # perl's, awk's and Markdown's $ and `
set -eu -o pipefail
O=${O:-build/rel}
peers=build/peers
python=$peers/venv/bin/python
shared=${DATA_DIR:-../shared/data}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export LC_ALL=C PYTHONUTF8=1 tmp
PATH=$PATH:$peers/bin
. tests/bench/cpu

say() {
	echo "$*" >&2
}

# --- What can be had --------------------------------------------------------
# All that pip brings, in versions and with hashes that are known.
install_wheels() {
	"$python" -m pip install -q --retries 1 --disable-pip-version-check \
	    --no-deps --require-hashes -r .ci/pins/peers >&2 ||
	    say 'not all of .ci/pins/peers can be installed'
}

# A crate of that version, if it is the one that is known: the index tells its
# hash, by which cargo looks at what it fetches.
install_crate() { # NAME VERSION SHA256
	local crate=$tmp/crate
	rm -rf "$crate"
	mkdir -p "$crate/src"
	printf '[package]\nname = "none"\nversion = "0.0.0"\n[dependencies]\n%s = "=%s"\n' \
	    "$1" "$2" >"$crate/Cargo.toml"
	: >"$crate/src/lib.rs"
	cargo generate-lockfile -q --manifest-path "$crate/Cargo.toml" >&2 &&
	    grep -A 4 "^name = \"$1\"" "$crate/Cargo.lock" |
	    grep -q "^checksum = \"$3\"" &&
	    cargo install -q --locked --root "$peers" --version "$2" "$1" >&2
}

install_peers() {
	local name version sum
	mkdir -p "$peers"
	if [ ! -x "$python" ] && ! python3 -m venv "$peers/venv" >&2; then
		say 'no python3 with venv: make deps-peers'
		rm -rf "$peers/venv"
	fi
	[ ! -x "$python" ] || install_wheels
	while read -r name version sum; do
		case $name in '#'*) continue ;; esac
		command -v "$name" >/dev/null && continue
		say "installing $name"
		install_crate "$name" "$version" "$sum" ||
			say "$name cannot be installed: make deps-peers"
	done <.ci/pins/crates
	[ -x $peers/bin/simdjson ] || { mkdir -p $peers/bin && c++ -O3 \
	    -o $peers/bin/simdjson "$tmp/simdjson.cc" -lsimdjson >&2; } ||
		say 'no simdjson: make deps-peers'
}

# What a row says of a program that is not there.
how_to_get() {
	case $1 in
	*gojq* | *Miller* | *simdjson* | *'jq -c'*) echo 'not installed (make deps-peers)' ;;
	*huniq* | *runiq* | *jaq*) echo 'not installed (needs cargo: make deps-peers)' ;;
	*) echo 'not installed (needs python3-venv: make deps-peers; pip)' ;;
	esac
}

# --- Measure ----------------------------------------------------------------
# run FILE COMMAND...: output in $tmp/out, seconds in $cpu, empty without it.
run() {
	cpu=
	if ! command -v "$2" >/dev/null ||
	    { [ "$2" = "$python" ] && ! "$python" "$3" --there 2>/dev/null; }; then
		return
	fi
	say "${*:2}"
	out=$tmp/out cpu_of "$@" || cpu=failed
}

# row TASK TOOL AMOUNT UNIT ACCURACY: of what was run last.  A task's first row
# is khabar's; the ratio is that of CPU time for the same amount.
row() {
	[ "$1" = "${task:-}" ] || base=$(awk "BEGIN { print $cpu / $3 }")
	task=$1
	case $cpu in
	'') printf '| %s | %s | %s | | | |\n' "$1" "$2" "$(how_to_get "$2")" ;;
	failed) printf '| %s | %s | failed | | | |\n' "$1" "$2" ;;
	*)
		awk -v cpu="$cpu" -v base="$base" -v n="$3" -v task="$1" \
		    -v tool="$2" -v unit="$4" -v accuracy="$5" '
			function short(x) {
				return sprintf(x < 10 ? "%.1f" : "%.0f", x)
			}
			BEGIN {
				ratio = base > 0 ? short(cpu / n / base) : ""
				printf "| %s | %s | %s %s | %.2f | %s | %s |\n", task,
				    tool, short(n / cpu), unit, cpu, ratio, accuracy
			}'
		;;
	esac
}

megabytes() {
	awk "BEGIN { print $(cat "$@" | wc -c) / 1e6 }"
}

# f1 RIGHT FOUND GOLD
f1() {
	awk -v t="$1" -v o="$2" -v g="$3" 'BEGIN {
		p = o ? t / o : 0; r = g ? t / g : 0
		printf "P %.3f R %.3f F1 %.3f", p, r,
		    p + r ? 2 * p * r / (p + r) : 0
	}'
}

# --- 1. The same line again -------------------------------------------------
# Ten variants of each record, and the first one's lines again.
make_lines() {
	if [ -r "$shared/news-sample.jsonl.xz" ]; then
		xz -dc "$shared/news-sample.jsonl.xz"
	else
		"$O/tests/lib/tools/articles" 9000
	fi >"$tmp/sample"
	for i in 1 2 3 4 5 6 7 8 9 10 1; do
		sed "s/\"text\": \"/&$i /" "$tmp/sample"
	done >"$tmp/lines"
}

kept() {
	echo "$(wc -l <"$tmp/out") lines kept"
}

exact() {
	local work='exact repeats' n
	n=$(megabytes "$tmp/lines")

	run "$tmp/lines" "$O/dedupe" --exact
	row "$work" '`dedupe --exact`, the text alone' "$n" MB/s "$(kept)"

	run "$tmp/lines" huniq
	row "$work" huniq "$n" MB/s "$(kept)"

	run "$tmp/lines" runiq
	row "$work" runiq "$n" MB/s "$(kept)"

	run "$tmp/lines" awk '!seen[$0]++'
	row "$work" 'awk `!seen[$0]++`' "$n" MB/s "$(kept)"

	run "$tmp/lines" sort -u
	row "$work" '`sort -u`, C locale' "$n" MB/s "$(kept)"
}

# --- 2. Reworded repeats ----------------------------------------------------
# Without the labelled set: each third article once more without some words.
make_near() {
	if [ -r "$shared/dups-dev.jsonl.xz" ]; then
		xz -dc "$shared/dups-dev.jsonl.xz"
	else
		"$O/tests/lib/tools/articles" 6000 | perl -ne '
			/"text": "(.*)"/ or next;
			print qq({"id": "a$.", "cluster": $., "text": "$1"}\n);
			next if $. % 3;
			my $n = 0;
			my $text = join " ", grep { ++$n % 19 } split " ", $1;
			print qq({"id": "b$.", "cluster": $., "text": "$text"}\n);'
	fi >"$tmp/near"
}

# Precision and recall of "repeats an earlier one", from the lines kept.
drop_f1() {
	# shellcheck disable=SC2046
	f1 $(perl -e '
		my ($in, $out) = @ARGV;
		my (%kept, %seen);
		my ($right, $found, $gold) = (0, 0, 0);
		open my $f, "<", $out or die;
		/"id": "([^"]*)"/ and $kept{$1} = 1 while <$f>;
		open $f, "<", $in or die;
		while (<$f>) {
			/"id": "([^"]*)", "cluster": (\w+)/ or die;
			my $repeat = $seen{$2}++ ? 1 : 0;
			my $dropped = $kept{$1} ? 0 : 1;
			$right += $repeat & $dropped;
			$found += $dropped;
			$gold += $repeat;
		}
		print "$right $found $gold\n";' "$tmp/near" "$tmp/out")
}

cat >"$tmp/minhash.py" <<'END'
# Each record is asked for, then inserted: datasketch's own way.
import json
import sys
from datasketch import MinHash, MinHashLSH
if "--there" in sys.argv:
    sys.exit()
lsh = MinHashLSH(threshold=0.35, num_perm=128)
for n, line in enumerate(sys.stdin):
    w = json.loads(line)["text"].split()
    m = MinHash(num_perm=128)
    m.update_batch([" ".join(p).encode() for p in zip(w, w[1:])])
    if not lsh.query(m):
        print(line, end="")
    lsh.insert(n, m)
END

cat >"$tmp/textdedup.py" <<'END'
# What its main() does between loading and saving a dataset; the modules it
# needs for these are not called and not installed.
import json
import sys
from collections import defaultdict
from unittest.mock import MagicMock
import numpy as np
for name in ("rich", "rich.logging", "click", "datasets", "datasets.utils",
             "datasets.utils.version", "tqdm", "click_option_group"):
    sys.modules[name] = MagicMock()
from text_dedup.minhash import RNG, UnionFind, embed_func, optimal_param
from text_dedup.minhash import xxh3_32hash
if "--there" in sys.argv:
    sys.exit()
prime = np.uint64((1 << 61) - 1)
b, r = optimal_param(0.35, 128, 0.5, 0.5)
options = dict(
    num_perm=128, ngram_size=2, min_length=0, hash_func=xxh3_32hash,
    hashranges=[(i * r, (i + 1) * r) for i in range(b)],
    permutations=(RNG.randint(1, prime, size=128, dtype=np.uint64),
                  RNG.randint(0, prime, size=128, dtype=np.uint64)),
    dtype=np.uint64, max_hash=np.uint32((1 << 32) - 1), modulo_prime=prime)
lines = sys.stdin.readlines()
tables = [defaultdict(list) for _ in range(b)]
for n, line in enumerate(lines):
    keys = embed_func(json.loads(line)["text"], n, **options)
    for table, key in zip(tables, keys["__signatures__"]):
        table[key].append(n)
same = UnionFind()
for table in tables:
    for cluster in table.values():
        for n in cluster[1:]:
            same.union(n, cluster[0])
seen = set()
for n, line in enumerate(lines):
    if same.find(n) not in seen:
        seen.add(same.find(n))
        print(line, end="")
END

cat >"$tmp/near_rensa.py" <<'END'
import json
import sys
from rensa import RMinHash, RMinHashDeduplicator
if "--there" in sys.argv:
    sys.exit()
same = RMinHashDeduplicator(0.35, 128, True, 64)
for n, line in enumerate(sys.stdin):
    w = json.loads(line)["text"].split()
    m = RMinHash(128, 42)
    m.update([" ".join(p) for p in zip(w, w[1:])])
    if not same.is_duplicate(str(n), m):
        print(line, end="")
    same.add(str(n), m)
END

cat >"$tmp/near_gaoya.py" <<'END'
import json
import sys
from gaoya.minhash import MinHashStringIndex
if "--there" in sys.argv:
    sys.exit()
index = MinHashStringIndex(hash_size=32, jaccard_threshold=0.35, num_bands=42,
                           band_size=3, analyzer="word", ngram_range=(2, 2))
for n, line in enumerate(sys.stdin):
    text = json.loads(line)["text"]
    if not index.query(text):
        print(line, end="")
    index.insert_document(n, text)
END

near() {
	local work='reworded repeats' n
	n=$(wc -l <"$tmp/near")

	run "$tmp/near" "$O/dedupe"
	row "$work" dedupe "$n" records/s "$(drop_f1)"

	# All at two-word shingles and Jaccard .35, where they find most.
	run "$tmp/near" "$python" "$tmp/minhash.py"
	row "$work" 'datasketch MinHashLSH' "$n" records/s "$(drop_f1)"

	# embed_func and UnionFind, the same settings
	run "$tmp/near" "$python" "$tmp/textdedup.py"
	row "$work" 'text-dedup MinHash' "$n" records/s "$(drop_f1)"

	run "$tmp/near" "$python" "$tmp/near_rensa.py"
	row "$work" rensa "$n" records/s "$(drop_f1)"

	run "$tmp/near" "$python" "$tmp/near_gaoya.py"
	row "$work" gaoya "$n" records/s "$(drop_f1)"
}

# --- 3. Printed dates -------------------------------------------------------
# Printed date, time of reading or nothing, start of what is right or null.
our_dates() {
	printf '%s\t%s\t%s\n' \
	    '4 مارس 2021' '' 2021-03-04 \
	    '٤ مارس ٢٠٢١' '' 2021-03-04 \
	    '4 آذار/مارس 2021' '' 2021-03-04 \
	    'الخميس، 4 مارس 2021 - 10:30 م' '' 2021-03-04T22:30 \
	    'تاريخ النشر: 4th, March 2021 GMT' '' 2021-03-04 \
	    'March 4, 2021' '' 2021-03-04 \
	    '3/4/2021' '' 2021-04-03 \
	    '2021/03/04' '' 2021-03-04 \
	    '4 غشت 2021' '' 2021-08-04 \
	    '20 رجب 1442 هـ' '' 2021-03-04 \
	    'منذ ساعتين' 2021-03-04T12:00:00 2021-03-04T10:00 \
	    'أول أمس' 2021-03-04T12:00:00 2021-03-02
}

# A hundred times each; as small articles in a file for each time of reading, whose
# name it is, and as lines.
make_dates() {
	if [ -r "$shared/dates-dev.tsv" ]; then
		grep -v '^#' "$shared/dates-dev.tsv"
	else
		our_dates
	fi >"$tmp/cases"
	mkdir "$tmp/dates"
	for _ in {1..100}; do cat "$tmp/cases"; done >"$tmp/dates.tsv"
	perl -ne '
		BEGIN { $cases = shift }
		my ($date, $now) = split /\t/;
		$date = "تاريخ النشر: $date"
		    unless $date =~ /تاريخ|نشر|نُشِر|نُشر|تحديث/;
		$date =~ s/(["\\])/\\$1/g;
		my $id = ($. - 1) % $cases;
		open my $f, ">>", $ENV{tmp} . "/dates/" . ($now || "none")
		    or die;
		print $f qq({"id":"$id","text":"البلدية تفتح حديقة جديدة أمام ),
		    qq(سكان الحي القديم\\n$date\\nفتحت البلدية صباحا حديقة ),
		    qq(جديدة أمام سكان الحي القديم بحضور عدد كبير من الأهالي.),
		    qq(\\nوقالت البلدية إن الحديقة تضم ملعبا ومكتبة."}\n);
		' "$(wc -l <"$tmp/cases")" "$tmp/dates.tsv"
}

khabar_dates() {
	local f
	for f in "$tmp"/dates/*; do
		case $f in
		*/none) "$O/extract-meta" <"$f" ;;
		*) "$O/extract-meta" --reference-date="${f##*/}" <"$f" ;;
		esac
	done
}

cat >"$tmp/dates.py" <<'END'
# The date alone: without the label that may stand before it.
import datetime
import re
import sys
import dateparser
if "--there" in sys.argv:
    sys.exit()
cases = int(sys.argv[1])
label = re.compile(r"^[^\d:]*(?:تاريخ|نشر|نُشر|تحديث)[^\d:]*:\s*")
for n, line in enumerate(sys.stdin):
    date, now = line.split("\t")[:2]
    settings = {"DATE_ORDER": "DMY"}
    if now:
        settings["RELATIVE_BASE"] = datetime.datetime.fromisoformat(now)
    d = dateparser.parse(label.sub("", date), languages=["ar", "en"],
                         settings=settings)
    print('{"id":"%d","date":"%s"}' % (n % cases, d.isoformat() if d else ""))
END

date_score() {
	perl -e '
		my ($cases, $out) = @ARGV;
		my %date;
		open my $f, "<", $out or die;
		while (<$f>) {
			my ($id) = /"id":"(\d+)"/ or next;
			$date{$id} = /"date":"([^"]+)"/ ? $1 : undef;
		}
		my ($right, $wrong, $missing) = (0, 0, 0);
		close $f; # $. begins again
		open $f, "<", $cases or die;
		while (<$f>) {
			chomp;
			my $want = (split /\t/)[2];
			my $got = $date{$. - 1};
			if (!defined $got) {
				$want eq "null" ? $right++ : $missing++;
			} else {
				index($got, $want) == 0 ? $right++ : $wrong++;
			}
		}
		print "$right right, $wrong wrong, $missing missing";
		' "$tmp/cases" "$tmp/out"
}

dates() {
	local n
	n=$(wc -l <"$tmp/dates.tsv")

	# extract-meta [--reference-date=TIME], three or four sentences a date
	run /dev/null khabar_dates
	row dates 'extract-meta, all fields' "$n" dates/s "$(date_score)"

	# dateparser.parse(date, languages=["ar", "en"])
	run "$tmp/dates.tsv" "$python" "$tmp/dates.py" "$(wc -l <"$tmp/cases")"
	row dates 'dateparser, the date alone' "$n" dates/s "$(date_score)"
}

# --- 4. Records in, records out ---------------------------------------------
cat >"$tmp/simdjson.cc" <<'END'
// What khabar's smallest filter does: check a line, find its text, write the
// line with the text's length behind.
#include <cstdio>
#include <string>
#include <simdjson.h>

int
main()
{
	std::string out;
	simdjson::padded_string in;
	simdjson::dom::parser parser;
	simdjson::dom::document_stream records;

	if (simdjson::padded_string::load("/dev/stdin").get(in) ||
	    parser.parse_many(in, 1 << 20).get(records))
		return 1;
	for (auto i = records.begin(); i != records.end(); ++i) {
		std::string_view text, line = i.source();

		if ((*i)["text"].get(text))
			return 1;
		out.append(line.substr(0, line.rfind('}')));
		out.append(",\"n\":" + std::to_string(text.size()) + "}\n");
		if (out.size() > 1 << 20) {
			fwrite(out.data(), 1, out.size(), stdout);
			out.clear();
		}
	}
	fwrite(out.data(), 1, out.size(), stdout);
	return fflush(stdout) != 0;
}
END

pass() {
	local work='read and write JSON' n
	n=$(megabytes "$tmp/lines")

	# Validates, decodes text, writes the line with one more field.
	run "$tmp/lines" "$O/tests/lib/tools/filter"
	row "$work" "khabar's smallest filter" "$n" MB/s ''

	run "$tmp/lines" simdjson
	row "$work" 'simdjson, the same' "$n" MB/s ''

	run "$tmp/lines" jaq -c .
	row "$work" '`jaq -c .`' "$n" MB/s ''

	run "$tmp/lines" gojq -c .
	row "$work" '`gojq -c .`' "$n" MB/s ''

	run "$tmp/lines" jq -c .
	row "$work" '`jq -c .`' "$n" MB/s ''

	run "$tmp/lines" mlr --ijsonl --ojsonl cat
	row "$work" 'Miller `cat`' "$n" MB/s ''
}

# --- 5. Pages into articles -------------------------------------------------
# Pages as text with form feeds between them, eight times; $tmp/gaps has the
# bytes between which a cut is right.  Without the labelled pages: ours, and
# no gaps.
make_pages() {
	: >"$tmp/gaps"
	if [ -r "$shared/pages-dev.jsonl.xz" ]; then
		for _ in {1..8}; do xz -dc "$shared/pages-dev.jsonl.xz"; done |
		    GAPS=$tmp/gaps perl -ne '
			BEGIN { open $gaps, ">", $ENV{GAPS} or die }
			/"text": "((?:[^"\\]|\\.)*)"/ or die;
			my ($page, %c) = ($1, "n" => "\n", "t" => "\t", "r" => "\r");
			$page =~ s/\\u(....)|\\(.)/
			    defined $1 ? do { my $u = chr hex $1;
				utf8::encode($u); $u } : $c{$2} \/\/ $2/ge;
			my @gap = /"gap": \[(\d+, \d+)\]/g;
			for (@gap[1 .. $#gap]) {
				my ($lo, $hi) = split /, /;
				print $gaps $at + $lo, " ", $at + $hi, "\n";
			}
			$page .= "\n\f\n";
			$at += length $page;
			print $page;'
	else
		for _ in {1..200}; do
			for f in tests/pages/*.txt; do
				case $f in
				*.cp1256.txt | *mojibake*) ;;
				*) cat "$f" && printf '\n\f\n' ;;
				esac
			done
		done
	fi >"$tmp/pages"
}

# Where the cuts are, on standard input, against the gaps.
cut_f1() {
	[ -s "$tmp/gaps" ] || return 0
	# shellcheck disable=SC2046
	f1 $(perl -e '
		open my $f, "<", $ARGV[0] or die;
		my @gap = map { [split] } <$f>;
		my ($right, $found, $i) = (0, 0, 0);
		while (my $cut = <STDIN>) {
			$found++;
			$i++ while $i < @gap && $gap[$i][1] < $cut;
			next if $i == @gap || $cut < $gap[$i][0];
			$right++;
			$i++;
		}
		print "$right $found ", scalar @gap, "\n";' "$tmp/gaps")
}

# Pages are told one from the next by their ids; a page's bytes begin behind
# the form feed's line.
khabar_cuts() {
	perl -e '
		my ($pages, $out) = @ARGV;
		my @start = (0);
		my $at = 0;
		open my $f, "<", $pages or die;
		while (<$f>) {
			$at += length;
			push @start, $at if $_ eq "\f\n";
		}
		my $page = -1;
		open $f, "<", $out or die;
		while (<$f>) {
			/"part":(\d+).*?"start":(\d+)/ or die;
			$page++ if $1 == 0;
			print $start[$page] + $2, "\n" if $1 > 0;
		}' "$tmp/pages" "$tmp/out"
}

# From the marks that were put between the lines.
awk_cuts() {
	perl -ne 'BEGIN { $at = 0 }
		if ($_ eq "\x1e\n") { print "$at\n" } else { $at += length }' \
	    "$tmp/out"
}

articles() {
	local work='pages into articles' n
	n=$(megabytes "$tmp/pages")

	run "$tmp/pages" "$O/split-articles" --from=text --separator='^\f$'
	row "$work" split-articles "$n" MB/s "$(khabar_cuts | cut_f1)"

	# At the cue that most pages have.
	run "$tmp/pages" awk '/^(إ|ا)قرأ أيضا/ { print "\036" } 1'
	row "$work" 'awk at one cue' "$n" MB/s "$(awk_cuts | cut_f1)"
}

# --- 6. Names ---------------------------------------------------------------
corpus="$shared/ner/anercorp-train.conll"
slow=1000 # articles for what is slow
model=()  # options that name the model

# Features of words: the word, affixes, shape, and its neighbours.
features() {
	perl -CSD -ne '
		sub flush_sentence {
			for my $i (0 .. $#w) {
				my $w = $w[$i];
				print join("\t", $t[$i], "w=$w",
				    map({ ("p$_=" . substr($w, 0, $_),
					"s$_=" . substr($w, -$_)) } 1 .. 4),
				    "d=" . ($w =~ /\d/ ? 1 : 0),
				    map { "$_=" . ($i + $_ < 0 ? "^" :
					$w[$i + $_] // "\$") } -2, -1, 1, 2), "\n";
			}
			print "\n";
			@w = @t = ();
		}
		@f = split;
		if (@f) { push @w, $f[0]; push @t, $f[-1] }
		flush_sentence() if !@f || eof;' "$@"
}

# Spans of tags: first token, last token, label.
tags_to_spans() {
	perl -ne '
		my @f = split;
		my ($b, $label) = @f ? split /-/, $f[-1] : ("O");
		$label = { PERS => "PER", GPE => "LOC" }->{$label // ""} // $label;
		my $goes_on = $b eq "I" && $open && $open->[2] eq $label;
		if ($open && !$goes_on) {
			print "@$open\n" if $open->[2] =~ /^(PER|ORG|LOC)$/;
			undef $open;
		}
		$open ||= [$n, $n, $label] if $b =~ /[BI]/;
		$open->[1] = $n if $open;
		$n++ if @f;
		END { print "@$open\n" if $open }' | sort -u
}

# Spans of "first byte, end, label" in the text.
bytes_to_spans() {
	perl -e '
		my ($text, $n, @token) = ("", -1);
		open my $f, "<", $ARGV[0] or die;
		{ local $/; $text = <$f>; }
		while ($text =~ /(\S+|\s+)/g) {
			my $piece = $1;
			$n++ if $piece =~ /\S/;
			push @token, ($n) x length $piece;
		}
		while (<STDIN>) {
			my ($from, $to, $label) = split;
			print "$token[$from] $token[$to - 1] $label\n"
			    if $to <= @token && $label =~ /^(PER|ORG|LOC)$/;
		}' "$tmp/text" | sort -u
}

span_f1() {
	[ -s "$tmp/gold" ] || return 0
	cat >"$tmp/found"
	f1 "$(comm -12 "$tmp/found" "$tmp/gold" | wc -l)" \
	    "$(wc -l <"$tmp/found")" "$(wc -l <"$tmp/gold")"
}

cat >"$tmp/crf.py" <<'END'
# crf.py learn MODEL FEATURES; crf.py tag MODEL <FEATURES
import sys
import pycrfsuite
if "--there" in sys.argv:
    sys.exit()


def sentences(file):
    tags, words = [], []
    for line in file:
        f = line.rstrip("\n").split("\t")
        if len(f) > 1:
            tags.append(f[0])
            words.append(f[1:])
        elif words:
            yield tags, words
            tags, words = [], []
    if words:
        yield tags, words


if sys.argv[1] == "learn":
    trainer = pycrfsuite.Trainer(verbose=False)
    for tags, words in sentences(open(sys.argv[3])):
        trainer.append(words, tags)
    trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 100,
                        "feature.possible_transitions": True})
    trainer.train(sys.argv[2])
else:
    tagger = pycrfsuite.Tagger()
    tagger.open(sys.argv[2])
    for tags, words in sentences(sys.stdin):
        print("\n".join(tagger.tag(words)), end="\n\n")
END

learn() {
	local texts=() name
	perl -00 -ne 'push @s, $_; END {
		$n = int(@s * 90 / 100);
		open $f, ">", "$ENV{tmp}/$_->[0]" and
		    print $f map { s/\n*\z/\n\n/r } @s[$_->[1] .. $_->[2]]
		    for ["learned", 0, $n - 1], ["held", $n, $#s] }' "$corpus"
	if [ ! -s $peers/held-out.bin ]; then
		say 'learning names, without the last tenth of the corpus (minutes)'
		for name in news-sample dups-dev pages-dev; do
			xz -dc "$shared/$name.jsonl.xz" >"$tmp/$name"
			texts+=(-t "$tmp/$name")
		done
		"$O/train-entities" -q --words "${texts[@]}" \
		    -n "$shared/ner/person-name-tokens.tsv" -o "$tmp/words" &&
		"$O/train-entities" -q --hold-out 10 "${texts[@]}" \
		    -g "$O/gazetteer.bin" -l "$tmp/words" \
		    -o $peers/held-out.bin "$corpus" "$shared/ner/aqmar.conll" >&2
	fi
	if [ ! -s $peers/crf.model ] &&
	    "$python" "$tmp/crf.py" --there 2>/dev/null; then
		say 'learning names: crfsuite'
		features "$tmp/learned" >"$tmp/features"
		"$python" "$tmp/crf.py" learn $peers/crf.model "$tmp/features"
	fi
}

# Articles, none of which is twice.
different_articles() {
	if [ -r "$shared/news-ant.jsonl.xz" ]; then
		xz -dc "$shared/news-ant.jsonl.xz" |
		    awk 'int(NR * 8 / 21) > int((NR - 1) * 8 / 21)'
	else
		"$O/tests/lib/tools/articles" 12000
	fi
}

# What is scored: $tmp/text, a sentence a line, $tmp/records of 15 lines,
# $tmp/features, and $tmp/gold, the spans.  What is timed: $tmp/names.*, as
# records, text (a line each) and features (of the first ones).
make_names() {
	if [ -r "$corpus" ]; then
		learn
		model=("--model=$peers/held-out.bin")
		tags_to_spans <"$tmp/held" >"$tmp/gold"
		perl -00 -ne 'print join(" ", map { (split)[0] } split /\n/), "\n"' \
		    "$tmp/held" >"$tmp/text"
	else
		: >"$tmp/gold"
		"$O/tests/lib/tools/articles" 3000 |
		    sed 's/.*"text": "\(.*\)"}/\1/' >"$tmp/text"
		sed 's/ / O\n/g' "$tmp/text" >"$tmp/held"
	fi
	features "$tmp/held" >"$tmp/features"
	perl -pe 's/(["\\])/\\$1/g; chomp;
		$_ = ($. % 15 == 1 ? q({"id":") . ++$n . q(","text":") : "") .
		    $_ . ($. % 15 == 0 || eof ? qq("}\n) : "\\n")' \
	    "$tmp/text" >"$tmp/records"
	different_articles >"$tmp/names.jsonl"
	perl -ne '/"text": "((?:[^"\\]|\\.)*)"/ or next;
		($_ = $1) =~ s/\\n/ /g; s/\\(.)/$1/g; print "$_\n"' \
	    "$tmp/names.jsonl" >"$tmp/names.text"
	head -n $slow "$tmp/names.text" >"$tmp/names.some"
	perl -pe 's/\s+/ O\n/g; $_ .= "\n"' "$tmp/names.some" >"$tmp/some"
	features "$tmp/some" >"$tmp/names.features"
	perl -F'\t' -ane 'next if /^#/ || @F < 3;
		chomp @F;
		print "$_\t$F[1]\n" for grep { length } $F[2], split /\|/, $F[3] // ""' \
	    common/tables/persons.tsv common/tables/orgs.tsv >"$tmp/labels"
	cut -f1 "$tmp/labels" >"$tmp/patterns"
}

# Offsets are those of a record's text, whose lines are 15 of $tmp/text.
khabar_spans() {
	perl -e '
		my ($text, $out) = @ARGV;
		my ($at, @start) = 0;
		open my $f, "<", $text or die;
		while (<$f>) {
			push @start, $at if $. % 15 == 1;
			$at += length;
		}
		close $f; # $. begins again
		open $f, "<", $out or die;
		while (<$f>) {
			last if $. > @start;
			my $base = $start[$. - 1];
			s/^.*?"entities"://;
			print $base + $1, " ", $base + $2, " $3\n" while
			    /"start":(\d+),"end":(\d+),"label":"(\w+)"/g;
		}' "$tmp/text" "$tmp/scored" | bytes_to_spans
}

grep_spans() {
	perl -e '
		my ($labels, $out) = @ARGV;
		my %label;
		open my $f, "<", $labels or die;
		/^(.*)\t(\w+)$/ and $label{$1} = $2 while <$f>;
		open $f, "<", $out or die;
		/^(\d+):(.*)$/ and print $1, " ", $1 + length($2),
		    " $label{$2}\n" while <$f>;' "$tmp/labels" "$tmp/scored" |
	    bytes_to_spans
}

cat >"$tmp/automaton.py" <<'END'
# The longest names from left to right, as grep -b -o writes them; a byte is
# read as a character, so that offsets are bytes.
import sys
import ahocorasick
if "--there" in sys.argv:
    sys.exit()
names = ahocorasick.Automaton()
for line in open(sys.argv[1], encoding="latin-1", newline="\n"):
    names.add_word(line[:-1], line[:-1])
names.make_automaton()
sys.stdout.reconfigure(encoding="latin-1", newline="\n")
at = 0
for line in open(0, encoding="latin-1", newline="\n"):
    for end, name in names.iter_long(line):
        print(at + end + 1 - len(name), name, sep=":")
    at += len(line)
END

# twice FILE LIKE COMMAND...: run on FILE for its output, which goes to
# $tmp/scored, then on LIKE for its time.
twice() {
	run "$1" "${@:3}"
	[ -z "$cpu" ] || mv "$tmp/out" "$tmp/scored"
	run "$2" "${@:3}"
}

names() {
	local work='names in text' n some
	n=$(megabytes "$tmp/names.text")
	some=$(megabytes "$tmp/names.some")

	twice "$tmp/records" "$tmp/names.jsonl" "$O/tag-entities" \
	    --offsets=bytes "${model[@]}"
	row "$work" tag-entities "$n" MB/s "$(khabar_spans | span_f1)"

	# pycrfsuite.Tagger().tag(), features made before
	if [ -s $peers/crf.model ]; then
		twice "$tmp/features" "$tmp/names.features" "$python" \
		    "$tmp/crf.py" tag $peers/crf.model
		row "$work" "crfsuite, features ready, $slow articles" "$some" \
		    MB/s "$(tags_to_spans <"$tmp/scored" | span_f1)"
	elif "$python" "$tmp/crf.py" --there 2>/dev/null; then
		echo "| $work | crfsuite | no corpus to learn from | | | |"
	else
		cpu=
		row "$work" crfsuite "$n" MB/s ''
	fi

	# The persons and organisations of khabar's tables.
	twice "$tmp/text" "$tmp/names.text" grep -b -o -F -f "$tmp/patterns"
	row "$work" '`grep -b -o -F -f NAMES`' "$n" MB/s "$(grep_spans | span_f1)"

	twice "$tmp/text" "$tmp/names.text" "$python" "$tmp/automaton.py" \
	    "$tmp/patterns"
	row "$work" 'pyahocorasick, the same names' "$n" MB/s \
	    "$(grep_spans | span_f1)"
}

# --- HTML -------------------------------------------------------------------
# Pages, five times each in turn, and what a reader expects of them.
make_html() {
	mkdir -p "$tmp/html"
	if [ -r "$shared/html.tar.xz" ]; then
		tar -C "$tmp" -xJf "$shared/html.tar.xz" html/pages \
		    html/gold.jsonl
		perl -MJSON::PP -ne '
			my $g = decode_json $_;
			next if $g->{language} !~ /^(?:ar|fa|ur)$/;
			print encode_json({ page => "html/pages/$g->{id}.html",
			    title => $g->{title_ok}, body => $g->{body} }), "\n";
		' "$tmp/html/gold.jsonl"
	else
		cp tests/read-pages/kinds/*.html "$tmp/html"
		perl -MJSON::PP -ne '
			my $g = decode_json $_;
			next if !$g->{body} || $g->{as} || ref $g->{title} eq "HASH";
			print encode_json({ page => "html/$g->{page}.html",
			    title => [$g->{title}], body => $g->{body} }), "\n";
		' tests/read-pages/kinds.jsonl
	fi >"$tmp/html.gold"
	perl -MJSON::PP -ne 'print "$ENV{tmp}/", decode_json($_)->{page}, "\n"' \
	    "$tmp/html.gold" >"$tmp/html.once"
	for _ in {1..5}; do cat "$tmp/html.once"; done >"$tmp/html.list"
}

# read-pages | split-articles | extract-meta of the pages that are listed.
khabar_html() {
	xargs "$1/read-pages" | "$1/split-articles" | "$1/extract-meta"
}

cat >"$tmp/html.part" <<'END'
import json
import sys
if tool == "trafilatura":
    import trafilatura
    def extract(html):
        d = trafilatura.bare_extraction(html, with_metadata=True,
                                        include_comments=False)
        return (d.title, d.text) if d else (None, "")
elif tool == "readability":
    import lxml.html
    import readability
    def extract(html):
        d = readability.Document(html)
        return d.short_title(), lxml.html.fromstring(d.summary()).text_content()
elif tool == "resiliparse":
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree
    def extract(html):
        tree = HTMLTree.parse(html)
        return tree.title, extract_plain_text(tree, main_content=True)
if "--there" in sys.argv:
    sys.exit()
for path in sys.stdin.read().split():
    title, text = extract(open(path, encoding="utf8", errors="replace").read())
    print(json.dumps({"id": path.split("/")[-1], "title": title,
                      "text": text or ""}))
END

# Titles that are right, and the mean over pages of F1 on the words of the body.
html_score() {
	perl -MJSON::PP -MEncode -e '
		sub tidy {
			my $s = lc($_[0] // "");
			$s =~ s/[\p{Cf}\x{640}]//g;
			return $s =~ s/[\W_]+/ /gr =~ s/^ | $//gr;
		}
		sub lines_of {
			open my $in, "<", $_[0] or die "$_[0]: $!";
			return map { decode_json $_ } <$in>;
		}
		my %is;
		for (lines_of($ARGV[1])) {
			my $id = ($_->{doc} // $_->{id}) =~ s/#\d+$//r;
			$is{$id} //= $_;
		}
		my ($n, $titles, $f) = (0, 0, 0);
		for my $g (lines_of($ARGV[0])) {
			my $r = $is{$g->{page} =~ s{.*/}{}r};
			my (%left, $t);
			my @want = split / /, tidy(join " ", @{$g->{body}});
			my @got = split / /, tidy($r->{text});
			$left{$_}++ for @want;
			for (@got) { $t++ if ($left{$_} // 0) > 0 && $left{$_}-- }
			$titles++ if grep { tidy($_) eq tidy($r->{title}) }
			    @{$g->{title}};
			$f += 2 * $t / (@want + @got) if $t;
			$n++;
		}
		printf "%d of %d titles, body F1 %.3f", $titles, $n, $f / $n;
	' "$tmp/html.gold" "$tmp/out"
}

html() {
	local work='HTML into articles' n tool
	n=$(wc -l <"$tmp/html.list")
	export -f khabar_html

	run "$tmp/html.list" bash -c 'khabar_html "$1"' - "$O"
	row "$work" 'read-pages, split-articles, extract-meta' "$n" pages/s \
	    "$(html_score)"

	for tool in trafilatura readability resiliparse; do
		{ echo "tool = \"$tool\"" && cat "$tmp/html.part"; } \
		    >"$tmp/html_$tool.py"
		run "$tmp/html.list" "$python" "$tmp/html_$tool.py"
		row "$work" "$tool" "$n" pages/s "$(html_score)"
	done
}

# --- The table --------------------------------------------------------------
versions() {
	[ ! -x "$python" ] || "$python" -m pip list --format=freeze \
	    --disable-pip-version-check 2>/dev/null |
	    grep -E '^(datasketch|text-dedup|rensa|gaoya|dateparser|python-crfsuite|pyahocorasick|trafilatura|readability-lxml|Resiliparse)=' |
	    sed 's/==/ /' || true
	for p in huniq runiq jaq gojq mlr; do
		! command -v $p >/dev/null || $p --version | sed 's/ (.*//'
	done
	! command -v jq >/dev/null || jq --version | tr - ' '
}

install_peers
for part in lines near dates pages html names; do
	say "making $part"
	make_$part
done

files='Files invented here'
[ ! -r "$shared/news-sample.jsonl.xz" ] || files='Files of real news, on which khabar was developed'
cat <<END
$(machine).
$files.
The same file for all rows of a task, one run each. Speed is by CPU second; the
ratio is CPU time to that of khabar.

| task | tool | speed | CPU s | ratio to khabar | accuracy |
|---|---|---:|---:|---:|---|
END
exact
near
dates
pass
html
articles
names
echo
versions | paste -s -d , | sed 's/,/, /g; s/./Versions: &/'
