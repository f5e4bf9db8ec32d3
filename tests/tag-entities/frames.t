#!/usr/bin/perl
# Names in plain sentences of our own: all countries of CLDR, big cities, and
# what khabar's tables list, each with its own id.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

my $tag = tool('tag-entities');
my $json = JSON::PP->new->utf8->canonical;
my $cldr = '/usr/share/unicode/cldr/common/main/ar.xml';

plan skip_all => 'no tag-entities' unless -x $tag;
plan skip_all => 'no unicode-cldr-core' unless -e $cldr;
binmode Test::More->builder->$_, ':utf8'
    for qw(output failure_output todo_output);

# Asks for names [id, name] in frames; prints the share that is found, with the
# id where there is one, and that of other ids.
sub ask {
	my ($what, $names, $frames, $least, $label) = @_;
	my @asked = map { my $n = $_; map { [@$n, $_ =~ s/X/$n->[1]/r] }
	    @$frames } @$names;
	my $r = run([$tag], in => join '', map { $json->encode({ text => $_->[2] })
	    . "\n" } @asked);
	my ($right, $wrong) = (0, 0);
	my @bad;

	for (split /\n/, $r->{out}) {
		my ($id, $name, $text) = @{shift @asked};
		my @e = @{$json->decode($_)->{entities}};

		if (grep { $id ? ($_->{id} // '') eq $id :
		    $_->{label} eq $label && index($_->{text}, $name) >= 0 } @e) {
			$right++;
		} else {
			$wrong++ if $id && grep { $_->{id} } @e;
			push @bad, $text;
		}
	}
	my $n = $right + @bad;
	ok($right >= $least * $n && $wrong <= .005 * $n,
	    "$what: $right of $n, $wrong wrong") or
	    diag(join "\n", @bad[0 .. ($#bad < 20 ? $#bad : 20)]);
}

my @countries = grep { $_->[0] !~ /:(?:EU|EZ|UN|ZZ|XA|XB|QO)$/ } map {
	[ "iso3166:$_->[0]", $_->[1] ] } map { [ /"([A-Z]{2})"[^>]*>([^<]+)/ ] }
	grep { !/ alt=/ } decode_utf8(slurp($cldr)) =~
	/(<territory type="[A-Z]{2}"[^>]*>[^<]+)/g;
cmp_ok(scalar(@countries), '>', 240, 'countries of CLDR');
ask('countries', \@countries, ['تتقدم X بثلاثة مراكز في المؤشر.',
	'والتقى الوفد مسؤولين من X على هامش القمة.',
	'X: مقتل خمسة في انهيار منجم', 'كما تضم القائمة X وعددا من الدول.',
	'وتعد X أكبر مصدر للسلعة.', 'وصلت المساعدات إلى X عبر البحر.',
	'السفير لدى X يقدم أوراق اعتماده', 'زلزال يضرب سواحل X ولا ضحايا',
	'شهدت X أمطارا غزيرة.', 'وقال وزير من X إن الاتفاق قريب.'], .98);

my @cities = map { ['', $_] } split / /, 'حلب دمشق حمص حماة اللاذقية إدلب درعا ' .
    'الرقة بيروت صيدا بعلبك القدس غزة نابلس جنين رفح أريحا بغداد الموصل البصرة ' .
    'أربيل كركوك النجف كربلاء الفلوجة تكريت الرياض جدة الدمام الطائف أبها بريدة ' .
    'حائل نجران الكويت الدوحة المنامة أبوظبي دبي الشارقة مسقط صلالة نزوى صنعاء ' .
    'عدن تعز الحديدة المكلا صعدة مأرب القاهرة الإسكندرية الجيزة السويس أسيوط ' .
    'أسوان الخرطوم نيالا كسلا بنغازي مصراتة طبرق درنة صفاقس سوسة القيروان وهران ' .
    'قسنطينة عنابة الرباط مراكش فاس طنجة أغادير وجدة نواكشوط مقديشو هرجيسا جوبا ' .
    'أنقرة إسطنبول طهران أصفهان كابول بكين طوكيو موسكو كييف برلين باريس لندن ' .
    'مدريد روما بروكسل جنيف واشنطن نيويورك شيكاغو نيروبي داكار لاغوس سيدني';
ask('cities', \@cities, ['وصل الوفد إلى X صباح اليوم.',
	'اندلع حريق كبير في X وأصيب عشرة أشخاص.',
	'تستضيف X المؤتمر السنوي للمناخ.', 'غادر الرئيس X متوجها إلى الخارج.',
	'من X كتب مراسلنا عن الأزمة.', 'قتل شخصان في حادث سير قرب X.',
	'أمطار غزيرة على X تغلق الطرق', 'شهدت مدينة X احتجاجات واسعة.',
	'وبحسب شهود في X فإن الوضع هادئ.', 'تعود الحياة إلى X بعد الحرب.'],
    .98, 'LOC');

for (['orgs', .97, 'قالت مصادر في X إن القرار سيعلن غدا.',
	'وأعلنت X أنها ستشارك في الاجتماع.'], ['persons', .99,
	'قال X إن القرار سيعلن غدا.', 'والتقى الوزير X أمس في العاصمة.'],
    ['states', .97, 'وانتقد الوزير X أمس.', 'X في بيان: القرار نهائي']) {
	my ($table, $least, @frames) = @$_;
	my @rows = map { [(split /\t/)[0, 2]] } grep { !/^#/ } split /\n/,
	    decode_utf8(slurp("$TOP/common/tables/$table.tsv"));

	ask($table, \@rows, \@frames, $least);
}

done_testing;
