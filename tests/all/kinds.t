#!/usr/bin/perl
# Kinds of page, ten cases each (tests/kinds/README): how many come out right.
# A kind may not fall below its floor; the floors rise as the code gets better.
#
#	tests/all/kinds.t [--table] [--all] [KIND ...]
#
# --table prints the table alone, --all names what is wrong above the floor, too.
use strict;
use utf8;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Getopt::Long;
use JSON::PP;
use Khabar;
use Test::More;

# Right of ten that must be reached: kind => floor.
my %floor = (
	'account' => 32,
	'author-bare' => 8,
	'author-beside' => 7,
	'author-label' => 7,
	'author-marks' => 10,
	'author-none' => 10,
	'author-trim' => 10,
	'author-two' => 9,
	'body-agency-mark' => 10,
	'body-appeared' => 10,
	'body-captions' => 8,
	'body-furniture' => 10,
	'body-kept' => 10,
	'body-related-midway' => 4,
	'body-repeated-headline' => 8,
	'date-alone' => 9,
	'date-comment' => 10,
	'date-crawler-mark' => 9,
	'date-from' => 9,
	'date-future' => 10,
	'date-hijri-weekday' => 10,
	'date-hour-far' => 10,
	'date-masthead' => 9,
	'date-month-forms' => 10,
	'date-neighbours' => 10,
	'date-punctuation' => 10,
	'date-relative' => 10,
	'date-solar-hijri' => 10,
	'date-spelled-hour' => 10,
	'date-time-first' => 10,
	'date-unread' => 10,
	'date-weekday-bare' => 10,
	'dateline-agency' => 9,
	'dateline-dates' => 10,
	'dateline-outlet' => 10,
	'head-agency-prefix' => 8,
	'head-appstore' => 9,
	'head-archive' => 8,
	'head-breadcrumb' => 8,
	'head-caption' => 8,
	'head-cue' => 8,
	'head-full-stop' => 6,
	'head-glued-sections' => 7,
	'head-long' => 9,
	'head-mark' => 8,
	'head-masthead-persons' => 10,
	'head-menu' => 8,
	'head-none' => 9,
	'head-number' => 10,
	'head-others' => 9,
	'head-site-suffix' => 8,
	'head-ticker' => 7,
	'language-chat' => 10,
	'language-handles' => 9,
	'language-heads' => 7,
	'line-author-date' => 10,
	'line-dateline-date' => 10,
	'line-published-updated' => 10,
	'line-tags-source' => 9,
	'page-ends' => 10,
	'page-error' => 16,
	'page-flat' => 10,
	'page-list' => 15,
	'page-live' => 13,
	'page-markdown' => 10,
	'page-order' => 10,
	'page-references' => 10,
	'page-stub' => 14,
	'page-wrapped' => 12,
);

GetOptions('table' => \my $table, 'all' => \my $all) or exit 2;
binmode $_, ':utf8' for *STDOUT, *STDERR, Test::More->builder->output,
    Test::More->builder->failure_output;

my $json = JSON::PP->new->utf8->canonical;
my $plain = JSON::PP->new->canonical->allow_nonref;
my %kinds = (%floor, map { m{([^/]+)\.jsonl$} => 1 }
    glob "$TOP/tests/kinds/*.jsonl");
my @names = @ARGV ? @ARGV : sort keys %kinds;
my %cases = map { $_ => [read_cases($_)] } @names;
my $got = records(map { @$_ } values %cases);

sub read_cases {
	my ($name) = @_;
	my $i = 0;

	return map { { %{$json->decode($_)}, id => "$name:" . $i++ } }
	    split /\n/, slurp("$TOP/tests/kinds/$name.jsonl");
}

# The first record of each case, by its id; a run for each set of options.
sub records {
	my (%in, %got);

	for my $case (@_) {
		my $options = $json->encode($case->{options} // []);
		$in{$options} .= $json->encode({ id => $case->{id},
		    text => $case->{page} }) . "\n";
	}
	for my $options (sort keys %in) {
		my $parts = run([tool('split-articles')], in => $in{$options});
		my $r = run([tool('extract-meta'), @{$json->decode($options)}],
		    in => $parts->{out});
		$r->{err} .= $parts->{err};
		diag("@{$json->decode($options)}: $r->{err}") if $r->{err} ne '';
		for (split /\n/, $r->{out}) {
			my $record = $json->decode($_);
			$got{$record->{doc}} //= $record;
			push @{$got{$record->{doc}}{all}}, $record;
		}
	}
	return \%got;
}

# A line as the eye has it.
sub tidy {
	my ($s) = @_;

	$s =~ s/[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}]//g;
	$s =~ s/[\s\x{a0}]+/ /g;
	return $s =~ s/^ | $//gr;
}

