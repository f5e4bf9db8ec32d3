#!/usr/bin/perl
# The pages of tag-entities --format=html and khabar-report in a browser, on a
# screen and on a phone, light and dark: nothing is said on the console,
# nothing fetched, nothing runs that a record brings, nothing stands out of the
# window, and axe finds nothing.  Texts are of our own writing.
# Slow: it uses all that some 50 pages offer.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8 decode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Page;
use Test::More;

my $json = JSON::PP->new->utf8->canonical->allow_nonref;
my $dir = scratch();
my ($tag, $report) = (tool('tag-entities'), tool('khabar-report'));
my $axe = "$TOP/build/axe/package/axe.min.js";

plan skip_all => 'chromium is not installed (make deps-view)' unless browser();
plan skip_all => 'node is not installed (make deps-view)'
    if system 'command -v node >/dev/null 2>&1';
plan skip_all => 'the same pages as without sanitizers' if sanitized();
binmode Test::More->builder->$_, ':utf8'
    for qw(output failure_output todo_output);

# All jobs in one browser: what tests/lib/browser.js says of each.
my $runs = 0;
sub look {
	my $r = run(['timeout', 900, 'node', "$TOP/tests/lib/browser.js",
	    browser(), "$dir/profile" . ++$runs],
	    in => $json->encode(\@_), env => { HOME => $dir,
	    LD_PRELOAD => undef });

	is($r->{status} . $r->{err}, 0, 'the browser came to its end');
	return @{$json->decode($r->{out})};
}

# Where a page stands that a command writes of records.
sub page {
	my ($name, $in, @command) = @_;
	my $r = run([@command, '--bad=skip'], in => $in);

	is($r->{status}, 0, "$name is written") or diag($r->{err});
	spew("$dir/$name.html", $r->{out});
	return { url => "file://$dir/$name.html" };
}

# --- What is usual -----------------------------------------------------------
# Some articles, with all that a page shows.
my @said = ('قال %s إن السفن تعود إلى الميناء القديم قبل آخر الشهر.',
    'وصلت أمس إلى %s قافلة تحمل القمح والتمر من القرى البعيدة.',
    'نفى %s ما نُشر عن إغلاق السوق، وأضاف أن العمل يسير كما كان.');
my @who = ('سعيد العطار', 'ليلى النجار', 'مصر', 'لبنان', 'الأمم المتحدة',
    'نجمة البحر', 'دمشق');

sub usual {
	my ($i) = @_;
	my $name = $who[$i % @who];
	my $other = $who[($i + 3) % @who];
	my $text = join "\n", map { sprintf $_, $name } (@said) x ($i % 5 ? 2 : 8);

	return { id => "n-$i", title => "أخبار $name: خبر رقم $i",
	    url => "https://example.org/n/$i", language => 'ar',
	    date => sprintf('2025-05-%02dT08:30', 1 + $i * 5 % 27),
	    sitename => ('صحيفة الضفاف', 'شبكة الجبل', 'Ar News')[$i % 3],
	    credit => ('وكالات', undef)[$i % 2], agency => ('MENA', undef)[$i % 2],
	    author => ['هدى الكاتب'], categories => ['محليات'], tags => ['قمح'],
	    warnings => [('date_ambiguous', 'truncated')[$i % 2]],
	    dup => $i % 4 == 3 ? { of => 'n-' . ($i - 1), kind => 'near',
	    similarity => .9, containment => 1, cluster => 'n-' . ($i - 1) } :
	    undef, like => $i % 4 == 2 ? { of => 'n-1', kind => 'update',
	    similarity => .6, containment => .7 } : undef,
	    text => "$text\nوكان $other هناك.",
	    entities => [map { { label => $_->[0], text => $_->[1], id => $_->[2],
	    name => $_->[1] } } ['PER', 'سعيد العطار', undef],
	    ['LOC', $name, 'iso3166:EG'], ['ORG', 'الأمم المتحدة', 'x:1'],
	    ['SHIP', 'نجمة البحر', undef]] };
}

sub lines {
	return join '', map { $json->encode($_) . "\n" } @_;
}

spew("$dir/names", encode_utf8("x:1\tSHIP\tنجمة البحر\tالنجمة\n"));
my @view = ($tag, '--format=html', '-g', "$dir/names");
my @report = ($report, '--today=2025-06-01', '--examples=8');
my $usual = lines(map { usual($_) } 1 .. 30);
my %usual = (view => page('view', $usual, @view), two => page('two', $usual,
    @view, '--field=title', '--field=text'), report => page('report', $usual, @report));
