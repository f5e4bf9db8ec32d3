#!/usr/bin/perl
# Pairs of invented texts for pairs.c: two fillings of one form, a text and an
# edited copy of it, two stories with a passage in common.  People's pairs (dup-pairs) have few short forms and few
# copies that are nothing but edited.  What the words are does not matter to an
# alignment, so they are invented as well.
#
#	tests/fit/forms.pl [-n PAIRS] >pairs.jsonl
#
# A line a pair: {n, label, a:{text}, b:{text}}, b being the later one.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Getopt::Long;
use JSON::PP;

my $pairs = 800;
GetOptions('n=i' => \$pairs) or exit 2;
seed(77);

my @day = qw(السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة);
my @month = qw(يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر);

sub between { return $_[0] + random($_[1] - $_[0] + 1) }
sub pick { return $_[random(scalar @_)] }

# Words that a text has nowhere else.
sub rare { return join ' ', map { sentence(1) =~ s/\W//gr . pick(qw(وي ان يس)) }
    1 .. $_[0] }

my %slot = (
	figure => sub { my $most = 10 ** between(1, 4); sub { between(2, $most) } },
	share => sub { sub { between(0, 90) . '.' . between(0, 9) } },
	name => sub { my $n = between(1, 3); sub { rare($n) } },
	date => sub { sub { pick(@day) . ' ' . between(1, 28) . ' ' .
	    pick(@month) } },
	day => sub { sub { pick(@day) } },
);

# Words with slots in them, each a sub that fills it; a slot may come back.
sub form {
	my ($sentences) = @_;
	my @text = split ' ', join ' ', map { sentence(10 + random(16)) }
	    1 .. $sentences;
	my @kind = pick([qw(figure)], [qw(figure share)], [qw(name)], [qw(name)],
	    [qw(name)], [qw(date)], [qw(day name)], [qw(name figure)],
	    [qw(name name day)]);

	for my $kind (map { @$_ } @kind) {
		my $times = $kind =~ /figure|share/ ? between(1, 6) :
		    between(1, 2);
		my $make = $slot{$kind}->();
		for (1 .. $times) {
			my $at = pick(0, 1, $#text, between(0, $#text),
			    between(0, $#text), between(0, $#text));
			my $come_back = $kind eq 'name';
			$make = $slot{$kind}->() unless $come_back;
			splice @text, $at, 0, ref $make ? $make : ();
		}
	}
	return @text;
}

# The form filled: what comes back in it stays the same within a filling.
sub filled {
	my %value;
	return join ' ', map { ref $_ ? $value{$_} //= $_->() : $_ } @_;
}

# What editors do to a text.
sub prefix { return sentence(between(1, 8)) . ' ' . $_[0] }
sub suffix { return $_[0] . ' ' . sentence(between(1, 14)) }
sub counter {
	return random(2) ? "$_[0] " . sentence(1) . ' ' . between(3, 9999) :
	    sprintf '%d:%02d %s', between(0, 23), between(0, 59), $_[0];
}
sub cut {
	my @w = split ' ', $_[0];
	return join ' ', @w[0 .. int($#w * between(30, 90) / 100)];
}
sub longer { return $_[0] . ' ' . join ' ', map { sentence(20) }
    1 .. between(1, 4) }
sub moved {
	my @s = split /(?<=\.) /, $_[0];
	push @s, shift @s;
	return join ' ', @s;
}
my @edit = (\&prefix, \&suffix, \&counter, \&cut, \&longer, \&moved,
    (sub { edited($_[0], between(1, 14)) }) x 8);

sub copy {
	my ($text) = @_;
	$text = pick(@edit)->($text) for 1 .. between(1, 2);
	return $text;
}

# Two copies of a text, each with more of its own.
sub both_longer { return map { longer($_[0]) } 0, 1 }

sub copies {
	my ($text) = @_;
	return random(6) ? ($text, copy($text)) : both_longer($text);
}

# Two stories that have a passage in common.
sub strangers {
	my $common = sentence(between(6, 30));
	return map { join ' ', (map { sentence(20) } 1 .. between(1, 8)),
	    (random(3) ? $common : ()), (map { sentence(20) } 0 .. random(3)),
	    $common } 0, 1;
}

my $json = JSON::PP->new->utf8->canonical;
for my $n (1 .. $pairs) {
	my $label = $n % 8 == 0 ? 'diff' : $n % 2 ? 'template' : 'dup';
	my @form = form($label eq 'template' || random(3) ? between(1, 5) :
	    between(6, 30));
	my ($a, $b) = $label eq 'diff' ? strangers() : $label eq 'dup' ?
	    copies(filled(@form)) : (filled(@form), filled(@form));
	print $json->encode({ n => 100000 + $n,
	    label => $label, a => { text => $a },
	    b => { text => $b } }), "\n" if $a ne $b;
}
