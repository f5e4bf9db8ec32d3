#!/usr/bin/perl
# khabar-report: what it counts, how it bounds its memory, and that no text
# breaks out of its page.  Texts are of our own writing.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use POSIX qw(strftime);
use Time::Local qw(timegm);
use Khabar;
use Page;
use Test::More;

my $tool = tool('khabar-report');
my $json = JSON::PP->new->utf8->canonical;
my $today = '--today=2025-06-01';

plan skip_all => 'no khabar-report' unless -x $tool;
binmode Test::More->builder->$_, ':utf8'
    for qw(output failure_output todo_output);

sub lines {
	return join '', map { $json->encode($_) . "\n" } @_;
}

# What is said of no record.
sub none {
	return @_ ? '' : "khabar-report: no record was read\n";
}

# The counts of records.
sub counts {
	my ($records, @options) = @_;
	my $r = run([$tool, '--format=json', $today, @options],
	    in => lines(@$records));

	is($r->{status} . $r->{err}, '0' . none(@$records), 'no complaint');
	return $json->decode($r->{out});
}

my $body = 'وصلت القافلة إلى الميناء القديم مع أول الفجر. ' x 4;
my @run = (
	{ id => 'a', title => 'قافلة في الميناء', date => '2025-05-01T08:00',
	    sitename => 'صحيفة الضفاف', text => $body, language => 'ar',
	    dup => undef, warnings => [], entities => [
		{ label => 'LOC', text => 'مصر', id => 'iso3166:EG',
		    name => 'مصر' },
		{ label => 'LOC', text => 'المحروسة', id => 'iso3166:EG',
		    name => 'مصر' },
		{ label => 'PER', text => 'سعيد العطّار', id => undef,
		    name => undef },
		{ label => 'PER', text => 'العطار', id => undef,
		    name => undef, source => 'coref' },
		{ label => 'SHIP', text => 'نجمة البحر' }] },
	{ id => 'b', title => 'قافلة في الميناء', date => '2025-05-01',
	    credit => 'شبكة الجبل', text => $body, language => 'ar',
	    dup => { of => 'a', kind => 'near', cluster => 'a' },
	    warnings => ['date_ambiguous'], entities => [
		{ label => 'PER', text => 'سعيد العطار' }] },
	{ id => 'c', title => 'ن' x 201, date => '2031-01', agency => 'MENA',
	    text => 'قصير', dup => undef, warnings => ['date_ambiguous'] },
	{ id => 'd', title => 'اقرأ أيضاً: سوق التمر', date => '1970-01-01',
	    credit => 'م' x 61, author => ['ك' x 61], text => $body,
	    date_modified => '1969-12-31' },
	{ url => 'https://www.example.org/x/1', date => '2025-02-30' },
);
my $c = counts(\@run);

is($c->{records}, 5, 'records');
is("$c->{marked} $c->{repeats} @{$c->{kinds}}", '3 1 0 0 1 0', 'repeats');
is_deeply($c->{stories}, [['قافلة في الميناء', 1, 0, 'a']], 'stories');
is_deeply($c->{titles}, [], 'the title of a repeat is no repeated title');
is_deeply($c->{days}, [['1970-01-01', 1, 0], ['2025-05-01', 2, 0]], 'days');
is_deeply($c->{pairs}, [['1970-01-01', 'م' x 60, 1, 0],
    ['2025-05-01', 'شبكة الجبل', 1, 0], ['2025-05-01', 'صحيفة الضفاف', 1, 0]],
    'days and sources') or diag(explain($c->{pairs}));
is_deeply([sort map { substr $_->[0], 0, 12 } @{$c->{sources}}],
    [sort 'صحيفة الضفاف', 'شبكة الجبل', 'MENA', 'م' x 12, 'example.org'],
    'sources: site, credit, agency, host');
is((grep { $_->[0] eq 'شبكة الجبل' } @{$c->{sources}})[0][5], 1,
    'repeats of a source');
