#!/usr/bin/perl
# read-pages: where on the page the article lies, and what comes of it behind
# split-articles and extract-meta.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

plan(skip_all => 'jq is not installed')
    if system 'command -v jq >/dev/null 2>&1';
my ($read, $split, $extract) = map { tool($_) }
    qw(read-pages split-articles extract-meta);
my $dir = scratch();

# Paragraphs of prose; the same number, the same words.
sub prose {
	my ($n) = @_;
	my @who = qw(المهندس المعلم الطبيب الحارس البائع النجار);
	my @what = ('زار القرية', 'كتب رسالة', 'فتح الباب', 'أصلح السقف');

	return join '', map { '<p>قال ' . $who[$_ % 6] . ' إنه ' . $what[$_ % 4] .
	    ' في اليوم التالي، ثم عاد مع أصحابه إلى الساحة القديمة حيث انتظرهم ' .
	    "الناس حتى المساء رقم $_.</p>\n" } 1 .. $n;
}

sub jq {
	my ($filter, $in) = @_;

	return run(['jq', '-r', $filter], in => $in)->{out};
}

# The text under a tag, and the whole pipeline's.
sub tagged {
	my ($record, $tag) = @_;

	return jq(".text as \$t | .layout[] | select(.tag == \"$tag\") |
	    \$t[.start:.end]", $record);
}

sub pipeline {
	my ($html) = @_;

	spew("$dir/page.html", $html);
	my $r = run(['bash', '-c',
	    'set -o pipefail; "$0" "$3" | "$1" | "$2"', $read, $split,
	    $extract, "$dir/page.html"]);
	is("$r->{status}$r->{err}", 0, 'the pipeline runs');
	return $r->{out};
}

my $menu = '<nav><ul><li><a href="/">الرئيسية</a><li><a href="/a">أخبار</a></ul></nav>';
my $box = '<div class=b><a href="/1">مكتبة متنقلة تزور قرى الجبل كل أسبوع</a><br>' .
    '<a href="/2">قطار سياحي جديد يربط الميناء بالمدينة</a></div>';
my $title = 'عودة الحياة إلى الساحة القديمة بعد ترميمها';
my $page = "<html><body>$menu<div><h1>$title</h1><div>" . prose(3) . $box .
    '<figure><figcaption>الساحة كما تبدو من البرج</figcaption></figure>' .
    prose(6) . '</div></div><aside><h3>الأكثر قراءة</h3>' . $box .
    '</aside><div class=c><p>تعليق قصير</p></div><footer><p>' .
    'جميع الحقوق محفوظة</p></footer></body></html>';
my $record = run([$read], in => $page)->{out};

is(tagged($record, 'h1'), "$title\n", 'h1');
is(tagged($record, 'nav'), "\xe2\x80\xa2 الرئيسية\n\xe2\x80\xa2 أخبار\n", 'nav');
is(tagged($record, 'caption'), "الساحة كما تبدو من البرج\n", 'caption');
is(tagged($record, 'footer'), "جميع الحقوق محفوظة\n", 'footer');
like(tagged($record, 'article'), qr/\A\Q$title\E\n.*رقم 6\.\n\z/s, 'article');
like(tagged($record, 'links'), qr/\Aمكتبة/, 'links in the article');
like(tagged($record, 'aside'), qr/تعليق قصير/, 'comments are aside');
is(jq('[.layout[] | .start] | . == sort', $record), "true\n", 'in order');
is(jq('.title', $record), "$title\n", 'the title');
is(jq('[.id, .encoding, .language] | @tsv', $record),
    "stdin\tutf-8\tar\n", 'what else is known');

my $out = pipeline($page);
is(jq('.parts', $out), "1\n", 'no cut');
is(jq('.title', $out), "$title\n", 'title');
is(jq('.text', $out), join('', map { "$_\n" }
    (prose(3) . prose(6)) =~ m{<p>(.*?)</p>}g), 'the body, and nothing else');
is(jq('.related | length', $out), "2\n", 'related headlines');
is(jq('has("layout")', $out), "false\n", 'layout is used up');

for my $in ('{"layout":[],"text":"x"}', '{"text":"x","layout":[]}',
    '{ "layout" : [] , "text":"x" }', '{"text":"x", "layout":[] , "a":1}',
    '{"layout":[],"layout":[],"text":"x","layout":[]}') {
	my $r = run([$extract], in => "$in\n");
	is(jq('[(.removed | type), has("layout")] | tojson', $r->{out}),
	    qq(["array",false]\n), "wherever it stands: $in");
}
is(jq('.layout | length', run([$extract, '--keep-raw'],
    in => $record)->{out}), jq('.layout | length', $record),
    '--keep-raw keeps it');

# What the markup says against what is printed.
sub meta_of {
	my ($fields) = @_;
	my $text = "$title\\nكتبت: هالة الصفدي\\n14 آذار 2024\\n" . join '\n',
	    prose(3) =~ m{<p>(.*?)</p>}g;

	return jq('[.date, .date_from, .author, .warnings] | tojson',
	    run([$extract], in => qq({"text":"$text","layout":[{"start":0,) .
	    qq("end":4000,"tag":"article"}],$fields}\n))->{out});
}

is(meta_of('"date":"2024-03-14T09:30","date_from":"markup"'),
    qq(["2024-03-14T09:30","markup",["هالة الصفدي"],[]]\n),
    'the date of the markup');
is(meta_of('"date":"2024-03-20","date_from":"markup"'),
    qq(["2024-03-20","markup",["هالة الصفدي"],["date_conflict"]]\n),
    'wins, and more than a day is told');
is(meta_of('"date":"2024-03-13","date_from":"markup"'),
    qq(["2024-03-13","markup",["هالة الصفدي"],[]]\n), 'a day is not');
is(meta_of('"date":"x","date_from":"markup"'),
    qq(["2024-03-14","head",["هالة الصفدي"],[]]\n), 'one that is none');
is(meta_of('"date":"2024-03-20"'),
    qq(["2024-03-14","head",["هالة الصفدي"],[]]\n), 'another date of a record');
is(meta_of('"author":["سمر ناصر"]'),
    qq(["2024-03-14","head",["سمر ناصر"],[]]\n), 'the author of the markup');
is(meta_of('"author":["صحيفة الضفاف"],"sitename":"صحيفة الضفاف"'),
    qq(["2024-03-14","head",["هالة الصفدي"],[]]\n), 'but not the outlet');

# React's and the oldest layouts.
my $table = "<html><body><table><tr><td>$menu</td><td><font><h1>$title</h1>" .
    join('<br><br>', prose(6) =~ m{<p>(.*?)</p>}g) .
    "</font></td><td>$box</td></tr></table>";
is(jq('.text', pipeline($table)), join('', map { "$_\n" }
    prose(6) =~ m{<p>(.*?)</p>}g), 'tables and br');
my $form = '<html><body><form id=aspnet>' . $page . '</form>';
is(jq('.title', pipeline($form)), "$title\n", 'all of it in a form');

# No article.
my $list = "<html><body>$menu" . join('', map { "<div><h2><a href='/$_'>" .
    "خبر رقم $_ عن المدينة القديمة وأهلها</a></h2></div>" } 1 .. 40) . '</body>';
$record = run([$read], in => $list)->{out};
is(jq('.warnings | join(" ")', $record), "page_list\n", 'a list');
is(tagged($record, 'article'), '', 'has no article');
$out = pipeline($list);
is(jq('[.title, .text] | tojson', $out), qq([null,""]\n), 'and makes none');
is(jq('.warnings | join(" ")', $out), "page_list\n", 'which is told on');
$record = run([$read], in => '<html><body><form><p>الاسم</p><p>كلمة السر' .
    '</p></form>')->{out};
is(jq('.warnings | join(" ")', $record), "page_error\n", 'a form');

# What stands above the headline and is as long as text.
is(jq('.title', run([$read], in => '<html><body><div><p>' . 'صورة للساحة ' x 9 .
    "</p><h1>$title</h1>" . prose(4) . '</div>')->{out}), "$title\n",
    'a headline below a caption');

# In two parts.
my @lines = prose(7) =~ m{(<p>.*?</p>)}g;
is(jq('.text', pipeline("<html><body><div><h1>$title</h1><div>@lines[0..4]" .
    "</div><div class=ad>إعلان</div><div>@lines[5..6]</div></div>" .
    '</body></html>')), join('', map { "$_\n" }
    prose(7) =~ m{<p>(.*?)</p>}g), 'both parts');

# A few lines are an article where the page says that it is one.
my $brief = "<h1>$title</h1><p>قالت البلدية إن الساحة تفتح غدا أمام الزوار.</p>" .
    '<p>الرئيسية</p>';
my $news = '<script type="application/ld+json">{"@type":"NewsArticle",' .
    qq("headline":"$title"}</script>);
