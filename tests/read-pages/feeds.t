#!/usr/bin/perl
# read-pages: feeds, an item a record; ours are made here.
use strict;
use utf8;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Compress::Zlib qw(memGzip);
use Crawl;
use Encode qw(encode encode_utf8);
use JSON::PP;
use Khabar;
use Test::More;

binmode Test::More->builder->$_, ':encoding(UTF-8)'
    for qw(output failure_output);

my $read = tool('read-pages');
my $dir = scratch();
my $title = 'البلدية تفتح حديقة جديدة في حي المطاحن';
my $other = 'مدرسة الوادي تستقبل طلابها في مبنى جديد';
my $body = 'افتتح رئيس البلدية صباح اليوم حديقة في حي المطاحن، وقال إن السكان ' .
    'زرعوا أشجارها بأنفسهم خلال الشتاء.';
my $more = 'وتضم الحديقة ملعبا ومكتبة صغيرة ومقاعد من خشب الزيتون.';

# The records of a feed, each as a hash; what is said on standard error, and the
# status.
sub feed {
	my ($in, @args) = @_;
	my $r = run([$read, @args], in => ref $in ? $$in : encode_utf8($in));
	my @records = map { decode_json($_) } split /\n/, $r->{out};

	return (\@records, $r->{err}, $r->{status});
}

