#!/usr/bin/perl
# What makes texts alike that are not the same story: footers, bulletins with
# other figures, telegrams with other names.  And what must stay linear.
# Slow: time is measured on many records.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Khabar;
use Test::More;
use Time::HiRes qw(time);

my $dedupe = tool('dedupe');

sub kept {
	my $n = 0;
	my $in = join '', map { record('r' . $n++, $_) } @_;
	my $r = run([$dedupe], in => $in);

	is($r->{status} . $r->{err}, 0, 'no complaint');
	return $r->{out} =~ tr/\n//;
}

my $footer = 'تابعوا آخر الأخبار عبر تطبيقنا على الهواتف الذكية واشتركوا في ' .
    'نشرتنا البريدية وتابعوا صفحاتنا على مواقع التواصل جميع الحقوق محفوظة ' .
    'للموقع ولا يجوز نشر المواد دون إذن خطي مسبق من الإدارة';
is(kept(map { sentence(15 + random(25)) . "\n$footer" } 1 .. 200), 200,
    'stories over one footer');
is(kept($footer, map { "$footer\n" . article(2) } 1 .. 40) > 25, 1,
    'stories under one heading, once it is known');
is(kept(map { article(2) . "\n$footer" } 1 .. 200), 200,
    'longer stories over one footer');

sub figure {
	return $_[0] + random($_[1] - $_[0]);
}

sub gold {
	return sprintf 'سجلت أسعار الذهب في الأسواق المحلية اليوم تغيرا طفيفا ' .
	    'حيث بلغ سعر غرام الذهب عيار 24 نحو %d درهما وعيار 22 نحو %d درهما ' .
	    'وعيار 21 نحو %d درهما فيما بلغ سعر الأونصة عالميا %d دولارا وفق ' .
	    'متعاملين أشاروا إلى أن الطلب على المشغولات بقي ضعيفا بسبب ترقب ' .
	    'المستهلكين لانخفاض الأسعار خلال الأيام المقبلة', figure(180, 290),
	    figure(160, 270), figure(150, 260), figure(1500, 2100);
}

sub weather {
	return 'تتوقع هيئة الأرصاد الجوية أن يسود غدا طقس معتدل على معظم الأنحاء ' .
	    'نهارا مائل للبرودة ليلا وفيما يلي بيان بدرجات الحرارة العظمى ' .
	    join ' ', map { "$_ " . figure(20, 42) . ' درجة' }
	    qw(القاهرة الإسكندرية أسوان الأقصر طنطا بورسعيد السويس);
}

my $rate = 10000;
sub rate {
	return 'أغلق سعر صرف الدولار أمام الليرة في السوق اليوم عند مستوى ' .
	    ($rate += 137) . ' ليرة للدولار الواحد وسط حركة تداول ضعيفة ' .
	    'وترقب لقرارات المصرف المركزي في شأن المنصة';
}

for (['gold', \&gold], ['weather', \&weather], ['a single rate', \&rate]) {
	my ($name, $make) = @$_;
	my @bulletin = map { $make->() } 1 .. 60;

	is(kept(@bulletin), 60, "bulletins: $name");
	is(kept(map { ($_, $_) } @bulletin), 60, "each of them twice: $name");
}

# One that is taken for another, until the places of names are known.
my @first = qw(أحمد محمود خالد سالم ناصر فيصل طارق سامي عادل يوسف كمال رائد);
my @land = qw(الأردن تونس المغرب الجزائر ليبيا السودان لبنان العراق اليمن قطر);
sub telegram {
	my $land = $land[random(10)];

	return "بعث الملك ببرقية تهنئة إلى فخامة الرئيس $first[random(12)] " .
	    "$first[random(12)] رئيس جمهورية $land بمناسبة ذكرى اليوم الوطني " .
	    'وأعرب الملك باسمه واسم شعب وحكومة المملكة عن أصدق التهاني وأطيب ' .
	    "التمنيات بالصحة والسعادة لفخامته ولشعب $land الصديق اطراد التقدم " .
	    'والازدهار مشيدا بتميز العلاقات التي تربط البلدين ويحرص الجميع على ' .
	    'تنميتها في المجالات كافة';
}
my %telegram = map { telegram() => 1 } 1 .. 100;
my @telegram = sort keys %telegram;
my $kept = kept(@telegram);
cmp_ok($kept, '>', 0.75 * @telegram, 'telegrams to other heads of state');
diag("$kept of " . @telegram . ' telegrams kept');

# A story that is printed often does not become boilerplate.
my $story = article(10);
is(kept($story, map { edited($story, 8) } 1 .. 100), 1,
    'a hundred edited copies are one story');

# Time: no key has a list that grows.
SKIP: {
	skip 'time is not measured here', 2 if sanitized() || small();
	for my $mode (qw(same footer)) {
		my @took;
		for my $n (20000, 60000) {
			my $in = spew(scratch() . '/in',
			    run([tool('tests/lib/tools/articles'), $n,
				$mode])->{out});
			my ($user) = (times)[2];
			run([$dedupe], stdin => $in);
			push @took, (times)[2] - $user;
		}
		cmp_ok($took[1], '<', 4.5 * $took[0] + 0.2,
		    "three times the records, about three times as long: $mode");
	}
}
done_testing;
