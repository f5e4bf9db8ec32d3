#!/usr/bin/perl
# tag-entities --format=html: a page that is well formed whatever the text, in
# which the mentions of one entity are linked.  Texts are of our own writing.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Page;
use Test::More;

my $tag = tool('tag-entities');
my $json = JSON::PP->new->utf8->canonical;
my $dir = scratch();

plan skip_all => 'no tag-entities' unless -x $tag;
binmode Test::More->builder->$_, ':utf8'
    for qw(output failure_output todo_output);
spew("$dir/names", encode_utf8("x:1\tSHIP\tنجمة البحر\tالنجمة\n"));
my @html = ($tag, '--model=none', '--format=html', '-g', "$dir/names");

# The records of a page, and the rows of its index.
sub records {
	my ($page) = @_;

	return map { $json->decode($_) } map { split /\n/ }
	    page_blocks($page, 'texts');
}

sub rows {
	my ($page) = @_;

	return map { @{$json->decode($_)->{rows}} } page_blocks($page, 'index');
}

sub lines {
	return join '', map { $json->encode($_) . "\n" } @_;
}

my @records = (
	{ id => 'a', title => 'النجمة تصل', date => '2024-05-01T10:00',
	    url => 'https://example.org/a?x="<b>&y=1', warnings => ['truncated'],
	    credit => 'صحيفة الضفاف', agency => undef, author => ['ليلى'],
	    text => "😀 غادرت نجمة البحر مصر.\nوعادت النجمة إلى مصر ولبنان." },
	{ id => 'b', headline => 'أخرى', datePublished => '2024-06-02',
	    text => 'مصر وحدها', dup => { of => 'a' } },
	{ text => 'لا اسم هنا' },
);
my $r = run(\@html, in => lines(@records));
is($r->{status} . $r->{err}, 0, 'no complaint');
is(page_errors($r->{out}), '', 'well formed');
unlike($r->{out}, qr/@(?:STYLE|SCRIPT)@/, 'shared parts are in it');
my @data = records($r->{out});
is(@data, 3, 'a line a record');
is(join(' ', map { $_->{id} } @data), 'a b 3', 'ids; a number where none is');
is("$data[1]{title} $data[1]{date}", 'أخرى 2024-06-02',
    'names of schema.org');
