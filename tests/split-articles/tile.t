#!/usr/bin/perl
# split-articles: the parts tile the page, whatever its bytes are, and the same
# bytes come out of every run.
# Slow: thousands of pages, read with JSON::PP.
use strict;
use warnings;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use News;
use POSIX ();
use Test::More;

my $split = tool('split-articles');
my $dir = scratch();
my $json = JSON::PP->new->utf8;
my $many = sanitized() || small() ? 150 : 1000;

# Do the records, in order, tile the pages?  The first that does not, or ''.
sub untiled {
	my ($out, @pages) = @_;
	my @parts = map { $json->decode($_) } split /\n/, $out;

	for my $i (0 .. $#pages) {
		my $page = encode_utf8($pages[$i]);
		my $n = @parts ? $parts[0]{parts} : return "page $i: none";
		my $end = 0;
		for my $k (0 .. $n - 1) {
			my $p = shift @parts or return "page $i: too few";
			my $slice = substr $page, $end, $p->{end} - $end;
			return "page $i, part $k: $p->{id} " .
			    "$p->{start}-$p->{end}"
			    if $p->{id} ne "$p->{doc}#$k" ||
				$p->{part} != $k || $p->{parts} != $n ||
				$p->{start} != $end || $p->{end} < $end ||
				encode_utf8($p->{text}) ne $slice ||
				$p->{role} ne ($k ? 'related' : 'main') ||
				($n > 1 && $p->{text} eq '');
			$end = $p->{end};
		}
		return "page $i: ends at $end" if $end != length $page;
	}
	return @parts ? 'too many' : '';
}

sub tiles {
	my ($name, @pages) = @_;
	my $in = join '', map { text_record($pages[$_], id => "p$_") }
	    0 .. $#pages;
	my $r = run([$split], in => $in);

	is(untiled($r->{out}, @pages), '', "$name tile");
	is($r->{err} . $r->{status}, '0', "$name: no message");
	return ($in, $r->{out});
}

my %own = page_texts();
tiles('the pages', map { $own{$_} } sort keys %own);
my ($in, $out) = tiles('mixtures', map { mixture(60) } 1 .. $many);
my $cuts = () = $out =~ /"role":"related"/g;
cmp_ok($cuts, '>', $many / 10, "some are cut ($cuts)");
tiles('noise', map { noise(400) } 1 .. $many);
tiles('noise in short', map { noise(8) } 1 .. $many);
tiles('mixtures with noise', map { my $m = mixture(20);
    substr($m, random(1 + length $m), 0) = noise(20) for 1 .. 5; $m }
    1 .. $many);
tiles('every cut of one page', map { substr $own{'three-parts'}, 0, $_ }
    0 .. length $own{'three-parts'});
tiles('the other end of it', map { substr $own{'glued-cues'}, $_ }
    0 .. length $own{'glued-cues'});

# As text, with every cut taken that can be.
for my $score (-1000, 0) {
	my @bad;
	for (1 .. 40) {
		my $page = random(2) ? mixture(60) : noise(500);
		my $r = run([$split, '--from=text', "--min-score=$score",
		    spew("$dir/p", encode_utf8($page))]);
		next if $page eq '';
		push @bad, untiled($r->{out}, $page) || $r->{err} || ();
	}
	is("@bad", '', "text, cut from $score on");
}

# The same bytes in every run: locales, pieces, files, no environment.
for my $locale ('C', 'C.UTF-8', 'tr_TR.UTF-8', 'ar_EG.UTF-8', 'none') {
	is(run([$split], in => $in, env => { LC_ALL => $locale })->{out}, $out,
	    "LC_ALL=$locale") or last;
}
is(run([$split], in => $in, clean => 1)->{out}, $out, 'no environment');
is(run([$split, spew("$dir/all", $in)])->{out}, $out, 'a file');
for my $size (1, 997) {
	my $some = $size == 1 ? substr $in, 0, 50_000 : $in;
	is(run([$split, '--bad=skip'], in => $some, env => {
		LD_PRELOAD => tool('tests/lib/preload/faults.so'),
		FAULT => "read:short:$size",
		ASAN_OPTIONS => ($ENV{ASAN_OPTIONS} // '') .
		    ':verify_asan_link_order=0',
	    })->{out}, run([$split, '--bad=skip'], in => $some)->{out},
	    "read in pieces of $size");
}

# Each page comes out as soon as it is there.
for my $case ([[], map { text_record($_) } 'one', 'two'],
    [['-0'], "the page one\0", "the page two\0"],
    [[], "the page one\f", "the page two\f"],
    [['--separator=^-$'], "the page one\n-\n", "the page two\n-\n"],
    [[], map { "WARC/1.0\r\nWARC-Type: conversion\r\n" .
	"Content-Length: 3\r\n\r\n$_\r\n\r\n" } 'one', 'two']) {
	my ($args, @pages) = @$case;
	my $name = $pages[0] =~ s/[^!-~]/ /gr . " @$args";
	pipe my $r, my $w or die $!;
	pipe my $from, my $to or die $!;
	my $pid = fork // die $!;
	if ($pid == 0) {
		close $w;
		close $from;
		POSIX::dup2(fileno $r, 0);
		POSIX::dup2(fileno $to, 1);
		exec $split, @$args or POSIX::_exit(127);
	}
	close $r;
	close $to;
	my $got = '';
	for my $page (@pages) {
		# A page may be known to end only where the next one starts.
		syswrite $w, $page;
		local $SIG{ALRM} = sub { die "late\n" };
		alarm 20;
		$got .= eval { <$from> } // 'late ';
		alarm 0;
	}
	close $w;
	$got .= join '', <$from>;
	waitpid $pid, 0;
	is(join(' ', $got =~ /"text":"[^"]*(one|two)(?:\\n)?"/g), 'one two',
	    "at once: $name");
	unlike($got, qr/late/, 'not when the input ends');
}

done_testing;
