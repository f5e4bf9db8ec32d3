#!/usr/bin/perl
# extract-meta: whatever the page, each of its lines is in the body, in a field
# or in what was removed; every record has the same keys of the same types; and
# a second run changes nothing.
# Slow: thousands of pages, read with JSON::PP.
use strict;
use utf8;
use warnings;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use News;
use Test::More;

binmode $_, ':utf8'
    for Test::More->builder->output, Test::More->builder->failure_output;
my $extract = tool('extract-meta');
my $json = JSON::PP->new->utf8;
my $many = sanitized() || small() ? 150 : 1500;

my @keys = qw(title date date_raw date_from date_modified author dateline credit agency
    sitename categories tags tags_raw related language text removed warnings);
my $string = qr/"(?:[^"\\]|\\.)*"/;
my $strings = qr/\[(?:$string(?:,$string)*)?\]/;
my $date = qr/\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)?/;
my $maybe = qr/null|$string/;
my %type = (title => $maybe, date => qr/null|"$date"/, date_raw => $maybe, date_from => $maybe,
    date_modified => qr/null|"$date"/, author => $strings,
    dateline => qr/null|\{"places":$strings,"agency":(?:$maybe)\}/,
    credit => $maybe, agency => $maybe,
    sitename => $maybe, categories => $strings, tags => $strings,
    tags_raw => $maybe, related => $strings,
    language => qr/null|"[a-z]{2,3}"/, text => $string,
    removed => qr/\[(?:\{"role":"[a-z]+","text":$string\}(?:,\{"role":"[a-z]+","text":$string\})*)?\]/,
    warnings => qr/\[(?:"[a-z_]+"(?:,"[a-z_]+")*)?\]/);
my $record = join ',', map { qq("$_":(?:$type{$_})) } 'text',
    grep { $_ ne 'text' } @keys;

# Without blanks and marks that nobody sees.
sub bare {
	my ($s) = @_;

	$s =~ s/[\s\x{85}\x{a0}\x{ad}\x{200b}-\x{200f}\x{2028}-\x{202f}\x{2060}-\x{206f}\x{61c}\x{feff}\x{180e}\0-\x{20}\x{7f}-\x{9f}]+//g;
	return $s;
}

# Lines that a record does not account for.  A field's line may hold its label
# and marks, too.
sub lost {
	my ($text, $r) = @_;
	my %whole = map { bare($_) => 1 } split(/\n/, $r->{text}),
	    map { $_->{text} } @{$r->{removed}};
	my @values = sort { length $b <=> length $a } grep { $_ ne '' }
	    map { bare($_) } map { split /\n/ } grep { defined }
	    @$r{qw(title date_raw credit sitename tags_raw)}, @{$r->{author}}, @{$r->{categories}},
	    @{$r->{related}}, $r->{dateline} ? @{$r->{dateline}{places}} : ();
	my $is_there = sub {
		my $rest = bare($_[0]);

		return 1 if $rest !~ /\w/ || $whole{$rest};
		# lines of a paragraph that was broken are joined
		return 1 if grep { index($_, $rest) >= 0 } keys %whole;
		return 1 if grep { index($rest, $_) >= 0 } @values;
		return 1 if $r->{date_modified} &&
		    $rest =~ /تحديث|تعديل|updated|modified/i;
		# a cue glued to a paragraph is a line of its own
		for my $piece (sort { length $b <=> length $a } keys %whole) {
			$rest =~ s/\Q$piece\E//;
		}
		return $rest !~ /\w/;
	};

	# CR and its like end lines of some pages
	return grep { !$is_there->($_) &&
	    grep { !$is_there->($_) } split /[\r\x{2028}\x{2029}]/ }
	    split /\n/, $text;
}

sub accounts {
	my ($name, @texts) = @_;
	my $in = join '', map { text_record($_) } @texts;
	my $r = run([$extract], in => $in);
	my @out = split /^/, $r->{out};
	my (@lost, @odd);

	is($r->{err} . $r->{status}, '0', "$name: no message");
	is(scalar @out, scalar @texts, "$name: as many records");
	for my $i (0 .. $#out) {
		push @odd, $out[$i] if $out[$i] !~ /\A\{$record\}\n\z/;
		my $got = eval { $json->decode($out[$i]) };
		push @odd, "no JSON: $out[$i]" and next if !$got;
		push @lost, map { "$i: $_" } lost($texts[$i], $got);
	}
	is(join('', @odd[0 .. ($#odd < 2 ? $#odd : 2)]), '',
	    "$name: the same keys of the same types");
	is(join("\n", @lost[0 .. ($#lost < 9 ? $#lost : 9)]), '',
	    "$name: each line is somewhere (" . @lost . ' are not)');
	my $twice = run([$extract], in => $r->{out});
	ok($twice->{out} eq $r->{out} && $twice->{err} eq '',
	    "$name: a second run changes nothing");
}

my %own = page_texts();
accounts('the pages', map { $own{$_} } sort keys %own);
my $parts = run([tool('split-articles'), glob "$TOP/tests/pages/*.txt"])->{out};
accounts('their articles', map { $json->decode($_)->{text} }
    split /\n/, $parts);
accounts('mixtures', map { mixture(40) } 1 .. $many);
accounts('short mixtures', map { mixture(4) } 1 .. $many);
accounts('noise', map { noise(300) } 1 .. $many);

done_testing;