my %names; # of elements and attributes, by page
my $play = slurp("$TOP/tests/lib/play.js");

sub play {
	my ($page, $word) = @_;

	return { %$page, steps => ["($play)(" . decode_utf8($json->encode($word))
	    . ')'] };
}

# --- Screens, phones, axe ----------------------------------------------------
my @looks = map { my $page = $_; map { my $width = $_; map { { %{$usual{$page}},
    name => "$page, $width px, " . ($_ ? 'dark' : 'light'), width => $width,
    height => 844, dark => $_ ? JSON::PP::true : JSON::PP::false } } 0, 1 }
    1280, 390 } qw(view report);
my @axe = -e $axe ? (decode_utf8(slurp($axe)) . ';0', 'axe.run().then(r => ' .
    'r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + ' .
    'n.any.concat(n.all, n.none).map(c => c.message)).join("\n")))') : ();

# The page as it opens with the phone's filters, and a part of all.
my @states = ('document.querySelectorAll("details").forEach(d => ' .
    '{ d.open = true })', 'document.querySelector(".m, .list button")?.click()');
my @named = ('all open', 'a part of all');
my $wide = 'document.documentElement.scrollWidth - innerWidth';
my @seen = look((map { { %$_, steps => [$wide, map { ($_, $wide, @axe) } @states] } }
    @looks), map { play($usual{$_}, 'سعيد') } qw(view two report));

