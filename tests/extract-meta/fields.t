#!/usr/bin/perl
# extract-meta: each field, from the lines that print it.
use strict;
use utf8;
use warnings;
use Encode qw(decode encode);
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
my $title = 'إعادة فتح مكتبة الحي القديم أمام القراء';
my $body = 'فتحت مكتبة الحي القديم أبوابها أمام القراء صباح اليوم بعد أعمال ' .
    'ترميم استمرت عامين كاملين، وقال أمينها إن رفوفها تضم ألف كتاب جديد.';
my $more = 'وأضاف الأمين أن المكتبة ستفتح حتى المساء، وأن القراءة فيها مجانية ' .
    'للجميع طوال الشهر الأول من العمل.';

# The lines as one text; want: fields, all others of no matter.
sub fields {
	my ($name, $lines, %want) = @_;
	my $r = run([$extract], in => text_record(join "\n", @$lines));
	my $got = $json->decode($r->{out});

	is($r->{err} . $r->{status}, '0', "$name: no message");
	is_deeply($got->{$_}, $want{$_}, "$name: $_") for sort keys %want;
}

my %none = (title => undef, date => undef, date_raw => undef,
    date_modified => undef, author => [], dateline => undef, credit => undef,
    agency => undef, sitename => undef, categories => [], tags => [],
    tags_raw => undef, related => [], removed => [], warnings => []);

fields('title and body', [$title, $body, $more], %none, title => $title,
    text => "$body\n$more", language => 'ar');
fields('body alone', [$body, $more], %none, text => "$body\n$more",
    language => 'ar');
fields('nothing', [], %none, text => '', language => undef);
fields('blank lines', ['', $title, '', '  ', $body, "\t", $more, ''],
    %none, title => $title, text => "$body\n$more");
fields('blanks around', ["  $title \x{200f}", "\x{a0}$body\r", $more], %none,
    title => $title, text => "$body\n$more");

# Dates.
for my $case (['الأحد 19 تشرين الثاني 2023', '2023-11-19'],
    ['19 نوفمبر 2023 - 10:30 م', '2023-11-19T22:30'],
    ['١٩/١١/٢٠٢٣', '2023-11-19'],
    ['2023-11-19T22:30:00+03:00', '2023-11-19T22:30:00+03:00'],
    ['نوفمبر 2023', '2023-11']) {
	my ($raw, $date) = @$case;
	fields("date under the title: $raw", [$title, $raw, $body], %none,
	    title => $title, date => $date, date_raw => $raw, text => $body);
	fields("labelled at the end: $raw", [$title, $body,
	    "تاريخ النشر: $raw"], %none, title => $title, date => $date,
	    date_raw => $raw, text => $body);
	fields("above the title: $raw", [$raw, $title, $body], %none,
	    title => $title, date => $date, date_raw => $raw, text => $body);
}
fields('the label wins', ['الأحد 19 نوفمبر 2023', $title,
    'الاثنين 20 نوفمبر 2023', $body, 'تاريخ النشر: 18 نوفمبر 2023'],
    date => '2023-11-18', date_raw => '18 نوفمبر 2023', text => $body,
    removed => [{ role => 'date', text => 'الأحد 19 نوفمبر 2023' },
	{ role => 'date', text => 'الاثنين 20 نوفمبر 2023' }]);
fields('under the title wins over the masthead', ['الأحد 19 نوفمبر 2023',
    $title, '18 نوفمبر 2023', $body], date => '2023-11-18');
my @masthead = ('الأربعاء 24 أبريل 2024', 'رئيس مجلس الإدارة', 'سلمى الحلو',
    'رئيس التحرير', 'نادر عبد الحلو', '');
fields('the day of a masthead', [@masthead, $title, '', $body, $more],
    title => $title, date => undef, date_from => undef,
    warnings => ['date_of_page']);
fields('and a date below', [@masthead, $title, '18 نوفمبر 2023', $body, $more],
    date => '2023-11-18', date_from => 'head', warnings => []);
fields('no year: printed, not guessed', [$title, '19 نوفمبر', $body],
    date => undef, text => $body);
fields('a date inside the text is not it', [$title, $body,
    'وكان المبنى قد أغلق في 19 نوفمبر 2021 بسبب تصدع في سقفه وجدرانه.'],
    date => undef, date_raw => undef);