is_deeply($c->{entities}{PER}, [['سعيد العطّار', 2, 0, 'سعيد العطار']],
    'persons, by folded name');
is_deeply($c->{entities}{LOC}, [['مصر', 1, 0, 'iso3166:EG']],
    'places, once a record');
is($c->{entities}{MISC}[0][0], 'نجمة البحر', 'labels of users');
my $names = counts([map { { sitename => $_, credit => $_, agency => $_,
    date => '2025-05-01' } } 'BBC', ' bbc ', "Bbc", 'وكالة الأنباء',
    'وكاله الانباء', 'ـ', 'ـ', ("\x{5e9}" x 59 . 'A') x 2]);
my @folded = (['BBC', 3, 0], ['وكالة الأنباء', 2, 0], ['ـ', 2, 0],
    ["\x{5e9}" x 59 . 'A', 2, 0]);
is_deeply([sort { $a->[0] cmp $b->[0] } @{$names->{$_}}],
    [sort { $a->[0] cmp $b->[0] } @folded], "$_ is told apart as compared")
    for qw(sitename credit agency);
is_deeply([sort map { "$_->[1] $_->[2]" } @{$names->{pairs}}],
    [sort map { "$_->[0] $_->[1]" } @folded], 'and so are pairs');
is_deeply([grep { $_->[0] eq 'dup' } @{$c->{fields}}], [['dup', 3, 0, 1]],
    'coverage');
is("@{$c->{dates}}", '1 0 1 2 1', 'precision of dates');
my %f = map { $_->{name} => $_ } @{$c->{findings}};
is(join(' ', map { "$_=$f{$_}{count}:" . join ',', map { $_->[0] }
    @{$f{$_}{examples}} } sort keys %f), 'author_long=1:d credit_long=1:d ' .
    'date_ambiguous=2:b,c date_future=1:c date_invalid=1:5 date_old=1:d ' .
    'modified_before=1:d text_missing=1:5 text_short=1:c ' .
    'title_furniture=1:d title_long=1:c', 'what looks false');
ok($f{date_ambiguous}{warning} && !$f{date_old}{warning}, 'warnings');
is(@{counts([@run, @run], '--examples=1')->{findings}[0]{examples}}, 1,
    '--examples');
is(counts([{ headline => 'ع', datePublished => '2025-01-02',
    articleBody => $body, inLanguage => 'ar' }])->{days}[0][0],
    '2025-01-02', 'names of schema.org');
is(scalar(grep { $_->{name} eq 'title_furniture' } @{counts([
    { title => 'المشترك الآن في الدوري' }, { title => 'شاهد عيان' },
    { title => 'homepages' }])->{findings}}), 0,
    'furniture is told by whole words');

# Articles: the newest, by rows of lists and by findings.
my $articles = $c->{articles};
my %first = %{$articles->{first}};
my ($place) = grep { $c->{sources}[$_][0] eq 'صحيفة الضفاف' } 0 .. 4;
is(join(' ', map { $_->[0] } @{$articles->{rows}}), '1 2 4 5 3',
    'articles by age, without those to come');
is_deeply($articles->{rows}[0], [1, 'قافلة في الميناء', '2025-05-01T08:00',
    'صحيفة الضفاف', undef, 'a', undef, [$first{sitename}, $first{sources} + $place,
    $first{languages}, $first{LOC}, $first{PER}, $first{MISC}], []], 'an article') or diag(explain($articles->{rows}[0]));
is($articles->{rows}[3][4], 'https://www.example.org/x/1', 'its url');
is(join(' ', map { my $n = $_; $n . ':' . join ',', map { $_->[0] }
    grep { grep { $c->{findings}[$_]{name} eq $n } @{$_->[8]} }
    @{$articles->{rows}} } 'date_ambiguous', 'date_old'),
    'date_ambiguous:2,3 date_old:4', 'what is found in it');