is($data[0]{credit} . $data[0]{author}[0] . ($data[0]{agency} // '-'),
    'صحيفة الضفافليلى-', 'source, author');
is($data[0]{url} . $data[0]{warnings}[0], 'https://example.org/a?x="<b>&y=1' .
    'truncated', 'address, warnings');
is((records(run(\@html, in => lines({ text => 'مصر', URL =>
    'http://example.org/' }))->{out}))[0]{url}, 'http://example.org/',
    'an address that is called URL');
my ($index) = map { $json->decode($_) } page_blocks($r->{out}, 'index');
is_deeply([map { [@$_[0 .. 4]] } @{$index->{rows}}], [['a',
    '2024-05-01T10:00', 'صحيفة الضفاف', undef, undef], ['b', '2024-06-02',
    undef, { of => 'a' }, undef], [3, undef, undef, undef, undef]],
    'the index has id, date, source and repeats');
is(@{$index->{names}}, @{$index->{counts}}, 'names have counts');

# Offsets are UTF-16 code units.
my $field = $data[0]{fields}[0];
my $units = Encode::encode('UTF-16LE', $field->{text});
my ($start, @numbers, @mentions) = (0, @{$field->{e}});
while (my ($from, $length, $of) = splice @numbers, 0, 3) {
	$start += $from;
	push @mentions, Encode::decode('UTF-16LE', substr $units, 2 * $start,
	    2 * $length) . '=' . $index->{names}[$index->{rows}[0][5][$of]][1];
}
is(@{$index->{rows}[0][5]}, 3, 'what mentions are of is there once');
is_deeply($index->{counts}, [2, 3, 1], 'and how often');
is(join(' ', @mentions), 'نجمة البحر=x:1 مصر=iso3166:EG النجمة=x:1 ' .
    'مصر=iso3166:EG لبنان=iso3166:LB', 'mentions');
my ($one) = records(run([@html, '--labels=LOC', '--offsets=bytes'],
    in => lines({ text => 'نجمة البحر في مصر' }))->{out});
is_deeply($one->{fields}[0]{e}, [14, 3, 0], 'labels');
# Far more names than there is room for at first.
my @ships = map { "Ship$_" } 'aaaa' .. 'alzz';
spew("$dir/ships", join '', map { "x:$_\tSHIP\t$_\n" } @ships);
my ($many) = page_blocks(run([$tag, '--model=none', '--format=html', '-g',
    "$dir/ships"], in => lines({ text => "مصر @ships @ships" }))->{out},
    'index');
my %seen = map { $_->[1] => 1 } grep { $_->[0] eq 'SHIP' }
    @{$json->decode($many)->{names}};
is(keys %seen, @ships, 'many names');
my $two = run([@html, '--field=title', '--field=text'],
    in => lines($records[0]))->{out};
is(join(' ', map { $_->{name} } @{(records($two))[0]{fields}}),
    'title text', 'fields');

# Hostile text, in every place that is shown.
my @hostile = map { { id => $_, title => $_, date => $_, credit => $_,
    agency => $_, author => [$_], language => [$_], url => $_,
    warnings => [$_, [$_]], text => "مصر$_", dup =>
    { of => $_ } } } '</script><script>alert(1)</script>', '<!--<script>',
    '"\'\\', ']]>', "\x{2028}\x{2029}\x{85}", "\0\x01\x1f\r",
    "\x{fffe}\x{10ffff}\x{7f}\x{9f}\x{fdd0}", '&lt;', "\x{202e}", '@DATA@',
    '<' x 5000;
my $in = lines(@hostile) . '{"text":"<\/script>\u003c","title":"\ud800<"}' .
    "\n";
my $page = run(\@html, in => $in)->{out};
is(page_errors($page), '', 'well formed with hostile text');
@data = records($page);
is_deeply([map { $_->{title} } @data[0 .. $#hostile]], [map { $_->{title} }
    @hostile], 'nothing of it is lost');
is_run('the same bytes again', \@html, in => $in, clean => 1, out => $page);
is($page =~ s/<(script|\/script)\b//gr =~ tr/<//, $r->{out} =~
    s/<(script|\/script)\b//gr =~ tr/<//, 'no < of a text is left');

# Addresses that lead nowhere: only the web's are links.
my @nowhere = map { { title => 'خبر', text => 'مصر', url => $_ } }
    'javascript:alert(1)', "java\nscript:alert(1)", ' javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>', 'vbscript:x', 'file:///etc',
    'blob:https://example.org/x', '//example.org/x', [1],
    'https://example.com@example.org/', 'ftp://example.org/';

# No records; bad ones; what has no place.
my $empty = run(\@html)->{out};
is(page_errors($empty), '', 'no records');
is(() = page_blocks($empty, 'texts'), 0, 'none');
is_run('bad records are left out', \@html, in => "{}\n", status => 1,
    out => $empty, err => qr/stdin:1: no field "text"/);
is_run('no place for --bad=pass', [@html, '--bad=pass'], status => 2,
    err => "tag-entities: --bad=pass: a page has no place for them\n");

# Many blocks, with an index each of some: nothing is lost, and a page is
# smaller than its records.
my @long = map { my $n = $_; { id => "r$n", date => '2024-05-' .
    sprintf('%02d', 1 + $n % 28), text => join(' ', map { 'نجمة البحر رقم ' .
    ($n * 7919 + $_ * 104729) % 65521 } 1 .. 300) } } 1 .. 300;
my $long = run(\@html, in => lines(@long))->{out};
cmp_ok(scalar(() = $long =~ /class="texts"/g), '>', 3, 'several blocks');
is_deeply([map { $_->{fields}[0]{text} } records($long)], [map { $_->{text} }
    @long], 'of which no text is lost');
is(join(' ', map { $_->[0] } rows($long)), join(' ', map { $_->{id} } @long),
    'nor a row');
is(eval join('+', $long =~ /"$_" data-n="(\d+)"/g), 300,
    "blocks tell how many: $_") for qw(texts index);
cmp_ok(length $long, '<', length(lines(@long)) / 2, 'half of the bytes');

# Written as it comes: memory does not grow with the records.
SKIP: {
	skip 'sanitizers need more memory', 1 if sanitized();
	spew("$dir/one", lines($records[0]) =~ s/\n//r);
	is_run('bounded memory', ['sh', '-c', 'ulimit -v 60000; one=$1; shift;
	    yes "$(cat "$one")" | head -n 200000 | "$@" >/dev/null', 'sh',
	    "$dir/one", @html]);
}

# In a browser.
SKIP: {
	skip 'chromium is not installed', 47 unless browser();
	for ([$r->{out}, 'records'], [$page, 'hostile text'],
	    [$empty, 'no records']) {
		my $b = browse(spew("$dir/page.html", $_->[0]));
		is($b->{console}, '', "no word on the console: $_->[1]");
		like($b->{dom}, qr/<html[^>]* data-ready="yes"/, 'it ran');
	}
	spew("$dir/page.html", $r->{out});
	my $b = browse("$dir/page.html", 'e=iso3166:LB');
	is(() = $b->{dom} =~ /<article\b/g, 1, 'filtered by an entity');
	is(() = $b->{dom} =~ /<a class="m loc on"/g, 1, 'which is marked');
	like($b->{shot}, qr/\A\x89PNG/, 'it can be shown');
	$b = browse(spew("$dir/page.html", run([@html, '--field=title',
	    '--field=text'], in => lines({ %{$records[0]},
	    title => 'في مصر' }, @nowhere))->{out}));
	my $dom = Encode::decode('UTF-8', $b->{dom});
	is_deeply([$dom =~ /href="([^#"][^"]*)"/g],
	    ['https://example.org/a?x=%22%3Cb%3E&amp;y=1'],
	    'the address of the web alone is a link');
	like($dom, qr/<h2[^>]*><a[ ]class="go"[^>]*rel="noopener[ ]
	    noreferrer"[^>]*>في[ ]<span[ ]class="m[^>]*>مصر<\/span><\/a>
	    <\/h2>/x, 'a headline is a link, and no link is in a link');
	unlike($dom, qr/<h2[^>]*>(?:(?!<\/h2>).)*id:/s, 'no id in it');
	like($dom, qr/الأربعاء، 1 مايو 2024، الساعة 10:00/, 'a day in words');
	like($dom, qr/title="truncated">نص مبتور</, 'a warning in words');
	is(() = $dom =~ /<article\b/g, 12, 'a batch of articles');
	is($b->{console}, '', 'no word on the console');

	# Words in texts, and what they are compared by: as fold.tsv says, but
	# for squared words and what lies above U+FFFF.
	spew("$dir/page.html", run(\@html, in => lines(map { { text => $_ } }
	    'انتخابات المحافظة في عام ٢٠٢٤', "مُحافَظات ومدن الساحل",
	    "\x{fef5}ثار ومدن", 'Café في البلد'))->{out});
	for (['محافظات', 1], ['2024 المحافظه', 1], ['"الساحل ومدن"', 0],
	    ['لآثار', 1], ['ومدن', 2]) {
		my ($q, $n) = @$_;
		my $found = browse("$dir/page.html", 'q=' . encode_utf8($q) =~
		    s/([^a-z0-9])/sprintf '%%%02X', ord $1/gier)->{dom};
		is(() = $found =~ /<article\b/g, $n, "search: $q");
	}
	# They are marked where they stand.
	spew("$dir/page.html", run(\@html, in => lines({ text =>
	    "مُحافَظات مصر\x{fef5}ثار ومحافظات أخرى" }))->{out} .
	    '<script>setInterval(() => { document.title = [...CSS.highlights' .
	    ".get('found')].join('|'); }, 50);</script>");
	is(Encode::decode('UTF-8', browse("$dir/page.html", 'q=' .
	    '%D8%A2%D8%AB%D8%A7%D8%B1+%D9%85%D8%AD%D8%A7%D9%81%D8%B8' .
	    '%D8%A7%D8%AA')->{dom}) =~ /<title>(.*?)</ && $1,
	    "\x{fef5}ثار|مُحافَظات|محافظات", 'words found are marked');
	spew("$dir/page.html", run(\@html, in => lines(map { { text => 'مصر',
	    sitename => $_ } } 'BBC', 'bbc', 'Bbc ', 'ABC'))->{out});
	my $bbc = browse("$dir/page.html", 's=BBC')->{dom};
	is(join(' ', scalar(() = $bbc =~ /<article\b/g), $bbc =~
	    /<option value="(\w+)">(\w+) \((\d)\)/g), '3 bbc BBC 3 abc ABC 1',
	    'sources that differ in case are one');

	# Order, repeats, days far off.
	my @story = map { my ($id, $date, $name, $dup, $like) = @$_;
		{ id => $id, text => 'مصر', date => $date, sitename => $name,
		dup => $dup, like => $like } }
	    ['a', '2024-05-03T10:00', 'الضفاف'],
	    ['b', '2024-05-03T12:00', 'النخيل', { of => 'a', kind => 'near',
		cluster => 'a' }],
	    ['c', '9999-12-31', 'الجبل'],
	    ['d', '2024-05-01', 'الجبل', { of => 'elsewhere' }],
	    ['e', undef, undef, undef, { of => 'b', kind => 'update' }],
	    ['f', '2024-05-02T09:00', 'الضفاف', { of => 'a', kind => 'exact',
		cluster => 'a' }];
	spew("$dir/page.html", run(\@html, in => lines(@story))->{out});
	my %order = ('' => 'a b c d e f', 'sort=new' => 'b a f d c e',
	    'sort=old' => 'd f a b c e', 'sort=source' => 'd c a f b e',
	    'd=a&sort=new' => 'a f b', 'd=e' => 'e b', 'd=none' => '');
	for (sort keys %order) {
		my $b = browse("$dir/page.html", $_);
		my @ids = $b->{dom} =~ />id: (\w+)</g;
		is("@ids", $order{$_}, "order: $_");
		is($b->{console}, '', 'no word on the console');
		next if $_;
		my $dom = Encode::decode('UTF-8', $b->{dom}) =~
		    s/<(?!li>|summary>)[^>]*>//gr;
		my $first = 'الضفاف، الخميس، 2 مايو 2024';
		my $told = join '<li>', "<summary>مكرّر: 3 مقالات لقصة " .
		    "واحدة، أول من نشرها $first", "$first؛ عن الضفاف " .
		    'قبله بـ25 ساعة \(مطابق\)', 'الضفاف،[^<]*',
		    'النخيل،[^<]*؛ عن الضفاف بعده بساعتين \(متقارب\)';
		like($dom, qr/$told/,
		    'who printed it first, and who repeated whom');
		like($dom, qr/مكرّر عن مقال ليس هنا/, 'a repeat of no one here');
		like($dom, qr/تحديث لما نشره النخيل/, 'an update');
		like($dom, qr/حدّثه ما نشره بلا مصدر/, 'and of what');
		like($dom, qr/2024-05-03[^9]*2[^9]*مقال واحد بتاريخ بعيد/,
		    'days far off are counted apart');
	}
	spew("$dir/page.html", $long);
	$b = browse("$dir/page.html", 'sort=old&q=' . join '%20',
	    map { ($_ * 7919 + 104729) % 65521 } 299);
	like($b->{dom}, qr/>id: r299</, 'found in the last block');
	spew("$dir/page.html", $r->{out} =~
	    s/<script>/<script>delete window.DecompressionStream;/r);
	$b = browse("$dir/page.html");
	like($b->{dom}, qr/<p id="count"[^>]*>[^<]*Firefox 113/,
	    'a browser that cannot unpack is told');
	is($b->{console}, '', 'no word on the console');
	my ($fold) = run(\@html)->{out} =~
	    /(const ARABIC = .*?)\/\* --- The index/s;
	my $rows = join ',', map { my ($range, $class, $to) = split /\t/;
	    my ($first, $last) = split /\.\./, $range;
	    $to = $class eq 'X' ? '""' : $to eq '=' ? 'null' : '"' .
	    join('', map { "\\u$_" } split / /, $to) . '"';
	    "[0x$first,0x" . ($last // $first) . ",$to]" }
	    grep { /^[0-9A-F]{4}[.\t]/ && !/^3[23]/ }
	    split /\n/, slurp('common/tables/fold.tsv');
	spew("$dir/fold.html", encode_utf8('<meta charset="utf-8"><p></p>' .
	    '<script>') . $fold . encode_utf8("let wrong = '';\n" .
	    "for (const [a, b, to] of [$rows]) for (let c = a; c <= b; c++) {" .
	    'const s = String.fromCharCode(c), got = fold("a" + s + "a");' .
	    'if (got !== "a" + (to ?? s).replace(/\s/g, " ") + "a" ||' .
	    '(c < 0xd800 || c > 0xdfff) && fold_text("a" + s + "a") !== got)' .
	    'wrong += c.toString(16) + " "; }' .
	    'document.querySelector("p").textContent = "wrong: " + wrong;' .
	    '</script>'));
	like(browse("$dir/fold.html")->{dom}, qr/<p>wrong: <\/p>/,
	    'compared as the tools compare');
}

done_testing;
