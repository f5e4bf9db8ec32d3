#!/usr/bin/perl
# read-pages: crawls in WARC; ours are made here.
use strict;
use utf8;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Compress::Zlib qw(memGzip);
use Crawl;
use Encode qw(encode encode_utf8);
use IO::Compress::Deflate qw(deflate);
use IO::Compress::RawDeflate qw(rawdeflate);
use JSON::PP;
use Khabar;
use Test::More;

my $read = tool('read-pages');
my $dir = scratch();
my $first = 'أعلنت بلدية المطاحن صباح اليوم افتتاح مكتبة جديدة للأطفال في المطاحن في الحي القديم، ' .
    'بعد أن جمع السكان ثلاثة آلاف كتاب خلال الشتاء.';
my $second = 'وقال أمين المكتبة إن الأبواب مفتوحة كل يوم حتى السابعة مساء، وإن ' .
    'القراءة في القاعة لا تحتاج إلى بطاقة ولا إلى موعد.';

# A page of that headline, in UTF-8.
sub page {
	my ($title) = @_;

	return encode_utf8("<html><head><title>$title</title></head><body><div>" .
	    "<h1>$title</h1>" . "<p>$first</p><p>$second</p>" x 2 .
	    '</div></body></html>');
}

# The fields of each record: the title or, where there is none, the text.
sub told {
	my ($out, @more) = @_;

	return join '', map { my $r = decode_json($_);
		my $warnings = join '+', @{$r->{warnings}};

		encode_utf8(join(' ', $r->{id}, $r->{title} // "($r->{text})",
		    $r->{http_status} // '-', $warnings eq '' ? () : $warnings,
		    map { $r->{$_} // 'null' } @more)) . "\n" }
	    split /\n/, $out;
}

sub pages {
	my ($name, $in, $want, %o) = @_;
	my $r = run([$read, @{$o{args} // []}], in => $in);

	is(told($r->{out}, @{$o{more} // []}), encode_utf8($want), $name);
	is($r->{err}, $o{err} // '', "$name: messages");
	is($r->{status}, $o{status} // 0, "$name: status");
}

my $info = record('warcinfo', '', "software: ours\r\n");
my $a = answer('https://a.example/1', page('مكتبة جديدة للأطفال في المطاحن'));
my $b = answer('https://a.example/2', page('افتتاح جسر للمشاة فوق الوادي'));
my $both = "stdin#1 مكتبة جديدة للأطفال في المطاحن 200\nstdin#2 افتتاح جسر للمشاة فوق الوادي 200\n";

pages('responses', "$info$a$b", $both);
pages('--from=warc', "$a$b", $both, args => ['--from=warc']);
pages('line feeds alone', join('', map { answer('u', page($_), end => "\n") }
    'مكتبة جديدة للأطفال في المطاحن', 'افتتاح جسر للمشاة فوق الوادي'), $both);
pages('members of gzip', join('', map { memGzip($_) } $info, $a, $b), $both);
pages('in front: blanks and a byte order mark', "\xef\xbb\xbf\r\n\r\n$a$b", $both);
pages('version 0.18', "$a$b" =~ s{WARC/1\.0}{WARC/0.18}gr, $both);
pages('what else a crawl keeps', $info .
    record('request', 'https://a.example/1', "GET / HTTP/1.1\r\n\r\n") . $a .
    record('metadata', 'https://a.example/1', "fetchTimeMs: 7\r\n") .
    record('revisit', 'https://a.example/0', "HTTP/1.1 200 OK\r\n\r\n") .
    answer('i', "\x89PNG\r\n\x1a\n\0", http => ['Content-Type: image/png']) .
    answer('j', '{}', http => ['Content-Type: application/json']) .
    answer('m', '<p>moved', status => 302) . answer('e', '') .
    record('response', 'dns:a.example', "20260101\r\na.example. 1 IN A ::1\r\n",
	type => 'text/dns') . $b, $both);
pages('a resource', record('resource', 'u', page('افتتاح جسر للمشاة فوق الوادي'),
    type => 'text/html; charset=utf-8') .
    record('resource', 'u', 'x', type => 'image/png'), "stdin#1 افتتاح جسر للمشاة فوق الوادي -\n");
pages('a resource of text', record('resource', 'https://a.example/7', 'x y') .
    record('resource', 'metadata://gnu.org/software/wget/warc/wget.log', 'log'),
    "stdin#1 (x y) -\n");
pages('headers that somebody joined', answer('u', page('افتتاح جسر للمشاة فوق الوادي'),
    http => ['Content-Type: text/html, text/html; charset=utf-8']),
    "stdin#1 افتتاح جسر للمشاة فوق الوادي 200\n");
pages('a response without a head', record('response', 'u', page('افتتاح جسر للمشاة فوق الوادي'),
    type => 'text/html; charset=utf-8'), "stdin#1 افتتاح جسر للمشاة فوق الوادي -\n");
pages('a conversion is text', record('conversion', 'u', encode_utf8(
    "مكتبة جديدة للأطفال في المطاحن\n<b>نص\n")), "stdin#1 (مكتبة جديدة للأطفال في المطاحن\n<b>نص) -\n");
pages('without a type', answer('u', page('افتتاح جسر للمشاة فوق الوادي'), http => ['X: y']) .
    answer('u', '{"a":1}', http => []), "stdin#1 افتتاح جسر للمشاة فوق الوادي 200\n");
pages('an error', answer('u', page('افتتاح جسر للمشاة فوق الوادي'), status => 404),
    "stdin#1 افتتاح جسر للمشاة فوق الوادي 404 page_error\n");
pages('a head of 9 kB', answer('u', page('افتتاح جسر للمشاة فوق الوادي'), http => ['X: ' .
    'y' x 9000, 'content-type:Text/HTML']), "stdin#1 افتتاح جسر للمشاة فوق الوادي 200\n");
pages('a big picture is not too long', answer('i', 'x' x 9000,
    http => ['Content-Type: image/png']) . "$a$b", $both,
    args => ['--max-record=8K']);

# Codings, undone where the bytes show them.
my $plain = page('افتتاح جسر للمشاة فوق الوادي');
my ($zlib, $raw);
deflate(\$plain => \$zlib);
rawdeflate(\$plain => \$raw);
my $html = 'Content-Type: text/html';
my $chunked = 'Transfer-Encoding: chunked';
sub coded {
	my ($name, $body, $head, $warning, %o) = @_;

	pages("coded: $name", answer('u', $body, http => [$html, @$head]),
	    'stdin#1 افتتاح جسر للمشاة فوق الوادي 200' . ($warning // '') . "\n", %o);
}
coded('chunked', chunked($plain, 100), [$chunked]);
coded('chunked already joined', $plain, [$chunked]);
coded('gzip', memGzip($plain), ['Content-Encoding: gzip']);
coded('gzip in chunks', chunked(memGzip($plain), 50), [$chunked,
    'content-encoding: x-GZIP']);
coded('deflate', $zlib, ['Content-Encoding: deflate']);
coded('deflate without a head', $raw, ['Content-Encoding: deflate']);
coded('gzip already undone', $plain, ['Content-Encoding: gzip']);
coded('br already undone', $plain, ['Content-Encoding: br']);
coded('twice', memGzip($zlib), ['Content-Encoding: deflate, gzip']);
coded('identity', $plain, ['Content-Encoding: identity']);
coded('something behind gzip', memGzip($plain) . 'x' x 99,
    ['Content-Encoding: gzip']);
my $long = page('افتتاح جسر للمشاة فوق الوادي') . '<p>' . join(' ', map { $_ ** 2 } 1 .. 9999);
coded('gzip that is cut', substr(memGzip($long), 0, 9000),
    ['Content-Encoding: gzip'], ' truncated');
coded('chunks that are cut', substr(chunked($long, 100), 0, 9000), [$chunked],
    ' truncated');
pages('cut by the crawl', answer('u', page('افتتاح جسر للمشاة فوق الوادي'),
    head => ['WARC-Truncated: length']), "stdin#1 افتتاح جسر للمشاة فوق الوادي 200 truncated\n");
pages('a packing that is not read', answer('u', "\x0b\2\x80\0\1\3" x 20,
    http => [$html, 'Content-Encoding: br']) . $b, "stdin#2 افتتاح جسر للمشاة فوق الوادي 200\n",
    status => 1, err => 'read-pages: stdin:8: packed in a way that is not ' .
    "read, byte 1\n");
pages('gzip that is none', answer('u', "\x1f\x8b\x08\0\1\3" x 20,
    http => [$html, 'Content-Encoding: gzip']) . $b, "stdin#2 افتتاح جسر للمشاة فوق الوادي 200\n",
    status => 1, err => "read-pages: stdin:8: packed, and damaged, byte 1\n");
pages('a bomb', answer('u', memGzip('<p>' . 'x' x 1e6),
    http => [$html, 'Content-Encoding: gzip']) . $b, "stdin#2 افتتاح جسر للمشاة فوق الوادي 200\n",
    status => 1, args => ['--max-record=100K'], err => 'read-pages: stdin:8: ' .
    "page longer than --max-record, byte 1\n");

# Character sets: the answer's, or else the page's.
for my $set ('windows-1256', 'utf-8') {
	my $in = encode($set eq 'utf-8' ? 'utf-8' : 'cp1256',
	    "<title>x</title><h1>افتتاح جسر للمشاة فوق الوادي</h1>" .
	    "<p>$first</p><p>$second</p>" x 2);
	pages("charset $set", answer('u', $in,
	    http => ["Content-Type: text/html ;Charset=\"$set\""]),
	    "stdin#1 افتتاح جسر للمشاة فوق الوادي 200 $set\n", more => ['encoding']);
}

# What the crawl says of its pages.
my @said = ('url', 'crawled', 'warc_language');
my $id = 'WARC-Record-ID: <urn:uuid:7>';
pages('headers are kept', answer('https://a.example/7?q=#x', page('افتتاح جسر للمشاة فوق الوادي'),
    head => [$id, 'WARC-Identified-Content-Language: ara,eng']) .
    answer('', page('مكتبة جديدة للأطفال في المطاحن')),
    'urn:uuid:7 افتتاح جسر للمشاة فوق الوادي 200 https://a.example/7?q=#x 2026-11-21T00:00:00Z ' .
    "ara,eng\nstdin#2 مكتبة جديدة للأطفال في المطاحن 200 null 2026-11-21T00:00:00Z null\n",
    more => \@said);
spew("$dir/2026.warc", $a);
spew("$dir/page.html", page('افتتاح جسر للمشاة فوق الوادي'));
my $r = run([$read, "$dir/2026.warc", "$dir/page.html", "$dir/2026.warc"]);
is(told($r->{out}), encode_utf8("2026.warc#1 مكتبة جديدة للأطفال في المطاحن 200\n" .
    "page.html افتتاح جسر للمشاة فوق الوادي -\n2026.warc#1 مكتبة جديدة للأطفال في المطاحن 200\n"),
    'crawls and pages in turn');

# What is wrong is told; the others come out.
my $rest = "stdin#2 افتتاح جسر للمشاة فوق الوادي 200\n";
pages("a length that is $_->[0]", answer('u', page('مكتبة جديدة للأطفال في المطاحن'),
    length => $_->[1]) . $b, $rest, status => 1,
    err => "read-pages: stdin:8: Content-Length is wrong, byte 1\n")
    for ['too small', 200], ['too large', 2000], ['far too large', 5000];
pages('a warcinfo that swallows the rest', record('warcinfo', '', "a: b\r\n",
    length => 90_000) . "$a$b", $both, status => 1,
    err => "read-pages: stdin:7: Content-Length is wrong, byte 1\n");
my $cut = substr $b, 0, 90;
pages('a header that is cut', "$a$cut", "stdin#1 مكتبة جديدة للأطفال في المطاحن 200\n",
    status => 1, err => 'read-pages: stdin:' . (1 + "$a$cut" =~ tr/\n//) .
    ": WARC record is cut short in its header, byte 1\n");
pages('a page that is cut', $a . substr($b, 0, 600),
    "stdin#1 مكتبة جديدة للأطفال في المطاحن 200\n", status => 1, err => 'read-pages: stdin:' .
    (8 + $a =~ tr/\n//) . ": WARC record is cut short, byte 1\n");
pages('no page', $info . answer('i', 'x', http => ['Content-Type: image/png']),
    '', status => 1, err => 'read-pages: stdin:21: no page in this WARC file, ' .
    "byte 1\n");
pages('longer than --max-record', answer('u', $long) . $b, $rest, status => 1,
    args => ['--max-record=20K'],
    err => "read-pages: stdin:8: page longer than --max-record, byte 1\n");
pages('a page in a character set that is not read', answer('u', $plain,
    http => ["$html; charset=GBK"]) =~ s/[\x80-\xff]/\xff/gr . $b, $rest,
    status => 1, err => 'read-pages: stdin:8: in a character set that is not ' .
    "read, byte 1\n");
pages('ARC', "filedesc://a.arc 0.0.0.0 20260101000000 text/plain 75\n", '',
    status => 2,
    err => "read-pages: stdin: this is ARC: warcio recompress FILE FILE.warc.gz\n");
is_run('other tools say what reads it', [tool('extract-meta')], in => $a,
    status => 2, err => 'extract-meta: stdin: this is WARC or WET: read-pages ' .
    "FILE | split-articles\n");

my $gbk = "HTTP/1.1 200 OK\r\n$html; charset=GBK\r\nContent-Encoding: gzip\r\n" .
    "\r\n" . memGzip($plain =~ s/[\x80-\xff]/\xff/gr);
is_run('--bad=pass', [$read, '--bad=pass'], out => "$gbk\n",
    in => record('response', 'u', $gbk, type => 'application/http'));

# Read in small pieces, nothing moves.
is(run(['sh', '-c', "printf '%s' \"\$1\" | dd bs=7 2>/dev/null | '$read'", 'sh',
    "$info$a$b"])->{out}, run([$read], in => "$info$a$b")->{out}, 'in pieces');
like(run([$read, '-v'], in => "$info$a$b")->{err},
    qr/^read-pages: 2 read, 2 written, 0 bad, /m, 'pages are counted');

# On to the others.
$r = run(['bash', '-euo', 'pipefail', '-c', "'$read' | '" .
    tool('split-articles') . "' | '" . tool('extract-meta') . "'"], in => $b);
like($r->{out}, qr/\A\{"id":"stdin#1#0",.*"http_status":200,/, 'the pipeline');
is($r->{err} . $r->{status}, '0', 'is quiet');

done_testing;