# These fields of all records, as one text.
sub told {
	my ($records, @fields) = @_;

	return join "\n", map { my $r = $_;
		join ' | ', map { my $v = $r->{$_};
			ref $v ? join('+', map { ref $_ ? 'span' : $_ } @$v) :
			    ($v // 'null') } @fields } @$records;
}

sub items {
	my ($name, $in, $fields, $want, %o) = @_;
	my ($records, $err, $status) = feed($in, @{$o{args} // []});

	is(told($records, @$fields), $want, $name);
	is($err, $o{err} // '', "$name: messages");
	is($status, $o{status} // 0, "$name: status");
}

# RSS 2.0 of these items.
sub rss {
	return '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" ' .
	    'xmlns:content="http://purl.org/rss/1.0/modules/content/" ' .
	    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>' .
	    '<title>صحيفة الضفاف</title><link>https://a.example/</link>' .
	    '<language>ar</language>' . join('', map { "<item>$_</item>" } @_) .
	    '</channel></rss>';
}

my $item = "<title>$title</title><link>https://a.example/7</link>" .
    '<guid isPermaLink="false">7</guid><dc:creator>سلمى الحلو</dc:creator>' .
    '<pubDate>Mon, 12 May 2025 18:40:00 +0300</pubDate>' .
    '<category>محليات</category><category domain="post_tag">حدائق</category>' .
    "<description>مقدمة</description><content:encoded><![CDATA[<p>$body</p>\n" .
    "<p>$more</p>]]></content:encoded>";
my @all = qw(id url text title date date_raw date_from date_modified author
    sitename categories tags language encoding warnings layout);
items('RSS 2.0', rss($item), \@all, join ' | ', 7, 'https://a.example/7',
    "$body\n$more", $title, '2025-05-12T18:40:00+03:00', 'null', 'markup', 'null',
    'سلمى الحلو', 'صحيفة الضفاف', 'محليات', 'حدائق', 'ar', 'utf-8', '', 'span');

my $entry = "<title>$title</title><link rel='self' href='https://a.example/a'/>" .
    "<link href='https://a.example/7'/><id>tag:a.example,2025:7</id>" .
    '<published>2025-05-12T18:40:00+03:00</published>' .
    '<updated>2025-05-13T09:00:00+03:00</updated><author><name>سلمى الحلو' .
    '</name><email>s@a.example</email></author><category term="x" ' .
    'label="محليات"/><summary>مقدمة</summary><content type="html">&lt;p>' .
    "$body&lt;/p>&lt;p>$more&lt;/p></content>";
my $atom = '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">' .
    "<title>صحيفة الضفاف</title><entry>$entry</entry></feed>";
items('Atom', $atom, \@all, join ' | ', 'tag:a.example,2025:7',
    'https://a.example/7', "$body\n$more", $title, '2025-05-12T18:40:00+03:00',
    'null', 'markup', '2025-05-13T09:00:00+03:00', 'سلمى الحلو', 'صحيفة الضفاف',
    'محليات', '', 'ar', 'utf-8', '', 'span');
items('Atom with a prefix', $atom =~ s{<(/?)(?=\w)}{<$1a:}gr =~
    s/xmlns=/xmlns:a=/r, ['id', 'title', 'author'],
    "tag:a.example,2025:7 | $title | سلمى الحلو");
items('Atom 0.3', '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>ص' .
    "</title><entry><title>$title</title><issued>2025-05-12T18:40:00Z</issued>" .
    '<modified>2025-05-13T09:00:00Z</modified><content type="text/html" mode=' .
    "\"escaped\">&lt;p>$body&lt;/p></content></entry></feed>",
    ['title', 'text', 'date', 'date_modified'],
    "$title | $body | 2025-05-12T18:40:00Z | 2025-05-13T09:00:00Z");
my $rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" ' .
    'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/' .
    '1.1/"><channel rdf:about="u"><title>صحيفة الضفاف</title><items><rdf:Seq>' .
    '<rdf:li rdf:resource="https://a.example/7"/></rdf:Seq></items></channel>' .
    "<image><title>شعار</title></image><item rdf:about='u'><title>$title</title>" .
    "<link>https://a.example/7</link><description>$body</description>" .
    '<dc:date>2025-05-12T18:40:00Z</dc:date><dc:subject>حدائق</dc:subject>' .
    '</item></rdf:RDF>';
items('RSS 1.0', $rdf, [qw(id title text date tags sitename)],
    "https://a.example/7 | $title | $body | 2025-05-12T18:40:00Z | حدائق | " .
    'صحيفة الضفاف');
items('its document type', '<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY % ' .
    'HTMLlat1 PUBLIC "-//W3C//x" "http://a.example/x"> %HTMLlat1;]>' . $rdf,
    ['title'], $title);

# Texts.
sub texts {
	my ($name, $in, $want) = @_;

	items($name, $in, ['text'], $want);
}
texts('content:encoded in front', rss("<content:encoded>$body</content:encoded>" .
    '<description>مقدمة</description>'), $body);
texts('an empty one', rss("<content:encoded> </content:encoded>" .
    "<description>$body</description>"), $body);
texts('escaped twice is text', rss("<description>&amp;lt;p&amp;gt; $more" .
    '</description>'), "<p> $more");
texts('tags that nobody escaped', rss("<description>$more <b>قال</b> &lt;i>نعم" .
    '&lt;/i><p>ثم &lt;q></p></description>'), "$more قال نعم\nثم <q>");
texts('lines of WordPress', rss("<content:encoded><![CDATA[<b>$body</b>\n\n" .
    "$more]]></content:encoded>"), "$body\n$more");
texts('lines that are HTML', rss("<description>$body\n  $more</description>"),
    "$body $more");
texts('a plain text of Atom', "<feed><entry><title>x</title><content>a &lt;b>\n" .
    "c &amp;amp; d</content></entry></feed>", "a <b>\nc &amp; d");
texts('XHTML of Atom', '<feed xmlns="http://www.w3.org/2005/Atom"><entry>' .
    '<title>x</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/' .
    "xhtml\"><p>$body</p><p title='a&quot;b'>1 &lt; 2 &amp; 3</p></div></content>" .
    '</entry></feed>', "$body\n1 < 2 & 3");
texts('a title alone', rss("<title>$title</title>"), '');
items('HTML in titles', rss(map { "<title>$_</title>" } '<![CDATA[حديقة <b>' .
    'جديدة</b> في &quot;الحي&quot;]]>', 'حديقة &amp;quot;جديدة&amp;quot; &amp;amp; مدرسة',
    'حديقة &lt;i&gt;جديدة&lt;/i&gt; في الحي') . '', ['title'], join "\n",
    'حديقة جديدة في "الحي"', 'حديقة "جديدة" & مدرسة', 'حديقة جديدة في الحي');
items('the name of the site', rss("<title>$title - صحيفة الضفاف</title>"),
    ['title', 'sitename'], "$title | صحيفة الضفاف");

items('a feed whose title is a sentence', rss("<title>المطاحن: حديقة جديدة في " .
    'الحي</title>') =~ s/صحيفة الضفاف/صحيفة الضفاف - كل ما ينشر عن حي المطاحن وأهله/r,
    ['title', 'sitename'], 'المطاحن: حديقة جديدة في الحي | ' .
    'صحيفة الضفاف - كل ما ينشر عن حي المطاحن وأهله');
items('a site with references', rss('<title>x</title>') =~
    s/صحيفة الضفاف/البر &amp;amp; البحر/r, ['sitename'], 'البر & البحر');
items('an address with references', '<feed><entry><title>x</title><link href="' .
    "https://a.example/?a=1&amp;b=2&c='3'\"/></entry></feed>", ['url'],
    "https://a.example/?a=1&b=2&c='3'");

# Names, addresses, authors, dates.
items('without a guid', rss("$item" =~ s{<guid.*?</guid>}{}r), ['id'],
    'https://a.example/7');
items('without a link', rss("<title>x</title><guid>https://a.example/9</guid>"),
    ['id', 'url'], 'https://a.example/9 | https://a.example/9');
items('without both', rss('<title>x</title>', '<title>y</title>'), ['id', 'url'],
    "stdin#1 | null\nstdin#2 | null");
items('what the link was', '<rss><channel><item><title>x</title><feedburner:' .
    'origLink>https://a.example/7</feedburner:origLink><link>https://count.' .
    'example/</link></item></channel></rss>', ['url'], 'https://a.example/7');
items('an author of RSS', rss('<title>x</title><author>s@a.example (سلمى الحلو)' .
    '</author>', '<title>x</title><author>s@a.example</author>',
    '<title>x</title><dc:creator>admin</dc:creator>'), ['author'],
    "سلمى الحلو\n\n");
items('the author of the feed', '<feed><author><name>سلمى الحلو</name></author>' .
    '<entry><title>x</title></entry></feed>', ['author'], 'سلمى الحلو');
items('updated alone', '<feed><entry><title>x</title><updated>2025-05-12T18:40:00Z' .
    '</updated></entry></feed>', ['date', 'date_modified'],
    '2025-05-12T18:40:00Z | 2025-05-12T18:40:00Z');
my %date = ('Sat, 07 Sep 2002 00:00:01 GMT' => '2002-09-07T00:00:01Z',
	'Sat, 07 Sep 02 10:00:00 GMT' => '2002-09-07T10:00:00Z',
	'7 Sep 99 10:00 +0200' => '1999-09-07T10:00+02:00',
	'1589305200' => '2020-05-12T17:40:00Z',
	'2020-05-12 18:40:00' => '2020-05-12T18:40:00',
	'الثلاثاء 12 أيار 2020' => '2020-05-12');
items("a date: $_", rss("<title>x</title><pubDate>$_</pubDate>"),
    [qw(date date_raw warnings)], "$date{$_} | null | ") for sort keys %date;
items("no date: $_", rss("<title>x</title><pubDate> $_</pubDate>"),
    [qw(date date_raw warnings)], "null | $_ | date_unread")
    for 'Wed, 31 Feb 2020 00:00:00 GMT', 'yesterday', '0000-00-00 00:00:00';
items('another that can be read', rss('<title>x</title><pubDate>yesterday' .
    '</pubDate><dc:date>2020-05-12</dc:date>'), [qw(date date_raw warnings)],
    '2020-05-12 | null | ');
is(scalar(() = run(['bash', '-c', "'$read' | '" . tool('split-articles') . "' | '" .
    tool('extract-meta') . "'"], in => encode_utf8(rss("<title>$title</title>" .
    "<description>$body</description><pubDate>yesterday</pubDate>")))->{out} =~
    /"date":null,"date_raw":"yesterday".*"warnings":\["date_unread"\]/g), 1,
    'extract-meta keeps it');

# Character sets.
for (['windows-1256', 'cp1256'], ['ISO-8859-6', 'iso-8859-6'], ['utf-8', 'utf-8']) {
	my ($name, $perl) = @$_;
	my $in = encode($perl, rss($item) =~ s/UTF-8/$name/r);

	items("in $name", \$in, ['title', 'encoding'], "$title | " . lc $name);
}
my $wide = encode('UTF-16', rss($item) =~ s/UTF-8/UTF-16/r);
items('in UTF-16', \$wide, ['title', 'encoding'], "$title | utf-16be");
my $bare = encode('UTF-16LE', rss($item) =~ s/<\?.*?\?>//r);
items('in UTF-16 without a mark', \$bare, ['title', 'encoding'],
    "$title | utf-16le");
my $bare_text = encode('UTF-16BE', "نص بلا وسوم " x 9);
items('a text in UTF-16', \$bare_text, ['title'], '', status => 2,
    err => "read-pages: stdin: this is UTF-16: iconv -f UTF-16BE -t UTF-8 FILE\n");
my $false = encode('cp1256', rss($item));
items('not what it says', \$false, ['title', 'encoding'], "$title | windows-1256");
items('--encoding', \$false, ['title'], $title, args => ['--encoding=cp1256']);

# A file with a fault each: what can be read is.
my @two = ("<title>$title</title><description>$body</description>",
    "<title>$other</title><description>$more</description>");
my $both = "$title | $body\n$other | $more";
my %fault = (
	'blanks in front of the declaration' => "\n\n   " . rss(@two),
	'a byte order mark and blanks' => "\x{feff}\n" . rss(@two),
	'no declaration' => rss(@two) =~ s/<\?.*?\?>//r,
	'a character set that is none' => rss(@two) =~ s/UTF-8/unknown-8/r,
	'an & alone' => rss(@two) =~ s{<link>}{<link>https://a.example/?a&b=1&c;}r,
	'references of HTML' => rss(@two) =~ s{</title>}{&nbsp;&rlm;</title>}r,
	'controls' => rss(@two) =~ s{<item>}{<item>\x{1}\x{b}<x>\x{1f}</x>}gr,
	'a < alone' => rss(@two) =~ s{<channel>}{<channel><x>1 < 2 <3</x>}r,
	'prefixes that nobody declared' => rss(@two) =~ s/xmlns:\w+=".*?"//gr =~
	    s{<item>}{<item><dc:x>y</dc:x>}gr,
	'an end without an element' => rss(@two) =~ s{<item>}{<item></br></b>}gr,
	'a void element' => rss(@two) =~ s{<item>}{<item><br>}gr,
	'an element without an end' => rss(@two) =~ s{</item>}{<b>}gr,
	'an item without an end' => rss(join '<item>', @two),
	'another root' => rss(@two) =~ s{rss version}{RSS:rss version}r =~
	    s{/rss}{/RSS:rss}r,
	'something behind' => rss(@two) . "\n<!-- made in 3 ms --><p>x",
	'a comment longer than most heads' => '<!--' . 'x ' x 2000 . '-->' . rss(@two),
);
items("fault: $_", $fault{$_}, ['title', 'text'], $both) for sort keys %fault;
items('fault: cut in an item', rss(@two) =~ s{(.*<item>.*)<description>.*}{$1}r,
    ['title'], $title, status => 1,
    err => "read-pages: stdin:1: feed is cut short, byte 1\n");
items('fault: cut behind one', rss(@two) =~ s{</channel>.*}{}r, ['title', 'text'],
    $both, status => 1, err => "read-pages: stdin:1: feed is cut short, byte 1\n");
items('fault: cut, --bad=stop', rss(@two) =~ s{</channel>.*}{}r, ['title'], '',
    args => ['--bad=stop'], status => 1,
    err => "read-pages: stdin:1: feed is cut short, byte 1\n");
my $bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">' . join('', map {
    "<!ENTITY $_ \"" . "&" . chr(ord($_) - 1) . ';"' x 10 . '>' } 'b' .. 'k') .
    ']><rss><channel><item><title>&k;</title></item></channel></rss>';
items('an entity bomb', $bomb, ['title'], '', status => 1, err =>
    "read-pages: stdin:1: entities of its own, which are not read, byte 1\n");
items('a file from outside', '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/' .
    'passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
    ['title'], '', status => 1, err =>
    "read-pages: stdin:1: entities of its own, which are not read, byte 1\n");
items('elements 1025 deep', '<rss>' . '<x>' x 1025 . '</rss>', ['title'], '',
    status => 1, err => "read-pages: stdin:1: elements more than 1024 deep, " .
    "byte 1\n");
items('257 attributes', '<rss ' . join(' ', map { "a$_=''" } 1 .. 257) .
    '></rss>', ['title'], '', status => 1,
    err => "read-pages: stdin:1: more than 256 attributes, byte 1\n");
items('a feed without items', rss(), ['title'], '');
items('a map of a site', '<?xml version="1.0"?><urlset><url><loc>https://a.example/' .
    '</loc></url></urlset>', ['title'], '', status => 1, err => 'read-pages: ' .
    "stdin:1: neither HTML nor WARC nor a feed (see --from), byte 1\n");
items('XHTML is none', '<?xml version="1.0"?><html><head><title>rss</title></head>' .
    '<body><p>feed</p></body></html>', ['text'], 'feed');
items('--from=html', rss($item), ['id'], 'stdin', args => ['--from=html']);
items('--from=feed', "<x>$item</x>" =~ s/<x>/<x><item>/r, ['id'], '7',
    args => ['--from=feed']);

# Files in turn; feeds in crawls and packed.
spew("$dir/a.xml", encode_utf8(rss(@two)));
spew("$dir/b.html", '<p>b</p>');
my $r = run([$read, "$dir/a.xml", "$dir/b.html", "$dir/a.xml"]);
is(join(' ', $r->{out} =~ /^\{"id":"(.*?)"/mg),
    'a.xml#1 a.xml#2 b.html a.xml#1 a.xml#2', 'files in turn');
my $packed = memGzip(encode_utf8(rss(@two)));
items('packed', \$packed, ['title', 'text'], $both);
my $crawl = answer('https://a.example/feed', encode_utf8(rss($item, $two[0])),
    http => ['Content-Type: application/rss+xml; charset=utf-8'],
    head => ['WARC-Record-ID: <urn:uuid:7>']) . answer('https://a.example/map',
    '<?xml version="1.0"?><urlset/>', http => ['Content-Type: text/xml']);
items('in a crawl', \$crawl, [qw(id url crawled http_status title)],
    "7 | https://a.example/7 | 2026-11-21T00:00:00Z | 200 | $title\n" .
    "urn:uuid:7#2 | null | 2026-11-21T00:00:00Z | 200 | $title");

# An item is one article, whatever stands in it.
my $parted = "<title>$title</title><description><![CDATA[<p>$body</p><p>$more</p>" .
    "<p>إقرأ أيضاً:</p><p>$other</p><p>$body</p>]]></description>";
$r = run(['bash', '-c', "'$read' | '" . tool('split-articles') . "'"],
    in => encode_utf8(rss($parted)));
is($r->{out} =~ tr/\n//, 1, 'split-articles parts no item');

done_testing;
