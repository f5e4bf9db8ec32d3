#!/usr/bin/perl
# Pages in HTML, each with a trap (tests/read-pages/kinds.jsonl): what
# read-pages | split-articles | extract-meta makes of them.  No figure may fall
# below its floor; the floors rise as the code gets better.
#
#	tests/read-pages/kinds.t [--all] [PAGE ...]
#
# A line of kinds.jsonl is a page of tests/read-pages/kinds:
#
#	about	 what is special about it
#	as	 the encoding that it is given; it is stored as UTF-8
#	title, date, author, sitename
#		 of the first record; {"any": [...]} where several values are
#		 right; of the date only its beginning counts
#	body	 the lines of the text
#	out	 lines that are not in the text
#	gone	 lines that read-pages does not show at all
#	warnings codes, one of which is there (a page that is no article)
#	no_warning
#		 codes that are not
#
# All names and texts are invented.  --all names what is wrong.
use strict;
use utf8;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Encode qw(encode);
use Getopt::Long;
use JSON::PP;
use Khabar;
use Test::More;

GetOptions('all' => \my $all) or exit 2;
plan(skip_all => 'there is no read-pages yet') unless -x tool('read-pages');
binmode $_, ':utf8' for *STDOUT, *STDERR, Test::More->builder->output,
    Test::More->builder->failure_output;

# How many at least.
my %floor = (
	'author' => 29,
	'body' => 28,
	'date' => 30,
	'gone' => 1,
	'out' => 28,
	'shown' => 30,
	'sitename' => 13,
	'title' => 29,
	'warnings' => 4,
	'no false line' => 29,
	'no warning' => 1,
);

my $json = JSON::PP->new->utf8->canonical;
my $plain = JSON::PP->new->canonical->allow_nonref;
my $folder = "$TOP/tests/read-pages";
my @pages = map { $json->decode($_) } split /\n/, slurp("$folder/kinds.jsonl");
@pages = grep { my $p = $_->{page}; grep { $p eq $_ } @ARGV } @pages if @ARGV;
my (%right, %of, %wrong);

sub bytes {
	my ($page) = @_;
	my $html = Encode::decode('UTF-8',
	    slurp("$folder/kinds/$page->{page}.html"), Encode::FB_CROAK);
	my $as = $page->{as} // 'UTF-8';

	return "\xff\xfe" . encode('UTF-16LE', $html) if $as eq 'UTF-16';
	return encode($as, $html, Encode::FB_CROAK);
}

# A line as the eye has it.
sub tidy {
	my ($s) = @_;

	$s =~ s/[\x{ad}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}]//g;
	$s =~ s/[\s\x{a0}]+/ /g;
	return $s =~ s/^[ \x{2022}*-]+| $//gr;
}

sub lines_of {
	return map { tidy($_) => 1 } split /\n/, $_[0] // '';
}

sub count {
	my ($page, $what, $good, $said) = @_;

	$of{$what}++;
	$right{$what} += $good ? 1 : 0;
	push @{$wrong{$what}}, "$page->{page}: $said" unless $good;
}

sub same {
	my ($have, $want, $start) = @_;

	return grep({ same($have, $_, $start) } @{$want->{any}}) > 0
	    if ref $want eq 'HASH';
	return !defined $have if !defined $want;
	return 0 if !defined $have;
	return $plain->encode([sort map { tidy($_) } @$have]) eq
	    $plain->encode([sort @$want]) if ref $want;
	return $start ? index($have, $want) == 0 : tidy($have) eq tidy($want);
}

for my $page (@pages) {
	my $file = spew(scratch() . "/$page->{page}.html", bytes($page));
	my $shown = run([tool('read-pages'), $file]);
	my $parts = run([tool('split-articles')], in => $shown->{out});
	my $meta = run([tool('extract-meta')], in => $parts->{out});
	my $err = join '', map { $_->{err} } $shown, $parts, $meta;
	my ($seen) = map { $json->decode($_) } split /\n/, $shown->{out};
	my ($record) = map { $json->decode($_) } split /\n/, $meta->{out};
	my %seen = lines_of($seen->{text});
	my %text = lines_of($record->{text});

	is($err, '', "$page->{page}: no complaint");
	for my $field (grep { exists $page->{$_} } qw(title date author
	    sitename)) {
		count($page, $field, same($record->{$field}, $page->{$field},
		    $field eq 'date'), $plain->encode($record->{$field}));
	}
	if ($page->{body}) {
		my @body = map { tidy($_) } @{$page->{body}};
		my %body = map { $_ => 1 } @body;
		my @unseen = grep { !$seen{$_} } @body;
		my @lost = grep { !$text{$_} } @body;
		my @false = grep { !$body{$_} && 4 <= split / / } keys %text;
		count($page, 'shown', !@unseen, join ' / ', @unseen);
		count($page, 'body', !@lost, join ' / ', @lost);
		count($page, 'no false line', !@false, join ' / ', @false);
	}
	my @in = grep { $text{tidy($_)} } @{$page->{out} // []};
	count($page, 'out', !@in, join ' / ', @in) if $page->{out};
	my @shown = grep { $seen{tidy($_)} } @{$page->{gone} // []};
	count($page, 'gone', !@shown, join ' / ', @shown) if $page->{gone};
	my %warned = map { $_ => 1 } @{$record->{warnings} // []};
	count($page, 'warnings', scalar(grep { $warned{$_} }
	    @{$page->{warnings}}), join ' ', sort keys %warned)
	    if $page->{warnings};
	count($page, 'no warning', !grep({ $warned{$_} }
	    @{$page->{no_warning}}), join ' ', sort keys %warned)
	    if $page->{no_warning};
}

for my $what (sort keys %of) {
	my $floor = @ARGV ? 0 : $floor{$what} // 0;

	ok($right{$what} >= $floor,
	    "$what: $right{$what} of $of{$what} (floor $floor)");
	diag("$what: raise the floor to $right{$what}")
	    if $right{$what} > $floor + 2 && !@ARGV;
	diag(join "\n", map { "$what: $_" } @{$wrong{$what}})
	    if $wrong{$what} && ($all || $right{$what} < $floor);
}
done_testing();
