#!/usr/bin/perl
# Records of others: what they say of the article is read in whatever type they
# say it, or told; nothing that a record says is null without a word.
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
my $json = JSON::PP->new->utf8->canonical->allow_nonref;
my $body = 'فتحت مكتبة الحي القديم أبوابها أمام القراء صباح اليوم بعد أعمال ' .
    'ترميم استمرت عامين كاملين، وقال أمينها إن رفوفها تضم ألف كتاب جديد.';
my $text = "$body\n" . 'وأضاف الأمين أن المكتبة ستفتح حتى المساء.';

# A record that says `members` (JSON), and what comes of it: fields; warnings
# are [] where none are wanted.
sub says {
	my ($members, %want) = @_;
	my $args = delete $want{args} // [];
	my $page = delete $want{page} // $text;
	my $r = run([tool('extract-meta'), @$args], in => encode_utf8(
	    "{$members,\"text\":" . decode_utf8($json->encode($page)) . "}\n"));
	my $got = $json->decode($r->{out} || '{}');

	$want{warnings} //= [];
	is($r->{status} . $r->{err}, '0', "$members: no message");
	is_deeply($got->{$_}, $want{$_}, "$members: $_") for sort keys %want;
}

# Dates, as programs write them.
for my $case (['1620076500', '2021-05-03T21:15:00Z'],
    ['946684799', '1999-12-31T23:59:59Z'],
    ['1620076500123', '2021-05-03T21:15:00Z'],
    ['"1620076500"', '2021-05-03T21:15:00Z'],
    ['1620076500.75', '2021-05-03T21:15:00Z'],
    ['"1620076500123456"', '2021-05-03T21:15:00Z'],
    ['1709210096000000000', '2024-02-29T12:34:56Z'],
    ['20240105', '2024-01-05'], ['"20210503"', '2021-05-03'],
    ['"20210503T221500Z"', '2021-05-03T22:15:00Z'],
    ['"20210503T2215+0300"', '2021-05-03T22:15+03:00'],
    ['"20210503 221500.250"', '2021-05-03T22:15:00'],
    ['"20240105101010"', '2024-01-05T10:10:10'],
    ['202401051010', '2024-01-05T10:10'],
    ['"Tue May 12 18:40:00 +0000 2020"', '2020-05-12T18:40:00Z'],
    ['"Sat Feb 29 06:07:08 -0330 2020"', '2020-02-29T06:07:08-03:30'],
    ['"Tue May  5 18:40:00 2020"', '2020-05-05T18:40:00'],
    ['"Tue May  5 18:40:00 UTC 2020"', '2020-05-05T18:40:00Z'],
    ['"Tue May  5 18:40:00 EDT 2020"', '2020-05-05T18:40:00'],
    ['"2021-05-03T24:00:00"', '2021-05-04T00:00:00'],
    ['"2020-12-31T24:00Z"', '2021-01-01T00:00Z'],
    ['{"$date":"2021-05-03T22:15:00Z"}', '2021-05-03T22:15:00Z'],
    ['{"$date":1620076500123}', '2021-05-03T21:15:00Z'],
    ['["2021-05-03"]', '2021-05-03'],
    ['"\u0662\u0660\u0662\u0661-05-03"', '2021-05-03']) {
	my ($value, $date) = @$case;
	my $said = $json->decode(encode_utf8($value));
	$said = $said->{'$date'} // $said if ref $said eq 'HASH';
	$said = $said->[0] if ref $said eq 'ARRAY';
	my $raw = $value =~ /^\d/ ? $value : "$said";

	says("\"date\":$value", date => $date, date_raw => $raw,
	    date_from => 'record');
	says("\"date_modified\":$value", date_modified => $date, date => undef);
}
for my $value ('"2021"', '2021', '0', '"202405"', '"20241305"', '-5', '1e9',
    '"2021-02-30"', '"Tue Foo 12 18:40:00 +0000 2020"', '"20240105101"',
    '"20210503T22"', '"20210503Z"', '"1620076500x"', '99999999999',
    '"\u0642\u0631\u064a\u0628\u0627"', 'true', '{"year":2021}', '[2021,5]') {
	my $raw = $value =~ /^"/ ? $json->decode($value) : $value;

	says("\"date\":$value", date => undef, date_raw => $raw,
	    date_from => undef, warnings => ['date_unread']);
	says("\"date_modified\":$value", date_modified => undef,
	    warnings => ['date_unread']);
}
says("\"date\":$_", date => undef, date_raw => undef)
    for 'null', 'false', '""', '[]', '{}';
says('"date":2021', page => "مكتبة جديدة في الحي القديم\n4 مارس 2021\n\n$text",
    date => '2021-03-04', date_raw => '4 مارس 2021');
says('"date":1620076500,"date_raw":"3 مايو 2021"', date =>
    '2021-05-03T21:15:00Z', date_raw => '3 مايو 2021');

