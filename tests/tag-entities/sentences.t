#!/usr/bin/perl
# Names that readers of news would look for, in plain sentences of few kinds:
# countries, cities, bodies, names that hold other names, and common words that
# are places elsewhere (the tables of tests/tag-entities/sentences).  No share
# may fall below its floor; the floors rise as the code gets better.
#
#	tests/tag-entities/sentences.t [--all] [GROUP ...]
#
# --all names what is wrong.
use strict;
use utf8;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Getopt::Long;
use JSON::PP;
use Khabar;
use Test::More;

GetOptions('all' => \my $all) or exit 2;
binmode $_, ':utf8' for *STDOUT, *STDERR, Test::More->builder->output,
    Test::More->builder->failure_output;

# In a thousand, at least.  Wanted are 970 for countries, 995 for countries that
# are not others, 980 for cities.
my %floor = (
	'body found' => 982,
	'body: no part linked' => 985,
	'city found' => 980,
	'city linked' => 980,
	'common words left alone' => 750,
	'country found' => 982,
	'country not another' => 985,
	'trap bank found' => 945,
	'trap bank: no part linked' => 945,
	'trap club found' => 830,
	'trap club: no part linked' => 867,
	'trap country found' => 940,
	'trap country: no part linked' => 940,
	'trap flight found' => 940,
	'trap flight: no part linked' => 940,
	'trap named found' => 834,
	'trap named: no part linked' => 934,
	'trap paper found' => 867,
	'trap paper: no part linked' => 867,
	'trap person found' => 934,
	'trap person: no part linked' => 934,
	'trap place found' => 934,
	'trap place: no part linked' => 934,
	'trap school found' => 900,
	'trap school: no part linked' => 934,
	'trap water found' => 945,
	'trap water: no part linked' => 945,
	'which found' => 930,
	'which one' => 842,
);

# A letter in front of the name, as ل, joins it; see in_frame().
my %frames = (
	countries => ['وصل وزير الخارجية إلى {} أمس في زيارة رسمية.',
	    'اندلعت حرائق واسعة في {} صباح اليوم.',
	    'يزور الوفد {} الأسبوع المقبل لبحث ملف المياه.',
	    'قال مسؤول إن {} ستشارك في المؤتمر بوفد كبير.',
	    'وقعت اتفاقية بين {} والنرويج لتبادل الخبرات.',
	    'أعلنت الشركة أن صادراتها ل{} تضاعفت.',
	    'شاركت في الدورة فرق من البرازيل و{} واليابان.',
	    'رئيس {} يستقبل نظيره غدا',
	    'ولد الكاتب ب{} ودرس فيها الطب.',
	    'هزة أرضية قوية تضرب {}'],
	cities => ['اندلع حريق كبير في {} مساء أمس.',
	    'وصل إلى {} وفد تجاري أمس.',
	    'انتقل الكاتب من {} إلى أوسلو قبل عشرة أعوام.',
	    '{} - وكالات: استؤنفت الدراسة صباح اليوم في معظم المدارس.',
	    'شملت الجولة أسواق {} القديمة ومساجدها.',
	    'هزة أرضية خفيفة تضرب {}',
	    'قال سكان في ضواحي {} إن الطريق سيفتح قريبا.',
	    'تمتد السكة بين {} والميناء الجديد.',
	    'أقيم المعرض ب{} للمرة الأولى.',
	    'تساقطت الأمطار على أوسلو و{} وضواحيهما.'],
	bodies => ['قال مصدر في {} إن الاجتماع تأجل إلى الغد.',
	    'وقعت الشركة أمس اتفاقا مع {} لمدة عام.',
	    'طالب المحتجون {} بالرد على مطالبهم.',
	    'بحسب {} فإن العمل مستمر في الموقع.',
	    'تقرير جديد ل{} يحذر من الجفاف'],
	LOC => ['وصل فريق من الخبراء إلى {} أمس.',
	    'نشر الباحثون دراسة عن {} هذا الأسبوع.',
	    'صور جديدة من {} تثير الاهتمام'],
	ORG => ['أعلن مسؤول في {} نتائج العام الماضي.',
	    'وقعت الشركة عقدا مع {} أمس.',
	    'زار الوفد مقر {} صباح اليوم.'],
	PER => ['كتب الصحافي سيرة {} في ثلاثة أعوام.',
	    'شارك {} في الحفل مساء أمس.',
	    'نشرت الصحيفة مقابلة مع {} أمس.'],
);

my $json = JSON::PP->new->utf8->canonical;
my (@cases, %right, %of, %wrong);