for my $look (@looks) {
	my $seen = shift @seen;

	is(join("\n", @{$seen->{said}}), '', "$look->{name}: nothing is said");
	my ($first, @results) = @{$seen->{results}};
	is($first, 0, "$look->{name}: not wider than the window");
	for my $state (@named) {
		my (undef, $out, undef, $axe) = splice @results, 0, 2 + @axe;

		is($out, 0, "$look->{name}, $state: not wider than the window");
		SKIP: {
			skip 'axe is not installed (make deps-view)', 1
			    unless @axe;
			is(join("\n", @{$axe // ['none']}), '',
			    "$look->{name}, $state: axe");
		}
	}
}
for my $page (qw(view two report)) {
	my ($said, $r) = (@{(shift @seen)}{qw(said results)});

	is(join("\n", @$said, @{$r->[0]{wrong}}), '', "$page: all can be used");
	cmp_ok($r->[0]{pressed}, '>', 5, 'there is something to press');
	$names{$page} = { map { $_ => 1 } @{$r->[0]{names}} };
}

# --- What is hostile ---------------------------------------------------------
# Each says its number on the console if it runs, asks for what is not there if
# it is fetched, or becomes an element that no usual page has.
my @payloads = (
	'</script><script>console.log(N)</script>',
	'<!--<script>--!><script>console.log(N)</script>]]>-->',
	'"><img src=x onerror=console.log(N)>',
	'\' autofocus tabindex=1 onfocus=console.log(N) x="" onmouseover="' .
	    'console.log(N)" y=\'',
	'javascript:console.log(N)',
	" java\tscript:console.log(N)//",
	'data:text/html,<script>console.log(N)</script>',
	'</title></style></textarea></noscript></template></svg><script>' .
	    'console.log(N)</script>',
	'<svg onload=console.log(N)><math><mtext><table><mglyph><style><img ' .
	    'src onerror=console.log(N)></style></table></mtext></math></svg>',
	'<base href="https://ran.example/"><meta http-equiv="refresh" ' .
	    'content="0;url=https://ran.example/N">',
	'<iframe srcdoc="<script>parent.console.log(N)</script>"></iframe>' .
	    '<form action="https://ran.example/N"><input type=submit></form>',
	'red;background:url(https://ran.example/N)}</style><style>@import ' .
	    '"https://ran.example/N";*{background:url(https://ran.example/N)}',
	'&lt;script&gt;console.log(N)&lt;/script&gt;&#60;img src=x ' .
	    'onerror=console.log(N)&#62;',
	"\x{2028}\x{2029}\x{85}';console.log(N)//\\u003cscript\\u003e" .
	    '"+console.log(N)+"',
	'${console.log(N)}`@DATA@@SCRIPT@{{constructor.constructor(' .
	    '"console.log(N)")()}}$&$\'',
	'__proto__', 'constructor',
	"\x{202e}\x{2066}<b onclick=console.log(N)>\x{2067}\x{200f}</b>",
	"\0\x01\x1b[31m\r\x7f\x{fffe}\x{10ffff}<a href='javascript:" .
	    "console.log(N)'>",
	'\ud800<img src=x onerror=console.log(N)>',
	'https://user:console.log(N)@ran.example/',
	'<noscript><p title="</noscript><img src=x onerror=console.log(N)>">' .
	    '<link rel=stylesheet href=https://ran.example/N>',
	('<' x 200 . 'ع' x 300) x 20 . '<img src=x onerror=console.log(N)>',
);

# Where each stands in a record.
sub set {
	my ($field) = @_;

	return sub { $_[0]{$field} = $_[1] };
}
my @fields = (
	(map { [$_, set($_)] } qw(id title url date date_modified credit agency
	    sitename source language headline datePublished role)),
	(map { my $f = $_; ["$f\[]", sub { $_[0]{$f} = [$_[1], [$_[1]]] }] }
	    qw(author categories tags warnings)),
	['text', sub { $_[0]{text} .= "$_[1] مصر" }],
	['dateline', sub { $_[0]{dateline} = { places => [$_[1]],
	    agency => $_[1] } }],
	(map { my $f = $_; ["dup.$f", sub { $_[0]{dup} = { of => 'n-1',
	    kind => 'near', cluster => 'n-1', $f => $_[1] } }] }
	    qw(of kind cluster)),
	(map { my $f = $_; ["like.$f", sub { $_[0]{like} = { of => 'n-1',
	    kind => 'update', $f => $_[1] } }] } qw(of kind)),
	(map { my $f = $_; ["entities.$f", sub { $_[0]{entities}[0]{$f} = $_[1]
	    }] } qw(text id name label title source)),
	['unknown', sub { $_[0]{$_[1]} = 1; $_[0]{x} = { $_[1] => $_[1] } }],
);

# The records of a payload, one for each place; half a surrogate pair, which no
# encoder writes, is left as the escape that it is.
sub hostile {
	my ($p) = @_;
	my @records;

	for my $i (0 .. $#fields) {
		my $r = usual($i + 1);
		my $word = $payloads[$p] =~ s/\bN\b/1000 * $p + $i/ger;

		$fields[$i][1]->($r, $word);
		$r->{warnings} = ["at $i"] unless ref $r->{warnings}[1];
		push @records, $r;
	}
	return lines(@records) =~ s/\\\\ud800/\\ud800/gr;
}

my (@jobs, @names);
for my $p (0 .. $#payloads) {
	my $in = hostile($p);
	my $word = $payloads[$p] =~ s/\bN\b/1000 * $p + 900/ger;
	my $cell = encode_utf8($word) =~ tr/\t\n\r\0|#/ /r;
	my $field = $cell =~ tr/=/ /r;

	# Names of a user's list, and what the command line brings.
	spew("$dir/names", $cell . encode_utf8("\tLOC\tلبنان\t\n") .
	    "x:2\tPER\t$cell\t" . encode_utf8("سعيد العطار\n") .
	    "x:3\t$cell\t" . encode_utf8("دمشق\t\n"));
	push @names, "view $p", "two $p", "report $p";
	my $file = "$dir/" . substr($cell =~ tr{/}{_}r, 0, 100);
	spew($file, $in);
	push @jobs, map { play($_, $word) } page("view$p", $in, @view),
	    page("two$p", lines({ %{usual(1)}, $field => 'مصر' }),
	    @view, '--field=title', "--field=$field"),
	    page("report$p", $in, @report, $file);
}

for my $seen (look(@jobs)) {
	my ($name, $p) = split ' ', shift @names;
	my ($said, $r) = ($seen->{said}, $seen->{results}[0]);
	my $known = $names{$name};
	my @new = map { "new: $_" } grep { !$known->{$_} } @{$r->{names}};

	is(join("\n", @$said, @{$r->{wrong} // []}, @new), '', "$name: " .
	    substr $payloads[$p] =~ tr/ -~//cdr, 0, 60);
}
note(sprintf 'figure: %d payloads in %d places of a record, %d pages',
    scalar @payloads, scalar @fields, scalar @jobs);

done_testing;
