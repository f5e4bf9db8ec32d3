#!/usr/bin/perl
# Faults of each kind that users would think of, whoever has not seen the code:
# states, files that are made, what a machine is short of, input, pages,
# strangers' bytes in what people look at.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;

my @filters = qw(extract-meta dedupe tag-entities);

# --- a state ----------------------------------------------------------------
claim('a state: five runs at once, each waits for the others', sub {
	spew("in$_", records(20, first => 10 * $_)) for 0 .. 4;
	my $r = sh('for i in 0 1 2 3 4; do dedupe --state S --wait in$i >out$i &
	    done; wait; cat out?; dedupe --state S --check >&2', limit => 20);
	return unsound($r) || lost($r->{out}, 60) ||
	    ($r->{out} =~ tr/\n// != 60 ? 'a record is there twice' : '');
});
claim('a state: its folder goes while it is used', sub {
	spew('in', records(3));
	my $r = sh('mkfifo fifo; dedupe --state S <fifo >out & exec 3>fifo
	    head -n 1 in >&3; while ! test -e S/log; do sleep 0.02; done
	    rm -rf S; tail -n +2 in >&3; exec 3>&-; wait $!');
	return unsound($r) || lost(slurp('out'), 3);
});
claim('a state: a fifo in the place of each file', sub {
	spew('in', records(3));
	for my $name (qw(log index prepared lock)) {
		my $r = sh("rm -rf S; dedupe --state S in >/dev/null &&
		    rm -f S/$name && mkfifo S/$name && dedupe --state S in");
		my $why = unsound($r);
		return "$name: $why" if $why ne '';
	}
});
claim('a state: another one\'s log, and another one\'s index', sub {
	spew('a', records(4));
	spew('b', records(4, first => 100));
	sh('for i in a b; do dedupe --state $i.S $i && dedupe --state $i.S \
	    --compact; done >/dev/null; cp -r a.S c.S; cp b.S/index c.S');
	my $r = sh('dedupe --state c.S a b');
	return unsound($r) || ($r->{status} == 0 ? lost($r->{out} .
	    slurp('a'), 8) : '');
});

# --- files that are made ----------------------------------------------------
claim('-o: its folder goes meanwhile', sub {
	spew('in', records(3));
	my $r = sh('mkdir d; mkfifo fifo; extract-meta -o d/out <fifo & exec 3>fifo
	    head -n 1 in >&3; sleep 0.2; rm -rf d; tail -n +2 in >&3; exec 3>&-
	    wait $!');
	return refused($r) ? '' : "status $r->{status}, and nothing is there";
});
claim('-o: names that are none', sub {
	spew('in', records(1));
	for my $name ("''", '.', '..', '/', 'in/out', 'none/out', './', 'd/') {
		my $r = sh("mkdir -p d; extract-meta -o $name in");
		return "$name: status $r->{status}" if !refused($r);
	}
	return folder_of('.') eq 'd in' && folder_of('d') eq '' ? '' :
	    'something is left: ' . folder_of('.');
});
claim('-o: a name that is no UTF-8, with a line end', sub {
	spew('in', records(2));
	my $name = "x\n\xff\e[2J";
	my $r = sh('extract-meta -o "$NAME" in', env => { NAME => $name });
	return unsound($r) || lost(slurp($name), 2);
});
claim('--dups: a pipe whose reader goes away', sub {
	spew('in', records(400) x 2);
	my $r = sh('mkfifo fifo; head -n 1 fifo >/dev/null & dedupe --dups fifo in >out');
	return died($r) if died($r) && $r->{status} != 141;
	return $r->{status} == 0 ? 'status 0, and repeats are gone' : '';
});

# --- what a machine is short of ---------------------------------------------
for my $name (@filters, 'khabar-report') {
	claim("$name: a small stack, deep nesting", sub {
		spew('in', '{"id":"r0","text":"نص","x":' . '[' x 200000 .
		    ']' x 200000 . "}\n" . records(1, first => 1));
		return unsound(sh("ulimit -s 256; $name in"));
	});
	claim("$name: standard input is a folder, standard output closed", sub {
		my $r = sh("$name <.");
		return 'a folder is read' if !refused($r);
		spew('in', records(1));
		return refused(sh("$name in >&-")) ? '' : 'no output, no word';
	});
}
claim('no time: the clock stands at 1970, or in 2040', sub {
	my $r = sh('command -v faketime >/dev/null');
	return cannot('no faketime') if $r->{status} != 0;
	spew('in', records(3));
	for my $time ('1970-01-01', '2040-02-01') {
		$r = sh("faketime '$time' dedupe --state S in");
		my $why = unsound($r) || lost($r->{out}, 3);
		return "$time: $why" if $why ne '';
		sh('rm -rf S');
	}
});

# --- input ------------------------------------------------------------------
my @odd = ('{"id":"r0","text":"a\u0000b","n":1e999999,"m":-0.0}',
    '{"id":"r1","text":"a","text":"b","id":"r1"}',
    "{\"id\":\"r2\",\"text\":\"a\x{e2}\x{80}\x{a8}b\x{e2}\x{80}\x{a9}c\"}",
    '{"id":"r3","text":"","" :[{}],"__proto__":{"text":1}}');
for my $name (@filters) {
	claim("$name: odd records keep what is theirs", sub {
		spew('in', join '', map { "$_\r\n" } @odd);
		my $r = sh("$name in");
		return unsound($r) if unsound($r);
		for ('a\\u0000b', '1e999999', '-0.0', '"__proto__":{"text":1}') {
			return "$_ is gone" if index($r->{out}, $_) < 0;
		}
		return lost($r->{out}, 4);
	});
	claim("$name: two records on a line are not one", sub {
		spew('in', '{"id":"r0","text":"a"}{"id":"r1","text":"b"}' . "\n" .
		    records(1, first => 2));
		my $r = sh("$name in");
		return died($r) || ($r->{status} == 0 ? 'status 0' : '') ||
		    lost($r->{out}, 1);
	});
}
claim('a packed file that is cut at each byte', sub {
	spew('in', records(3, words => 12));
	sh('gzip -nk in');
	my $size = -s 'in.gz';
	for my $n (map { $_ * 7 } 1 .. $size / 7) {
		next if $n >= $size;
		my $r = sh("head -c $n in.gz | extract-meta");
		return "$n bytes: status 0" if $r->{status} == 0;
		my $why = unsound($r);
		return "$n bytes: $why" if $why ne '';
	}
});
claim('a page of one line of 8 MB, and one of as many lines', sub {
	spew('one', 'وزراء المياه العرب ' x 240000);
	spew('many', "تاريخ النشر: 12 مايو 2025\n" x 60000);
	for my $file ('one', 'many') {
		my $r = sh("split-articles $file | extract-meta", limit => 20);
		my $why = unsound($r);
		return "$file: $why" if $why ne '';
	}
});

# --- crawls and pages in HTML -----------------------------------------------
# A record of WARC; its length, unless another one is named.
sub crawled {
	my ($text, $length) = @_;

	use bytes;
	return "WARC/1.0\r\nWARC-Type: conversion\r\n" .
	    "WARC-Target-URI: http://a.example/\r\n" .
	    'Content-Length: ' . ($length // length $text) .
	    "\r\n\r\n$text\r\n\r\n";
}
claim('a crawl: lengths that are none', sub {
	for my $length ('-1', '0x10', '9' x 30, '', 'abc', '1 2') {
		spew('in', crawled(page(), $length) . crawled(page()));
		my $r = sh('split-articles in');
		my $why = died($r);
		return "$length: $why" if $why ne '';
		return "$length: status 0, no word" if $r->{status} == 0 &&
		    $r->{err} eq '' && ($r->{out} =~ tr/\n//) < 2;
	}
});
claim('a crawl: a header without an end, one with a million lines', sub {
	for my $in ("WARC/1.0\r\nX: " . 'a' x 5e6,
	    "WARC/1.0\r\n" . "A: b\r\n" x 1e6 . "\r\n") {
		spew('in', $in);
		my $r = sh('split-articles in >out', limit => 20);
		return died($r) || ($r->{status} == 0 ? 'status 0' : '') ||
		    next;
	}
});
claim('HTML: tags without end, attributes without end', sub {
	my $text = page() =~ s/\n/ /gr;
	for my $in ('<div>' x 2e5 . $text, '<p ' . 'a=b ' x 2e5 . ">$text",
	    '<table><tr><td>' x 5e4 . $text, '<!--' x 1e5 . $text,
	    '<' x 1e5 . $text, '<a href="' . '&amp;' x 2e5 . "\">$text") {
		spew('in', "<!DOCTYPE html><html><body>$in");
		my $r = sh('read-pages in >out', limit => 20);
		my $why = unsound($r);
		return substr($in, 0, 8) . ": $why" if $why ne '';
	}
});
claim('HTML: a charset that lies', sub {
	my $text = page();
	for my $set ('utf-16', 'utf-7', 'windows-1256', 'iso-2022-jp', 'x' x 999,
	    '"\'><script>', '') {
		spew('in.html', "<html><head><meta charset=\"$set\"><title>x</title>" .
		    "<body><article><h1>a</h1><p>$text</p></article>");
		my $r = sh('read-pages in.html');
		my $why = unsound($r);
		return "$set: $why" if $why ne '';
		return "$set: the output is no UTF-8"
		    unless utf8::decode(my $copy = $r->{out});
	}
});

# --- dates ------------------------------------------------------------------
claim('dates that no calendar has', sub {
	my $page = page();
	for my $date ('31 فبراير 2025', '00/00/0000', '2025-13-45',
	    '99999999999/9/9', '٣١ ربيع الأول ٩٩٩٩', '29 فبراير 2023') {
		spew('in', $page =~ s/الاثنين 12 مايو 2025 - 18:40/$date/r);
		my $r = sh('split-articles in | extract-meta');
		my $why = unsound($r);
		return "$date: $why" if $why ne '';
		my ($found) = $r->{out} =~ /"date":"([^"]*)"/;
		return "$date becomes $found"
		    if defined $found && $found !~ /^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])
			(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?:T|$)/x;
	}
});

# --- tables -----------------------------------------------------------------
claim('a table of weights: what is no number, and a file that ends with one', sub {
	for my $table ("bias\tx\n", "bias\t\nheading\t3\n", "bias\t1e3\n",
	    'bias	' . '9' x 30) {
		spew('table', $table);
		my $r = sh('split-articles -t table /dev/null');
		return "status $r->{status} of $table" if !refused($r);
	}
	spew('table', "bias\t-3\nheading\t14");
	my $r = sh('split-articles -t table /dev/null');
	return $r->{status} == 0 ? '' : "status $r->{status}: $r->{err}";
});

# --- what people look at ----------------------------------------------------
claim('--format=tsv: cells of strangers are cells', sub {
	spew('in', '{"id":"r0\\t1\\n=HYPERLINK()","text":"زار محمد القاهرة","f":1}'
	    . "\n");
	my $r = sh('tag-entities --format=tsv in');
	return unsound($r) || (grep({ tr/\t// != 10 } split /\n/, $r->{out}) ?
	    'a row has other cells' : '');
});
claim('--format=brat: labels and ids of a user\'s list', sub {
	spew('list', "own 1\x0bx\tBIG LABEL\tنجمة البحر\n");
	spew('in', '{"id":"r0","text":"زار محمد نجمة البحر"}' . "\n");
	my $r = sh('tag-entities --list list --format=brat in');
	return unsound($r) || ($r->{out} =~ /^T\d+\tBIG_LABEL \d+ \d+\tنجمة/m &&
	    $r->{out} =~ /^N\d+\tReference T\d+ own_1_x\tنجمة/m ? '' :
	    "not brat's: $r->{out}");
});
claim('khabar-report: fields that are called like markup', sub {
	spew('in', '{"id":"</script>","<img src=x>":1,"text":"<b>",' .
	    '"sitename":"<!--","warnings":["</script><script>"]}' . "\n");
	my $r = sh('khabar-report in');
	return unsound($r) || ($r->{out} =~ /<img src=x|<!--"|<b>"/ ?
	    'markup of a record' : '');
});
claim('dedupe --compare: nothing moves the cursor', sub {
	spew($_, "{\"id\":\"\\u001b[2J$_\",\"text\":\"a\\u001b[2Jb\\u009b1m c d e f g h\"}\n")
	    for 'a', 'b';
	my $r = sh('dedupe --compare a b');
	return unsound($r) || ("$r->{out}$r->{err}" =~ /\e|\xc2[\x80-\x9f]/ ?
	    'controls' : '');
});
claim('messages: a file whose name is a message', sub {
	my $name = "a: 3 records\nkhabar: all is well\e[1A";
	my $r = sh('extract-meta "$NAME"', env => { NAME => $name });
	return !refused($r) ? 'status 0' :
	    $r->{err} =~ /^khabar: all|\e/m ? 'it passes for one' : '';
});

done_testing;
