package Chance;

# Chance that is the same on every machine, whatever perl's own generator does.
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(seed random pick maybe);

my $seed = 0;
sub seed { $seed = $_[0] }

# A whole number from 0 to n - 1.
sub random {
	my ($n) = @_;
	$seed = ($seed * 1103515245 + 12345) % 2**31;
	return int(($seed >> 8) % $n);
}
sub pick { return $_[random(scalar @_)] }

# True n times in a hundred.
sub maybe { return random(100) < $_[0] }

1;