fields('modified', [$title, 'نشر: 18 نوفمبر 2023',
    'آخر تحديث: 19 نوفمبر 2023 - 14:20', $body], date => '2023-11-18',
    date_modified => '2023-11-19T14:20', text => $body);
fields('modified twice', [$title, '18 نوفمبر 2023', 'آخر تحديث: 19 نوفمبر 2023',
    'آخر تحديث: 20 نوفمبر 2023', $body], date_modified => '2023-11-20',
    removed => [{ role => 'modified', text => 'آخر تحديث: 19 نوفمبر 2023' }]);
fields('modified, unreadable', [$title, 'آخر تحديث: 19 نوفمبر', $body],
    date_modified => undef);

# Warnings.
fields('a Hijri date', [$title, 'الأحد 5 جمادى الأولى 1445 هـ', $body],
    date => '2023-11-19', warnings => ['hijri_converted']);
fields('ambiguous', [$title, '05/06/2023', $body], date => '2023-06-05',
    warnings => ['date_ambiguous']);
fields('another weekday', [$title, 'الجمعة 19 نوفمبر 2023', $body],
    date => '2023-11-19', warnings => ['weekday_mismatch']);
fields('a replacement character', [$title, "$body \x{fffd}"],
    warnings => ['mojibake']);

# People and places.
fields('an author', [$title, 'كتبت: ليلى حسن', $body],
    author => ['ليلى حسن'], text => $body);
for my $said ("ليلى حسن تكتب: $title",
    "$title - بقلم: ليلى حسن") {
	fields("a headline's author", [$said, $body, $more], title => $said,
	    author => ['ليلى حسن'], text => "$body\n$more");
}
fields('no author of a headline', ["لماذا لم يعد أحد يكتب: $title", $body,
    $more], title => "لماذا لم يعد أحد يكتب: $title", author => []);
fields('a name without a table', [$title, 'كتبت: شهرزاد الطويلي', $body],
    author => ['شهرزاد الطويلي'], text => $body);
fields('authors', [$title, 'بقلم: ليلى حسن، سامر العلي', $body],
    author => ['ليلى حسن', 'سامر العلي'], text => $body);
fields('a signature', [$title, $body, 'ليلى حسن - دمشق'],
    author => ['ليلى حسن'], text => $body,
    dateline => { places => ['دمشق'], agency => undef });
fields('a dateline on a line of its own', [$title, 'موسكو- طهران – سانا', $body],
    dateline => { places => ['موسكو', 'طهران'], agency => 'SANA' },
    agency => 'SANA', text => $body);
fields('a dateline inside', [$title, "دمشق – سانا: $body"],
    dateline => { places => ['دمشق'], agency => 'SANA' }, agency => 'SANA',
    text => "دمشق – سانا: $body");

# Where it is from.
fields('a credit', [$title, $body, 'المصدر: وكالة سانا'],
    credit => 'وكالة سانا', agency => 'SANA', text => $body, removed => []);
fields('a label alone', [$title, $body, 'المصدر:', 'رويترز'],
    credit => 'رويترز', agency => 'Reuters', text => $body);
fields('brackets', [$title, $body, 'المصدر: (أ ف ب).'], agency => 'AFP');
fields('two of them', [$title, $body, 'المصدر: سانا', 'المصدر: وكالات'],
    text => $body);
fields('glued', [$title, "$body المصدر: سانا" =~ s/\. المصدر/.المصدر/r],
    credit => 'سانا', text => $body);
my %credit = ('"الضفاف" الإماراتية' => '"الضفاف" الإماراتية',
	'"الضفاف"' => 'الضفاف', 'الضفاف".' => 'الضفاف', '«الضفاف»' => 'الضفاف',
	'صحيفة "الضفاف".' => 'صحيفة "الضفاف"', '(وكالات)' => 'وكالات',
	'"الضفاف"، "الشروق"' => '"الضفاف"، "الشروق"');
fields("a credit printed as $_", [$title, $body, "المصدر: $_"],
    credit => $credit{$_}, text => $body) for sort keys %credit;
fields('a source in prose stays', [$title, $body,
    'وقال المصدر إن الكتب وصلت أمس في ثلاث شاحنات كبيرة من دور النشر.'],
    credit => undef);
fields('the site', ['الجزيرة نت', $title, $body], sitename => 'الجزيرة نت',
    text => $body);