# A value as the wanted one is written.
sub shown {
	my ($v) = @_;

	return [map { shown($_) } @$v] if ref $v eq 'ARRAY';
	return { map { $_ => shown($v->{$_}) } keys %$v } if ref $v eq 'HASH';
	return defined $v ? tidy($v) : undef;
}

sub good {
	my ($have, $want) = @_;

	if (ref $want eq 'HASH' && $want->{any}) {
		return scalar grep { good($have, $_) } @{$want->{any}};
	}
	if (ref $want eq 'HASH' && $want->{has}) {
		my %have = map { $_ => 1 } @{$have // []};
		return !grep { !$have{$_} } @{$want->{has}};
	}
	return $plain->encode(shown($have)) eq $plain->encode(shown($want));
}

# What of the page is in none of its records: neither text, field nor removed.
# The letters and digits of each piece are taken from the page once, the longest
# first; a case lists the labels whose field is written in other words.
sub lost {
	my ($case, @records) = @_;
	my $bare = sub { $_[0] =~ s/\p{M}//gr =~ s/[^\p{L}\p{N}]+//gr };
	my $page = $bare->($case->{page});
	my @pieces = map { my $r = $_; (split /\n/, $r->{text} // ''),
	    (map { $_->{text} } @{$r->{removed}}),
	    @$r{qw(title date_raw credit sitename tags_raw)},
	    map { @{$_ // []} } @$r{qw(author categories related)},
	    ($r->{dateline} // {})->{places} } @records;

	for my $piece (sort { length $b <=> length $a } map { $bare->($_) }
	    grep { defined } @pieces) {
		$page =~ s/\Q$piece\E/ /;
	}
	for my $label (sort { length $b <=> length $a } map { $bare->($_) }
	    @{$case->{labels} // []}) {
		$page =~ s/\Q$label\E/ /g;
	}
	return $page =~ /[^ ]+/g;
}

# What is wrong with a case, a line each.
sub wrong {
	my ($case) = @_;
	my $record = $got->{$case->{id}} // {};
	my %lines = map { tidy($_) => 1 } split /\n/, $record->{text} // '';
	my @wrong = defined $record->{text} ? () : 'no record';

	for my $field (sort keys %{$case->{want} // {}}) {
		my ($want, $have) = ($case->{want}{$field}, $record->{$field});
		push @wrong, "$field: wanted " . $plain->encode($want) .
		    ', got ' . $plain->encode($have) unless good($have, $want);
	}
	push @wrong, map { "not in the text: $_" }
	    grep { !$lines{tidy($_)} } @{$case->{keep} // []};
	push @wrong, map { "in the text: $_" }
	    grep { $lines{tidy($_)} } @{$case->{drop} // []};
	push @wrong, map { "nowhere: $_" } lost($case, @{$record->{all} // []})
	    unless exists $case->{want};
	return @wrong;
}

my ($sum, $of) = (0, 0);
for my $name (@names) {
	my $floor = $floor{$name} // 0;
	my ($right, @said) = (0);

	for my $case (@{$cases{$name}}) {
		my @wrong = wrong($case);
		$right++ unless @wrong;
		push @said, "$case->{id}: $case->{about}",
		    map { "    $_" } @wrong if @wrong;
	}
	$sum += $right;
	$of += @{$cases{$name}};
	my $told = sprintf '%-26s %2d of %d', $name, $right,
	    scalar @{$cases{$name}};
	print "$told\n" and next if $table && !$all;
	ok($right >= $floor, "$told (floor $floor)");
	diag("$name: raise the floor to $right") if $right > $floor;
	diag(join "\n", @said) if @said && ($all || $right < $floor);
}
printf "%-26s %d of %d\n", 'all', $sum, $of if $table;
done_testing() unless $table && !$all;