is(jq('.warnings | join(" ")', run([$read], in => $brief)->{out}),
    "page_error\n", 'a few lines');
$record = run([$read], in => "$news$brief")->{out};
is(jq('[.title, .warnings] | tojson', $record), qq(["$title",[]]\n),
    'that are declared');

# Comments that are longer than the article.
my $comments = '<div id=comments>' . prose(9) =~ s/قال/كتب/gr . '</div>';
is(jq('.text', pipeline("<html><body><div><h1>$title</h1>" . prose(4) .
    "$comments</div>")), join('', map { "$_\n" }
    prose(4) =~ m{<p>(.*?)</p>}g), 'comments are none of it');
is(jq('.text', pipeline("<html><body><div><h1>$title</h1>" .
    prose(4) =~ s/<p>/<p itemprop=articleBody>/gr . '</div>')),
    join('', map { "$_\n" } prose(4) =~ m{<p>(.*?)</p>}g),
    'each paragraph calls itself the body');

# layout of others.
my $spans = '[{"start":0,"end":5,"tag":"nav"},{"start":6,"end":11,"tag":"h1"}]';
is_run('no article is said: the page is whole', [$split],
    in => qq({"id":"1","text":"xxxxx\\nyyyyy","layout":$spans}\n),
    out => qr/"parts":1,.*"layout"|"layout":.*"parts":1,/);
for my $bad ('7', '"x"', '{}', '[7]', '[{"start":-1,"end":5,"tag":"nav"}]',
    '[{"start":1e3,"end":5,"tag":"nav"}]', '[{"start":0,"tag":"nav"}]',
    '[{"start":0,"end":1,"tag":"blink"}]') {
	my $r = run([$split], in => qq({"id":"1","text":"xxx","layout":$bad}\n));
	like($r->{out}, qr/"layout":\[\]/, "no layout: $bad");
	is("$r->{status}$r->{err}", '0', "$bad: quietly");
}
done_testing;
