package Told;

# What the records of split-articles say: "doc start-end text", a line each.
use strict;
use warnings;
use Exporter 'import';
use JSON::PP;
our @EXPORT = qw(told);

my $json = JSON::PP->new;

sub told {
	my ($out) = @_;

	return join '', map { my $r = $json->decode($_);
	    "$r->{doc} $r->{start}-$r->{end} " .
		($r->{text} =~ s/\n/~/gr) . "\n" } split /\n/, $out;
}

1;