sub table {
	my ($name) = @_;

	open my $in, '<:utf8', "$TOP/tests/tag-entities/sentences/$name"
	    or die "$name: $!\n";
	return map { [split /\t/] } grep { !/^#/ } map { chomp; $_ } <$in>;
}

# The name in a frame, and where it is: behind ل, ال is written as ل and the
# span is what is behind it.
sub in_frame {
	my ($name, $frame) = @_;
	my ($before, $behind) = split /\{\}/, $frame, -1;

	if ($before =~ /(^| )ل$/ && $name =~ s/^ال//) {
		$before .= 'ل';
	}
	my $start = length $before;
	return (text => "$before$name$behind", start => $start, end => $start +
	    length $name);
}

sub add { push @cases, { @_ } }

sub add_frames {
	my ($frames, $group, $name, %more) = @_;

	add(group => $group, in_frame($name, $_), %more) for @{$frames{$frames}};
}

for my $row (table('countries.tsv')) {
	add_frames('countries', 'country', $_, label => 'LOC',
	    id => "iso3166:$row->[0]") for split /\|/, $row->[1];
}
add_frames('cities', 'city', $_->[0], label => 'LOC', id => 'geonames:')
    for table('cities.txt');
add_frames('bodies', 'body', $_->[0], label => 'ORG') for table('bodies.txt');
for my $row (table('traps.tsv')) {
	my ($kind, $want, $name) = @$row;
	my ($label, $id) = $want =~ /^(\w+)(?:=(.*))?/;
	add_frames($label, "trap $kind", $name, label => $label, id => $id);
}
for my $row (table('common.tsv')) {
	my ($word, $text) = @$row;
	my $at = index " $text", " $word";
	die "$text: no $word\n" if $at < 0;
	add(group => 'common', text => $text, start => $at, end => $at +
	    length $word);
}
for my $row (table('which.tsv')) {
	my ($word, $ids, $text) = @$row;
	my $at = index " $text", " $word";
	die "$text: no $word\n" if $at < 0;
	add(group => 'which', text => $text, start => $at, end => $at +
	    length $word, label => 'LOC', ids => [split / /, $ids]);
}
@cases = grep { my $g = $_->{group}; grep { $g =~ /^$_/ } @ARGV } @cases
    if @ARGV;

my $r = run([tool('tag-entities')], in => join '', map {
    $json->encode({ text => $_->{text} }) . "\n" } @cases);
is($r->{status} . $r->{err}, '0', 'no complaint');
my @out = map { $json->decode($_) } split /\n/, $r->{out};
is(scalar @out, scalar @cases, @cases . ' sentences');

# What is said of the name: an entity of its very span, and those on it.
sub said {
	my ($case, @entities) = @_;
	my @on = grep { $_->{start} < $case->{end} &&
	    $_->{end} > $case->{start} } @entities;
	my ($it) = grep { $_->{start} == $case->{start} &&
	    $_->{end} == $case->{end} } @on;

	return ($it, @on);
}

sub count {
	my ($case, $what, $good, @on) = @_;

	$of{$what}++;
	$right{$what} += $good ? 1 : 0;
	push @{$wrong{$what}}, $case->{text} . ' -> ' . join ', ', map {
	    "$_->{text} $_->{label} " . ($_->{id} // '-') } @on unless $good;
}

for my $i (0 .. $#cases) {
	my ($case, $group) = ($cases[$i], $cases[$i]{group});
	my ($it, @on) = said($case, @{$out[$i]{entities}});
	my $id = $it ? $it->{id} // '' : '';

	if ($group eq 'common') {
		count($case, 'common words left alone',
		    !grep({ $_->{label} eq 'LOC' } @on), @on);
		next;
	}
	count($case, "$group found", $it && $it->{label} eq $case->{label} &&
	    (!$case->{id} || $case->{id} eq 'geonames:' ||
	    $id eq $case->{id}), @on);
	count($case, "$group linked", $id =~ /^\Q$case->{id}\E/, @on)
	    if $group eq 'city';
	count($case, 'which one', scalar(grep { $_ eq $id } @{$case->{ids}}),
	    @on) if $case->{ids};
	# Wrong is worse than nothing.
	count($case, 'country not another', !grep({ ($_->{id} // '') =~
	    /^iso3166:/ && $_->{id} ne $case->{id} } @on), @on)
	    if $group eq 'country';
	count($case, "$group: no part linked", !grep({ defined $_->{id} &&
	    $_->{id} =~ /^(iso3166|geonames)/ && $_->{end} - $_->{start} <
	    $case->{end} - $case->{start} } @on), @on)
	    if $group =~ /^trap|^body/;
}

for my $what (sort keys %of) {
	my $share = 1000 * $right{$what} / $of{$what};
	my $floor = $floor{$what} // 0;

	ok($share >= $floor, sprintf '%s: %d of %d, %.1f %% (floor %.1f)',
	    $what, $right{$what}, $of{$what}, $share / 10, $floor / 10);
	diag("$what: raise the floor to " . int $share)
	    if $share >= $floor + 80;
	diag(join "\n", map { "$what: $_" } @{$wrong{$what}})
	    if $all && $wrong{$what};
}
done_testing();