is($f{date_old}{examples}[0][2], 4, 'an example leads to it');
ok((grep { $_ == $first{stories} } @{$articles->{rows}[1][7]}) &&
    !(grep { $_ == $first{stories} } @{$articles->{rows}[0][7]}), 'a repeat');
is(@{counts(\@run, '--articles=0')->{articles}{rows}}, 0, '--articles=0');
my @dated = map { { id => $_, title => "خبر $_", text => $body, url => 'http:' .
    'u' x $_ x 20, date => sprintf '2024-%02d-%02d', 1 + $_ * 7 % 12,
    1 + $_ % 28 } } 1 .. 300;
my @newest = sort { $b->{date} cmp $a->{date} || $b->{id} <=> $a->{id} }
    @dated;
my $few = counts([{ id => 'old', text => 'ق', title => 'ع' x 250,
    date => '2001' }, @dated], '--articles=7', '--examples=1')->{articles};
is(join(' ', map { $_->[5] } @{$few->{rows}}), join(' ', (map { $_->{id} }
    @newest[0 .. 6]), 'old'), 'the newest 7, and an example');
is($few->{rows}[7][1], 'ع' x 200 . '…', 'a headline that was cut');
is_deeply([map { $_->[4] } @{$few->{rows}}[0 .. 6]], [map { length $_->{url} >
    2000 ? undef : $_->{url} } @newest[0 .. 6]], 'a url is whole or none');

# Who prints after whom: by dates, or by what was read first.
sub printed {
	my ($id, $source, $date, $of) = @_;

	return { id => $id, sitename => $source, date => $date, text => $body,
	    dup => $of && { of => $of, kind => 'near', cluster => $of } };
}

my $copies = counts([printed('1', 'الجبل', '2025-05-01T08:00+03:00'),
    printed('2', 'الضفاف', '2025-05-01T08:30:00+03:00', '1'),
    printed('3', 'الضفاف', '2025-05-01T06:00Z', '1'),
    printed('4', 'الجبل', '2025-04-30', '2'),
    printed('5', 'الجبل', '2025-05-01T10:00', '1'),
    printed('6', 'الميناء', undef, '1'), printed('7', 'الميناء', undef, 'none'),
    printed('8', 'الميناء', '2025-05-11T08:00+03:00', '6')]);
is_deeply($copies->{copies}, [['الضفاف', 'الجبل', 3, 0, 2, 30, 3, 0],
    ['الجبل', 'الجبل', 1, 0, 0, undef, 1, 0],
    ['الميناء', 'الجبل', 1, 0, 0, undef, 0, undef],
    ['الميناء', 'الميناء', 1, 0, 0, undef, 0, undef]], 'copies')
    or diag(explain($copies->{copies}));