# Names.
for my $case (['{"@type":"Person","name":"سالم الحسن"}', ['سالم الحسن']],
    ['{"name":"ليلى عمران","url":"https://example.org/l"}', ['ليلى عمران']],
    ['[{"@type":"Person","name":"سالم"},{"name":"ليلى"}]', ['سالم', 'ليلى']],
    ['{"@type":"Person","name":["سالم","ليلى"]}', ['سالم', 'ليلى']],
    ['"سالم الحسن; ليلى عمران"', ['سالم الحسن', 'ليلى عمران']],
    ['"سالم الحسن؛ليلى عمران؛"', ['سالم الحسن', 'ليلى عمران']],
    ['"سالم | ليلى"', ['سالم', 'ليلى']],
    ['"الحسن, سالم"', ['الحسن, سالم']],
    ['"سالم الحسن، كاتب"', ['سالم الحسن، كاتب']],
    ['"a\u003b b"', ['a', 'b']],
    ['["سالم; ليلى"]', ['سالم; ليلى']],
    ['{"0":"سالم","2":"ليلى"}', ['سالم', 'ليلى']],
    ['[[["سالم"]]]', ['سالم']], ['[null,"سالم"]', ['سالم']], ['7', ['7']]) {
	says("\"author\":$case->[0]", author => $case->[1]);
}
says("\"author\":$_", author => [], warnings => ['field_unread'])
    for '{"url":"https://example.org"}', 'true', '[[[[[["x"]]]]]]',
    '{"first":"سالم"}';
says('"author":[{"name":"سالم"},{"url":"x"}]', author => ['سالم'],
    warnings => ['field_unread']);
says("\"author\":$_", author => []) for 'null', 'false', '[]', '{}', '[null]';
says('"author":{"url":"x"}', author => ['ليلى حسن'],
    page => "مكتبة جديدة في الحي القديم\nكتبت: ليلى حسن\n\n$text",
    removed => [], warnings => ['field_unread']);

# Keywords and sections.
for my $field ('tags', 'categories') {
	for my $case (['"الجسر، النهر"', ['الجسر', 'النهر']],
	    ['"الجسر,النهر , المطر"', ['الجسر', 'النهر', 'المطر']],
	    ['"الجسر;النهر"', ['الجسر', 'النهر']],
	    ['"#الجسر #النهر"', ['الجسر', 'النهر']],
	    ['"جسر المدينة القديم"', ['جسر المدينة القديم']],
	    ['["الجسر، النهر"]', ['الجسر، النهر']],
	    ['{"1":"الجسر","2":"النهر"}', ['الجسر', 'النهر']],
	    ['[{"name":"الجسر","id":3},{"name":"النهر"}]', ['الجسر', 'النهر']],
	    ['[2,"الجسر"]', ['2', 'الجسر']]) {
		says("\"$field\":$case->[0]", $field => $case->[1]);
	}
}
says('"tags":{"ar":["الجسر"]}', tags => [], tags_raw => '{"ar":["الجسر"]}',
    warnings => ['field_unread']);
says('"tags":true', tags => [], tags_raw => 'true',
    warnings => ['field_unread']);

# Strings.
for my $case (['5', '5'], ['{"rendered":"عنوان"}', 'عنوان'],
    ['{"@language":"ar","@value":"عنوان"}', 'عنوان'], ['["عنوان"]', 'عنوان'],
    ['2030.50', '2030.50']) {
	says("\"title\":$case->[0]", title => $case->[1]);
}
says("\"title\":$_", title => undef, warnings => ['field_unread'])
    for 'true', '["عنوان","آخر"]', '{"x":"عنوان"}';
says("\"title\":$_", title => undef) for 'false', '[]', '""', '{}';
for my $field ('publisher', 'sourceOrganization', 'creditText') {
	for my $value ('{"@type":"Organization","name":"الضفاف"}',
	    '["الضفاف"]') {
		says("\"$field\":$value", $field => 'الضفاف',
		    args => ['--schema=schemaorg']);
	}
}
says('"dateline":"القاهرة"', dateline => undef, warnings => ['field_unread']);
says('"dateline":{"places":["القاهرة"]}', dateline =>
    { places => ['القاهرة'], agency => undef });
says('"warnings":"page_list","related":"عنوان"', warnings => ['page_list'],
    related => ['عنوان']);

# Entities of another text.
my $page = "صحيفة الضفاف\nمكتبة جديدة في بغداد\n\n$text في بغداد.\n";
my $tagged = run([tool('tag-entities')], in => $json->encode({ id => 'a',
    text => $page }) . "\n")->{out};
my $word = 'entities of another text are dropped; run tag-entities behind';
like($tagged, qr/"entities":\[\{/, 'there are entities');
is_run('entities of another text', [tool('extract-meta')], in => $tagged x 2,
    out => qr/\A(?:\{(?!.*"entities":).*"warnings":\["entities_dropped"\]\}\n){2}\z/,
    err => join '', map { "extract-meta: stdin:$_: $word\n" } 1, 2);
my $clean = run([tool('extract-meta')], in => $json->encode({ text =>
    $page }) . "\n")->{out};
my $behind = run([tool('tag-entities')], in => $clean)->{out};
is_run('entities of this text', [tool('extract-meta')], in => $behind,
    out => $behind);
my $same = run([tool('tag-entities')], in => $json->encode({ text =>
    "$text زار بغداد." }) . "\n")->{out};
like(run([tool('extract-meta')], in => $same)->{out},
    qr/"entities":\[\{.*"warnings":\[\]/, 'a text that is a body already');
like(run([tool('extract-meta'), '--schema=schemaorg'], in => $tagged)->{out},
    qr/"entities":\[\{/, '--schema=schemaorg: text stays, and they');

my $two = $json->encode({ id => 'a', text => decode_utf8(slurp(
    "$TOP/tests/pages/three-parts.txt")) }) . "\n";
my $split = tool('split-articles');
is_run('split-articles: a page in parts', [$split], in =>
    run([tool('tag-entities')], in => $two)->{out},
    out => qr/\A(?:\{(?!.*"entities":).*\}\n){2,}\z/,
    err => "split-articles: stdin:1: $word\n");
is_run('split-articles: a page of one part', [$split], in => $same,
    out => qr/\A\{.*"entities":\[\{.*\}\n\z/);

done_testing;
