#!/usr/bin/perl
# extract-meta: what the record says against what its text says; whatever the
# record held, the fields have the same types and nothing else is touched.
use strict;
use utf8;
use warnings;
use Encode qw(decode_utf8 encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

binmode $_, ':utf8'
    for Test::More->builder->output, Test::More->builder->failure_output;
my $extract = tool('extract-meta');
my $json = JSON::PP->new->utf8;
my $body = 'فتحت مكتبة الحي القديم أبوابها أمام القراء صباح اليوم بعد أعمال ' .
    'ترميم استمرت عامين كاملين، وقال أمينها إن رفوفها تضم ألف كتاب جديد.';
my $text = join '\n', 'إعادة فتح مكتبة الحي القديم أمام القراء',
    'كتبت: ليلى حسن', '19 نوفمبر 2023', 'آخر تحديث: 20 نوفمبر 2023', $body,
    'المصدر: سانا', 'كلمات دلالية: مكتبة، كتاب',
    'إقرأ المزيد: سوق الكتب يفتح غدا في المدينة';
my %text = (title => 'إعادة فتح مكتبة الحي القديم أمام القراء',
    date => '2023-11-19', date_raw => '19 نوفمبر 2023',
    date_modified => '2023-11-20', author => ['ليلى حسن'],
    dateline => undef, credit => 'سانا', agency => 'SANA', sitename => undef,
    categories => [], tags => ['مكتبة', 'كتاب'], tags_raw => 'مكتبة، كتاب',
    related => ['سوق الكتب يفتح غدا في المدينة'], language => 'ar',
    text => $body, removed => [], warnings => []);

# The record is JSON text in front of "text".
sub meta {
	my ($fields, @args) = @_;
	my $r = run([$extract, @args], in => encode_utf8(
	    '{' . ($fields ? "$fields," : '') . qq("text":"$text"}\n)));

	diag($r->{err}) if $r->{err} ne '';
	return wantarray ? ($json->decode($r->{out}), $r->{out}) :
	    $json->decode($r->{out});
}

# All fields are as the text says but for those in want.
sub wins {
	my ($name, $fields, $want, @args) = @_;
	my $got = meta($fields, @args);
	my $removed = delete $got->{removed};

	for my $k (grep { $_ ne 'removed' } sort keys %text) {
		my $wanted = exists $want->{$k} ? $want->{$k} : $text{$k};
		is_deeply($got->{$k}, $wanted, "$name: $k");
	}
	is_deeply([map { $_->{text} } @$removed], $want->{removed} // [],
	    "$name: removed");
}

wins('nothing said', '', {});
wins('null, "" and [] say nothing', '"title":null,"date":null,"author":[],' .
    '"tags":[],"credit":"","related":[ ],"categories":[ null ],' .
    '"dateline":null,"language":"","tags_raw":null,"warnings":[]', {});

my %said = (title => '"عنوان الصفحة"', date_modified => '"2020-01-02"',
    author => '["سامر"]', credit => '"الضفاف"', agency => '"DIF"',
    sitename => '"الضفاف"', categories => '["كتب"]', tags => '["أ","ب"]',
    tags_raw => '"أ ب"', related => '["آخر"]', language => '"fa"',
    dateline => '{"places":["دمشق"],"agency":null}');
my %line = (date_modified => ['آخر تحديث: 20 نوفمبر 2023'],
    author => ['كتبت: ليلى حسن'], credit => ['المصدر: سانا'],
    tags_raw => ['كلمات دلالية: مكتبة، كتاب'],
    related => ['إقرأ المزيد: سوق الكتب يفتح غدا في المدينة']);
