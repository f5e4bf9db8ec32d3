#!/usr/bin/perl
# What tag-entities' gazetteer is made of: compile-gazetteer, the program that
# counts likeness, the script that makes cities.tsv.  Names are real places; the
# texts are of our own.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

my $compile = tool('compile-gazetteer');
my $tag = tool('tag-entities');
my $likeness = tool('tests/fit/likeness');
my $json = JSON::PP->new->utf8->canonical;
my $dir = scratch();

plan skip_all => 'no compile-gazetteer' unless -x $compile;
binmode Test::More->builder->$_, ':utf8'
    for qw(output failure_output todo_output);

sub ids {
	my ($text, @options) = @_;
	my $r = run([$tag, '--model=none', "--gazetteer=$dir/g", @options],
	    in => $json->encode({ text => $text }) . "\n");

	return $r->{err} . join ' ', map { $_->{id} // "($_->{text})" }
	    @{$json->decode($r->{out})->{entities}};
}

spew("$dir/names", encode_utf8(<<~'END'));
	x:1	ORG	نجمة	الكوكب|شركة النجمة	الكوكب
	x:2	LOC	حلب		
	x:3	LOC	صور		صور
	x:4	LOC	العيون			العيون
		NONE	كأس حلب	
	END
spew("$dir/cities", encode_utf8(<<~'END'));
	geonames:1	SY	400	تدمر	بالميرا
	geonames:2	US	30	تدمر	
	geonames:3	SY	20	عناب	
	geonames:4	SY	20	كروم	
	END
spew("$dir/likeness", encode_utf8("كروم\t80\nعناب\t0\nحلب\t0\n"));
my @sources = ('--cities', "$dir/cities", '--likeness', "$dir/likeness");
is_run('a gazetteer', [$compile, @sources, '-o', "$dir/g", "$dir/names"]);
is(ids('زار نجمة حلب.'), 'x:1 x:2', 'single words are believed');
is(ids('شاهد الكوكب صور العيون.'), '', 'but for those that are doubted');
is(ids('وصل إلى صور ثم إلى العيون.'), 'x:3', 'a word of place in front');
is(ids('وصل إلى مدينة العيون.'), 'x:4', 'a kind of place');
is(ids('فاز بكأس حلب.'), '', 'what is no name');
is(ids('بين كروم عناب وتدمر.'), 'geonames:4', 'likeness');
is(ids('وصل إلى مدينة تدمر.'), 'geonames:1', 'the larger city');
is(ids('وصل إلى مدينة عناب.'), '', 'a small one that no text means is out');

spew("$dir/bad", encode_utf8("geonames:1\tSyria\t400\tتدمر\n"));
is_run('a city without its country', [$compile, '--cities', "$dir/bad", '-o',
    "$dir/g"], status => 2,
    err => qr{^compile-gazetteer: \Q$dir\E/bad:1: not id, country});
spew("$dir/bad", encode_utf8("حلب\tmany\n"));
is_run('a likeness that is none', [$compile, @sources[0, 1], '--likeness',
    "$dir/bad", '-o', "$dir/g"], status => 2,
    err => qr{^compile-gazetteer: \Q$dir\E/bad:1: no percent});

# Likeness: words that stand in the same places are alike.
SKIP: {
	skip 'tests/fit/likeness is not built', 2 unless -x $likeness;
	my @letters = qw(ب ت ج د ر س);
	my @places = map { my $x = $_; map { "$x$_" . 'يل' } @letters } @letters;
	my @things = map { my $x = $_; map { "$x$_" . 'ان' } @letters } @letters;
	spew("$dir/names", encode_utf8(join '', map { "x:$_\tLOC\t$_\t\n" }
	    @places));
	spew("$dir/cities", encode_utf8("geonames:1\tSY\t20\t$things[0]\t\n"));
	is_run('a gazetteer', [$compile, '--cities', "$dir/cities", '-o',
	    "$dir/g", "$dir/names"]);
	my $text = join "\n", map { my $i = $_;
		"سافر الوفد إلى $places[$i % 36] صباح اليوم مع الوزير\n" .
		"بنت الشركة $things[$i % 36] من الحجر والحديد في سنة" } 1 .. 2000;
	spew("$dir/news", $json->encode({ text => $text }) . "\n");
	my $r = run([$likeness, '-g', "$dir/g", '-t', "$dir/news",
	    '--epochs=40']);
	my %like = map { split /\t/ } grep { !/^#/ } split /\n/,
	    Encode::decode_utf8($r->{out});
	is($r->{status} . keys %like, '037', 'each name that is seen');
	ok($like{$places[0]} >= 60 && $like{$things[0]} < 40,
	    "places are like places: $like{$places[0]} $like{$things[0]}");
}

# cities.py: Arabic spellings alone, the catalogue's one first, once each.
SKIP: {
	skip 'no python3', 1 if system('command -v python3 >/dev/null');
	for ([15000, 500000], [1000, 3000]) {
		spew("$dir/cities$_->[0].json", $json->encode({ map {
			my ($id, $country, @names) = @$_;
			$id => { geonameid => $id, name => 'x', population =>
			    $id == 3 ? 3000 : 500000, countrycode => $country,
			    alternatenames => \@names } }
			[1, 'SY', 'Halab', 'حلب', 'حَلَب', 'مدينة حلب', 'حلپ'],
			[2, 'FR', 'Lyon'], [3, 'SY', 'قريه', 'قرية'] }));
	}
	my $r = run(['python3', "$TOP/common/places/cities.py", $dir]);
	is(join('', grep { !/^#/ } split /^/, $r->{err} . Encode::decode_utf8(
	    $r->{out})), "geonames:1\tSY\t500\tحلب\t\ngeonames:3\tSY\t3\tقرية\t\n",
	    'cities.py');
}

done_testing;
