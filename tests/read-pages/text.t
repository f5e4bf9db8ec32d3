#!/usr/bin/perl
# read-pages: the text of a page is what a browser would show.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $read = tool('read-pages');

# The lines that HTML shows.
sub shows {
	my ($name, $html, @lines) = @_;
	my $r = run([$read, '--from=html'], in => $html);
	my ($text) = $r->{out} =~ /"text":"((?:[^"\\]|\\.)*)"/;

	is(join('|', split /\\n/, $text // ''), join('|', @lines), $name);
	is("$r->{status}$r->{err}", '0', "$name: quietly");
}

shows('blocks are lines', '<div>a<p>b</p>c</div><h2>d</h2>e', qw(a b c d e));
shows('br parts', 'a<br>b<br/><br>c', qw(a b c));
shows('cells part', '<table><tr><td>a<td>b<tr><th>c</table>', qw(a b c));
shows('inline elements do not', "ي<span>ُرج</span>ى <b>أن</b> <a href=x>ن</a>تحدث",
    'يُرجى أن نتحدث');
shows('but numbers and links', '<span>1250 مشاهدة</span><span>12 آذار 2024' .
    '</span><i>09:15</i><a href=x>ا</a><a href=y><b>ب</b></a><b>ج</b><b>د</b>',
    '1250 مشاهدة 12 آذار 2024 09:15 ا بجد');
shows('a sentence over several lines is one', "<p>a\n  b\t\r\n c </p>", 'a b c');
shows('but not in pre', "<pre>a\n  b</pre>", 'a', 'b');
shows('entries have bullets', '<ul><li>a<li><p>b</p><li></li></ul>c',
    "\xe2\x80\xa2 a", "\xe2\x80\xa2 b", 'c');
shows('no-break blanks stay, alone they are nothing',
    '<p>a&nbsp;b</p><p>&nbsp;</p><p>&#8203;</p>c', "a\xc2\xa0b", 'c');
shows('joiners and marks stay', '<p>می&zwnj;رود&rlm;</p>',
    "می\xe2\x80\x8cرود\xe2\x80\x8f");
shows('references', '<p>&quot;&#1576;&#x628;&amp;&lt;b&gt;&laquo;', '\"ب' .
    'ب&<b>«');
shows('scripts, styles, comments', '<p>a<script>"<p>x</p>"</script><style>y' .
    '</style><!-- z --><template>t</template><noscript>n</noscript>b', 'ab');
shows('form controls', '<form><p>a</p><input value=x><button>y</button>' .
    '<select><option>z</select><textarea>t</textarea><p>b</p></form>', qw(a b));
shows('what is embedded', 'a<svg><title>x</title><text>y</text></svg>' .
    '<iframe>z</iframe><video>v</video>b', 'ab');
shows('hidden elements', '<p hidden>x</p><p style="color:red; DISPLAY : none">' .
    'y</p><span class="a sr-only">z</span><p style="visibility:hidden">v</p>a',
    'a');
shows('not those that scripts show', '<body style="display:none"><div hidden ' .
    'id="S:1">a</div><main style="display:none">b</main>', qw(a b));
shows('an end in the middle', '<body><p>a</p></body></html><p>b</p>', qw(a b));
shows('NULs', "<p>a\0b</p>\0<p>c", 'ab', 'c');
shows('nothing', '<p></p>');
shows('elements that are not known', '<x-page>a<x-b>b</x-b></x-page>', 'ab');
shows('tags that end nothing', '</div>a</p></b><b>b', qw(a b));

my $deep = run([$read], in => '<html>' . '<div>' x 2000 . 'a');
is($deep->{err}, "read-pages: stdin:1: nested too deep, byte 1\n", 'depth');
is($deep->{status}, 1, 'a bad record');
my $many = run([$read], in => '<html>' . '<p>a' x 1_100_000);
is($many->{err}, "read-pages: stdin:1: a page of too many elements, byte 1\n",
    'elements');
is($many->{status}, 1, 'a bad record, too');
done_testing;
