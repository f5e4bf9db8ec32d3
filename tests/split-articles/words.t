#!/usr/bin/perl
# split-articles: the words on both sides of a place decide where nothing else
# does, and are among the reasons where they do not.
use strict;
use utf8;
use warnings;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

my $split = tool('split-articles');
my $json = JSON::PP->new->utf8;

my $harvest = <<'';
مزارعو السهل يحصدون القمح قبل موعده بأسبوعين
قال مزارعون في السهل الشمالي إن محصول القمح نضج قبل موعده بأسبوعين بسبب دفء الربيع، وإن الحصادات وصلت إلى القرى منذ يوم السبت.
وأوضح رئيس جمعية الفلاحين أن إنتاج القمح في السهل سيزيد على إنتاج العام الماضي، وأن المخازن جاهزة لاستقبال المحصول كله.

my $museum = <<'';
متحف المدينة يعرض مخطوطات نادرة عن علم الفلك
افتتح متحف المدينة القديمة معرضا يضم مخطوطات نادرة عن علم الفلك، كتبها علماء من الأندلس والعراق قبل ثمانية قرون، ويراها الزوار للمرة الأولى.
وذكرت مديرة المتحف أن ترميم المخطوطات استغرق ثلاثة أعوام، وأن المعرض يستمر شهرين ويشمل محاضرات عن أدوات الفلك القديمة.

my $more = <<'';
مخازن السهل تستقبل محصول القمح
قال رئيس جمعية الفلاحين إن المخازن في السهل الشمالي جاهزة لاستقبال محصول القمح كله، وإن إنتاج العام سيزيد على إنتاج العام الماضي.
وأوضح مزارعون أن الحصادات وصلت إلى القرى منذ يوم السبت وأن القمح نضج قبل موعده بأسبوعين بسبب دفء الربيع في السهل.

sub records {
	my ($page, @args) = @_;
	my $r = run([$split, '--from=text', @args], in => encode_utf8($page));

	return map { $json->decode($_) } split /\n/, $r->{out};
}

my $heading = "إقرأ أيضاً:\n";
is(scalar records("$harvest$heading$museum"), 2, 'other words: two articles');
is(scalar records("$harvest$heading$more"), 1, 'the same words: one');

# Enough is said without them.
my $sure = "${harvest}المصدر: وكالات\n$heading" .
    $museum =~ s/\n/\nتاريخ النشر: 5 مايو 2024\n/r;
my @sure = records($sure, '--explain');
is(scalar @sure, 2, 'a sure cut');
my $told = $json->encode($sure[1]);
like($told, qr/"$_"/, "$_ is among its reasons") for qw(date end pair dip);

# Reasons change no cut.
for my $file (glob "$TOP/tests/pages/*.txt") {
	my @cuts = map { [ map { "$_->{start}-$_->{end}" }
	    map { $json->decode($_) } split /\n/, $_->{out} ] }
	    run([$split, $file]), run([$split, '--explain', $file]);

	is_deeply($cuts[1], $cuts[0], 'with reasons: ' . $file =~ s{.*/}{}r);
}

done_testing();
