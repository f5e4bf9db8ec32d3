#!/usr/bin/perl
# A pattern of a user's that takes too long for a line has a budget for the
# run: it gives up with a message, the run ends in seconds, and no record is
# lost by it.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;

# Lines on each of which the patterns go through all they can.
my $line = 'a' x 200 . 'b';
my $records = join '', map {
	qq({"id":"r$_","text":") . "$line\\n" x 100 . qq("}\n)
} 0 .. 29;

sub costly {
	my ($command, $in, $n) = @_;

	spew('in', $in);
	my $r = sh($command, limit => 3);
	return died($r) if died($r) ne '';
	return 'no message' if $r->{err} eq '';
	return 'more than 20 messages' if $r->{err} =~ tr/\n// > 20;
	return '' if $r->{status} == 2;
	return lost($r->{out}, $n);
}

claim('a costly separator', sub {
	return costly("split-articles --separator='^(a+)+\$' in",
	    "$line\n" x 3000, 0);
});
claim('a costly separator that is searched for, from a pipe', sub {
	return costly("cat in | split-articles --separator='(a|aa)+\$'",
	    "$line\n" x 3000, 0);
});
# Cues are looked for in short lines.
my $short = $records =~ s/a{200}/'a' x 40/gre;
claim('a costly cue', sub {
	spew('t', "related\tbare\t0\t(a+)+c?\$\taa\n");
	return costly('extract-meta -t t in', $short, 30);
});
claim('a costly cue of split-articles', sub {
	spew('t', "related\tbare\t0\t(a|aa)+\$\taa\n");
	return costly('split-articles -t t in', $short, 30);
});
claim('a costly rule', sub {
	spew('t', "r\t*\t^(?<X>(a+)+)\$\n");
	return costly('tag-entities -r t in', $records, 30);
});
claim('many costly rules', sub {
	spew('t', join '', map { "r$_\t*\t(a|aa)+(?<X>\$)\n" } 1 .. 20);
	return costly('tag-entities -r t in',
	    join('', (split /^/, $records)[0 .. 9]), 10);
});
claim('a pattern that is not costly sees every line', sub {
	spew('in', "$line\n---\n" x 5000);
	my $r = sh("split-articles --separator='^-+\$' in | wc -l");
	return $r->{out} eq "5000\n" && $r->{err} eq '' ? '' :
	    "$r->{out}$r->{err}";
});
done_testing;