fields('categories', ['محليات » بلديات', $title, $body],
    categories => ['محليات', 'بلديات'], text => $body);

# Keywords and related articles.
for my $mark ('، ', ' | ', ', ', ' - ', ' #', '؛ ') {
	fields("tags parted by '$mark'", [$title, $body, 'كلمات دلالية: ' .
	    join $mark, 'مكتبة الحي', 'ألف كتاب', 'قراءة'],
	    tags => ['مكتبة الحي', 'ألف كتاب', 'قراءة'],
	    tags_raw => join($mark, 'مكتبة الحي', 'ألف كتاب', 'قراءة'),
	    text => $body);
}
for my $pair ('[]', '()', '""', '«»', '“”') {
	my ($open, $close) = $pair =~ /\A(\X)(\X)\z/;

	fields("tags between $pair", [$title, $body, 'الوسوم: ' . join ' ',
	    map { "$open$_$close" } 'مكتبة الحي', 'ألف كتاب', 'قراءة'],
	    tags => ['مكتبة الحي', 'ألف كتاب', 'قراءة'], text => $body);
}
fields('a tag that holds a pair', [$title, $body,
    'الوسوم: الجسر (النهر)، مجلس "الأمة"'],
    tags => ['الجسر (النهر)', 'مجلس "الأمة"']);
fields('a mark is no tag', [$title, $body, 'كلمات البحث :;'], tags => []);
fields('tags by what is printed', [$title, $body,
    'كلمات دلالية: مكتبة الحي القديم دمشق'],
    tags => ['مكتبة الحي القديم', 'دمشق']);
fields('keywords twice', [$title, $body, 'كلمات دلالية: كتاب',
    'الوسوم: قراءة'], tags => ['كتاب'], removed => [{ role => 'keywords',
    text => 'الوسوم: قراءة' }]);
fields('a list', [$title, $body, 'مقالات مشابهة:', '• جسر جديد فوق النهر',
    '• سوق الكتب يفتح غدا'], text => $body,
    related => ['جسر جديد فوق النهر', 'سوق الكتب يفتح غدا'],
    removed => [{ role => 'related', text => 'مقالات مشابهة:' }]);
fields('a promo', [$title, $body, 'إقرأ المزيد: سوق الكتب يفتح غدا في المدينة',
    $more], text => "$body\n$more",
    related => ['سوق الكتب يفتح غدا في المدينة']);
fields('share bars and the like', [$title, $body, 'شارك', 'فيسبوك', 'تويتر',
    'جميع الحقوق محفوظة © 2023', 'اترك تعليقا'], text => $body);

# Languages.
my %say = (ar => $body, en => 'The council of the town met on Sunday and it ' .
    'was agreed that the river would be watched by day and by night.',
    fr => 'Le conseil de la ville a dit dimanche que la rivière serait ' .
    'surveillée de jour et de nuit par les habitants du quartier.',
    fa => 'شورای شهر روز یکشنبه گفت که این پل برای عبور مردم از رودخانه ' .
    'ساخته می‌شود و در آینده نیز برای همه رایگان خواهد بود.',
    ur => 'شہر کی کونسل نے اتوار کو کہا کہ یہ پل دریا پار کرنے کے لیے بنایا گیا ' .
    'ہے اور اس سے شہر کے لوگوں کو فائدہ ہوگا۔');
fields("language $_", [$say{$_}, $say{$_}], language => $_)
    for sort keys %say;

# Mojibake that came in a record: whole, and with its controls lost.
for my $set (qw(cp1252 iso-8859-1 cp1250 MacRoman cp1256)) {
	my $read = join '', map { my $c = decode($set, $_);
	    $c eq "\x{fffd}" ? $_ : $c } split //, encode('UTF-8', $body);
	fields("UTF-8 read as $set", [$title, $read], warnings => ['mojibake']);
	fields("UTF-8 read as $set, damaged",
	    [$title, $body, $read =~ s/[\x80-\xa0]//gr . ' 😀'],
	    warnings => ['mojibake']);
}
fields('windows-1256 read as Latin-1',
    [$title, decode('iso-8859-1', encode('cp1256', $body))],
    warnings => ['mojibake']);
fields('no mojibake', [$title, $body, 'L’été à Noël: «Über süße Ölnüße»',
    'Příliš žluťoučký kůň, ŘŮŽ', 'ط ظ ط ظ ط§ظ'], warnings => []);

done_testing;