is($copies->{copies_unknown}, 1, 'of what is not there');
my %of = map { $_->[5] => $_->[6] } @{$copies->{articles}{rows}};
is(join(' ', map { $of{$_} // '-' } 1 .. 8), '- 1 1 2 1 1 0 6',
    'an article is of another');
is((grep { $_->[5] eq '4' } @{$copies->{articles}{rows}})[0][7][-1],
    $copies->{articles}{first}{copies}, 'and leads to its pair');
$copies = counts([printed('a', 'x', '2025-05-01T00:00'), map {
    printed($_, 'y', sprintf('2025-05-%02dT00:%02d', 1 + $_ / 60 / 24,
    $_ % 60) =~ s/T00/sprintf 'T%02d', $_ \/ 60 % 24/er, 'a') } 1000 .. 1100]);
cmp_ok(abs($copies->{copies}[0][5] - 1050), '<', 1050 / 16,
    'a median is off by a 16th');

# A name's days: single ones, then wider.
sub named {
	my ($date, @names) = @_;

	return { date => $date, text => $body, entities => [map { { label =>
	    'PER', text => $_ } } @names] };
}

my $days = counts([map { named($_, 'سعاد') } '2025-05-03', '2025-05-01',
    '2025-05-03T10:00', '9999-12-31', '2025'])->{timelines};
is_deeply($days, [['PER', 'سعاد', 'سعاد', 1, [['2025-05-01', 1],
    ['2025-05-03', 2], ['9999-12-31', 1]]]], 'days of a name')
    or diag(explain($days));
$days = counts([map { named(sprintf('2024-%02d-%02d', 1 + $_ / 28,
    1 + $_ % 28), 'سعاد') } 0 .. 299])->{timelines}[0];
my %wide;
for (0 .. 299) {
	my $n = timegm(0, 0, 0, 1 + $_ % 28, int($_ / 28), 2024) / 86400;
	$wide{strftime('%Y-%m-%d', gmtime 86400 * ($n - $n % 4))}++;
}
is($days->[3], 4, 'many days become wider');
is_deeply($days->[4], [map { [$_, $wide{$_}] } sort keys %wide],
    'and all are there');

# What was counted for a name that has lost its counter is not another's.
my (@lost, $lost) = map { my $i = $_; map { { %{named('2025-05-0' .
    (1 + $i % 7), 'سعاد ' . $_ * $i % (7 + $i % 40))}, %{printed("$i-$_", 'م' .
    $_ % 6, '2025-05-01', ($i - 1) . '-' . ($_ * $i % 9))} } } 0 .. 8 } 1 .. 99;
$lost = counts(\@lost, '--counters=16');
my %sure = map { $_->[0] => $_->[1] - $_->[2] } @{$lost->{entities}{PER}};
is(join(' ', map { my $all = 0; $all += $_->[1] for @{$_->[4]}; $all }
    @{$lost->{timelines}}), join(' ', map { $sure{$_->[1]} }
    @{$lost->{timelines}}), 'days are the sure ones');
is(join(' ', map { $_->[6] } @{$lost->{copies}}), join(' ', map { $_->[2] -
    $_->[3] } @{$lost->{copies}}), 'and so are delays');

# Names together, by Dunning's ratio.
sub ratio {
	my ($both, $x, $y, $n) = @_;
	my $cell = sub {
		return $_[0] ? $_[0] * log($_[0] * $n / $_[1] / $_[2]) : 0;
	};

	return 2 * ($cell->($both, $x, $y) + $cell->($x - $both, $x, $n - $y) +
	    $cell->($y - $both, $n - $x, $y) +
	    $cell->($n - $x - $y + $both, $n - $x, $n - $y));
}

my @met = ((map { named('2025-05-01', 'سعاد', 'هند', 'مها') } 1 .. 6),
    (map { named('2025-05-01', 'سعاد', 'مها') } 1 .. 2),
    (map { named('2025-05-01', 'مها', 'ليلى') } 1 .. 9),
    (map { named('2025-05-01', 'سعاد نجم', 'سعاد') } 1 .. 5),
    (map { named('2025-05-01', 'بدر', "فاتن") } 1 .. 2),
    (map { named('2025-05-01', 'جمال') } 1 .. 20));
my $met = counts([@met, { %{$met[0]}, dup => { of => 'x' } }]);
is($met->{together_of}, @met, 'repeats are not counted');
my %met = map { join('+', sort $_->[0][1], $_->[1][1]) => $_ }
    @{$met->{together}};
is(join(' ', sort keys %met), join(' ', sort map { join '+', sort @$_ }
    ['سعاد', 'هند'], ['هند', 'مها'], ['سعاد', 'مها'], ['مها', 'ليلى']),
    'names that come together');
my @pair = @{$met{join '+', sort 'سعاد', 'هند'} // []};
is(join(' ', sort { $a <=> $b } @pair[2 .. 4]), '6 6 13', 'how often');
is($pair[5], sprintf('%.0f', ratio(6, 6, 13, scalar @met)), 'the ratio');
@pair = @{$met{join '+', sort 'سعاد', 'مها'} // []};
is($pair[5], sprintf('%.0f', ratio(8, 13, 17, scalar @met)), 'of others');
is(join(' ', map { $_->[5] } @{$met->{together}}), join(' ', sort { $b <=> $a }
    map { $_->[5] } @{$met->{together}}), 'the strongest first');
is(@{counts([map { named('2025-05-01', 'سعاد', "هند $_") } map { ($_) x 4 }
    1 .. 9])->{together}}, 0, 'no pair where one is in all');

# Any JSON.
counts([{}, { text => 1, title => [], date => {}, dup => 'x', entities => 7 },
    { entities => [1, 'x', {}, { label => 1, text => 'x' }, [{}]],
	author => ['x', 1, ['y']], warnings => [{}, undef] },
    { dup => {}, date => '', 'date_modified' => '20' }]);
is_run('a key that is there twice', [$tool, '--format=json', $today],
    in => qq({"a":1,"a":2}\n), out => qr/"fields":\[\["a",1,0,1\]\]/);
is_run('bad records are counted', [$tool, '--format=json', '--bad=skip'],
    in => "{\n{}\n", out => qr/"records":1,"bad":1,/,
    err => qr/stdin:1: /);

# The page.
my @hostile = map { { id => $_, title => $_, text => $_, credit => $_,
    warnings => [$_], $_ => 1, sitename => $_, language => $_,
    entities => [{ label => 'PER', text => $_, id => $_ }] } }
    '</script><script>alert(1)</script>', '<!--<script>', '"\'\\', ']]>',
    "\x{2028}\x{2029}\x{85}", "\x{fffe}\x{10ffff}\x{7f}\x{9f}\x{fdd0}",
    "\0\x01\x1f\r\n", '&lt;&#0;', "\x{202e}\x{2066}", '${x}`', '@DATA@';
for ([], \@run, \@hostile) {
	my $in = lines(@$_);
	my $page = run([$tool, $today], in => $in)->{out};

	is(page_errors($page), '', 'well formed');
	is_deeply([page_data($page, 'counts')], [counts($_)],
	    'the page holds the counts');
	is_run('the same bytes again', [$tool, $today], in => $in,
	    err => none(@$_), clean => 1, out => $page);
}

# Space-Saving against exact counts: never too small, too large by no more
# than the error, and the frequent ones are there.
my (%exact, @many);
my $x = 7;
for my $i (1 .. 6000) {
	$x = ($x * 1103515245 + 12345) % 2147483648;
	my $name = 'n' . int(400 * ($x / 2147483648) ** 3);
	$exact{$name}++;
	push @many, { sitename => $name };
}
my $s = counts(\@many, '--counters=64', '--top=64')->{sitename};
is(scalar(grep { $_->[1] < $exact{$_->[0]} ||
    $_->[1] - $_->[2] > $exact{$_->[0]} } @$s), 0, 'bounds of the counts');
my %there = map { $_->[0] => 1 } @$s;
is(join(' ', grep { $exact{$_} > 6000 / 64 && !$there{$_} } keys %exact), '',
    'what is frequent is there');
is(@$s, 64, 'as many counters as asked for');
is_deeply([map { "$_->[0] $_->[1]" } @{counts(\@many, '--top=400')
    ->{sitename}}], [map { "$_ $exact{$_}" } sort { $exact{$b} <=> $exact{$a}
    || $a cmp $b } keys %exact], 'enough counters count exactly');

# Headlines that are not sure to be there twice are none that come again; the
# surest first.
my @once = map { { title => "خبر $_", text => $body } } 1 .. 90;
my @again = map { { title => 'نشرة', text => $body } } 1 .. 4;
my @twice = map { { title => 'أحوال', text => $body } } 1 .. 2;
is(join(' ', map { "$_->[0]:" . ($_->[1] - $_->[2]) } @{counts([@once, @twice,
    @once[0 .. 6], @again], '--counters=16')->{titles}}), 'نشرة:4 أحوال:2',
    'headlines that are sure to come again');

# Memory does not grow with the names.
SKIP: {
	skip 'sanitizers need more memory', 1 if sanitized();
	my $file = scratch() . '/many';
	open my $f, '>', $file or die $!;
	for my $i (1 .. 60000) {
		my $n = sprintf '%0100d', $i;
		print $f qq({"id":"$n","title":"$n","credit":"$n","k$n":"",) .
		    qq("warnings":["$n"],"date":"2025-01-01","entities":) .
		    qq([{"label":"PER","text":"$n"}],"dup":{"of":"$n"}}\n);
	}
	close $f;
	is_run('bounded memory', ['sh', '-c', 'ulimit -v 40000; exec "$@"',
	    'sh', $tool, $today, '--counters=1000', $file],
	    out => qr/\A<!DOCTYPE html>/);
}

# Options.
is_run('no page for --bad=pass', [$tool, '--bad=pass'], status => 2,
    err => "khabar-report: --bad=pass: a report has no place for them\n");
is_run('--today', [$tool, '--today=2025-13-01'], status => 2,
    err => "khabar-report: today 2025-13-01: not like 2024-05-31\n");
my $o = scratch() . '/report.html';
is_run('-o', [$tool, $today, '-o', $o], in => lines(@run));
is(page_errors(slurp($o)), '', 'a page in a file');

# In a browser.
SKIP: {
	skip 'chromium is not installed', 15 unless browser();
	for (\@run, \@hostile) {
		spew($o, run([$tool, $today], in => lines(@$_))->{out});
		my $b = browse($o);
		is($b->{console}, '', 'no word on the console');
		like($b->{dom}, qr/<html[^>]* data-ready="yes"/, 'it ran');
		like($b->{shot}, qr/\A\x89PNG/, 'it can be shown');
	}
	# A list of articles; what is no address of the web is no link.
	my @two = map { { id => $_, title => "خبر $_", text => $body,
	    sitename => 'الضفاف', url => $_ } } 'https://example.org/a',
	    'javascript:alert(1)', 'https://name@example.org/';
	spew($o, run([$tool, $today], in => lines(@two))->{out});
	my $list = browse($o, 'n=' . counts(\@two)->{articles}{first}{sources} .
	    '&all=9');
	my $found = Encode::decode('UTF-8', $list->{dom} =~
	    /(<dialog.*<\/dialog>)/s ? $1 : '');
	is($list->{console}, '', 'no word on the console');
	is(() = $found =~ /<li>/g, 3, 'a list of articles');
	is(join(' ', $found =~ /href="([^"]*)"/g), 'https://example.org/a',
	    'links lead to the web alone');
	like($found, qr/9 مقالات؛ هنا منها 3/, 'what is left out is told');
	# Dates far off, fewer than those of a month.
	spew($o, run([$tool, $today, '--bad=skip'], in => "{\n" . lines(@run,
	    map { { date => $_, text => $body } } ('9999-12-31') x 3,
	    '0001-01-01', map { sprintf '2025-05-%02d', $_ } 2 .. 20))->{out});
	my $b = browse($o);
	my $dom = Encode::decode('UTF-8', $b->{dom});
	is($b->{console}, '', 'no word on the console');
	is(() = $dom =~ /<g class="bin/g, 20, 'far days leave the plot');
	like($dom, qr/وخارج الرسم 5 في/, 'and are told');
	like($dom, qr/<main[^>]*>(?:(?!<section).)*<section[^>]*id="state"/s,
	    'state first');
	like(join(' ', ($dom =~ /id="state".*?<\/section>/s ? $& : '') =~
	    /<b>(\d+)<\/b>/g), qr/^1 1 2 \d+$/, 'bad, unread, warned');
}

done_testing;