for my $k (sort keys %said) {
	my $value = $json->allow_nonref->decode(encode_utf8($said{$k}));
	my $got = meta(qq("$k":$said{$k}));
	is_deeply($got->{$k}, $value, "the record's $k wins");
	is_deeply([grep { my $l = $_; !grep { $_->{text} eq $l }
	    @{$got->{removed}} } @{$line{$k} // []}], [],
	    "the line with another $k is not lost");
	$got = meta(qq("$k":$said{$k}), '--prefer=record');
	is_deeply($got->{$k}, $value, "--prefer=record: $k");
	next if $k eq 'language';
	my $there = defined $text{$k} &&
	    (!ref $text{$k} || @{$text{$k}});
	$got = meta(qq("$k":$said{$k}), '--prefer=text');
	is_deeply($got->{$k}, $there ? $text{$k} : $value,
	    "--prefer=text: $k");
}

# The title that is known is found; the line is no body.
my $known = run([$extract], in => encode_utf8(qq({"title":"خبر قصير",) .
    qq("text":"عنوان آخر من ثلاث كلمات\\nخبر قصير\\n$body"}\n)));
is($json->decode($known->{out})->{text} =~ /خبر قصير/ ? 1 : 0, 0,
    'the known title is no body');
wins('the same title', '"title":"إعادة فتح مكتبة الحي القديم أمام القراء"', {});

# The date: what is printed as the article's own wins.
wins("the record's date is the crawl's", '"date":"2025-05-05T01:02:03Z"', {});
wins('--prefer=record', '"date":"2025-05-05T01:02:03Z"',
    { date => '2025-05-05T01:02:03Z', date_raw => '2025-05-05T01:02:03Z',
    removed => ['19 نوفمبر 2023'] }, '--prefer=record');
wins('--prefer=text', '"date":"2025-05-05"', {}, '--prefer=text');
for my $case (['"2025-05-05"', '2025-05-05'], ['"5 مايو 2025"', '2025-05-05'],
    ['"2025-05"', '2025-05'], ['"yesterday or so"', undef], ['"5"', undef],
    ['20250505', '2025-05-05'], ['""', undef], ['null', undef], ['[]', undef],
    ['{"a":1}', undef], ['true', undef]) {
	my ($value, $date) = @$case;
	my $r = run([$extract], in => encode_utf8(
	    qq({"date":$value,"text":"$body"}\n)));
	my $got = $json->decode($r->{out});
	is($got->{date}, $date, "no date printed, the record has $value");
	my $raw = $value =~ /^"(.+)"$/ ? $1 :
	    $value =~ /^(?:""|null|\[\])$/ ? undef : $value;
	is($got->{date_raw}, $raw, 'date_raw has it as it was');
	is(run([$extract], in => $r->{out})->{out}, $r->{out},
	    'a second run changes nothing');
}

# Odd records: the types are always the same.
my $string = qr/"(?:[^"\\]|\\.)*"/;
my $maybe = qr/(?:null|$string)/;
my $strings = qr/\[(?:$string(?:,$string)*)?\]/;
my %type = ((map { $_ => $maybe } qw(title date_raw credit agency sitename
    tags_raw language)), (map { $_ => $strings } qw(author categories tags
    related warnings)), (map { $_ => qr/null|"\d{4}-[\dT:Z+-]+"/ }
    qw(date date_modified)), text => $string,
    dateline => qr/null|\{"places":$strings,"agency":$maybe\}/,
    removed => qr/\[(?:\{"role":$string,"text":$string\},?)*\]/);
my @values = ('null', 'true', 'false', '0', '12', '-1.50e300', '""', '"x"',
    '"\u0000\ud83d\ude00"', '[]', '[ ]', '[1]', '["a", "b"]', '[null,"a"]',
    '[["a"]]', '[{"name":"N"}]', '[{"@type":"Person","name":"N","x":[1]},"M"]',
    '[{"name":7}]', '{}', '{ }', '{"places":["p"],"agency":null}',
    '{"places":"p"}', '[{}]', '[true]');
for my $k (sort keys %type) {
	next if $k eq 'text';
	my @those = grep { $k ne 'dateline' || !/"p"/ } @values;
	my $out = run([$extract], in => encode_utf8(join '',
	    map { qq({"$k":$_,"text":"$text"}\n) } @those))->{out};
	my @lines = split /^/, $out;
	my @bad = map { "$those[$_] -> " . (decode_utf8($lines[$_] // '') =~
	    /"\Q$k\E":(.{0,40})/)[0] } grep { ($lines[$_] // '') !~
	    /[{,]"\Q$k\E":(?:$type{$k})[,}]/ } 0 .. $#those;
	is(join("\n", @bad), '', "$k: the same type, whatever the record had");
	is(run([$extract], in => $out)->{out}, $out, "$k: a second run");
}
my %two = (author => ['[{"name":"N"},"M"]', ['N', 'M']],
    tags => ['[2023, "قمح"]', ['2023', 'قمح']],
    categories => ['"كتب"', ['كتب']], related => ['"آخر"', ['آخر']]);
for my $k (sort keys %two) {
	my $got = meta(qq("$k":$two{$k}[0]));
	is_deeply($got->{$k}, $two{$k}[1], "$k: $two{$k}[0]");
}

# What is not owned stays, byte for byte and in its place.
my ($page) = meta('');
my $odd = '"a" : 1.10 ,"b":123456789012345678901234567890,' .
    '"c":"\u0041\/\ud800","a":[ 1 , {"text":"x"} ],"é":-0.0E+7,"":null';
my $r = run([$extract], in => encode_utf8(qq({$odd,"text":"$text"}\r\n)));
ok(index($r->{out}, '{' . encode_utf8($odd) . ',"text":') == 0,
    'other fields stay') or diag($r->{out});
is($r->{err}, '', 'without a message');
$r = run([$extract], in => encode_utf8(
    qq({"title":null,"z":1, "text" : "$body" ,"author":null}\n)));
like($r->{out}, qr/\A\{"title":null,"z":1, "text" : "[^"]*" ,"author":\[\],"date":null,"date_raw":/,
    'owned ones are replaced where they stand');

# Several of one name: all are replaced, the last one is read.
$r = run([$extract], in => encode_utf8(
    qq({"title":"أول","text":"","title":"ثان","text":"$body"}\n)));
like($r->{out}, qr/\A\{"title":"\xd8\xab[^"]*","text":("[^"]+"),"title":"\xd8\xab[^"]*","text":\1,/,
    'doubled keys');

done_testing;
