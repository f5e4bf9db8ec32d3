#!/usr/bin/perl
# Marked pages: each keeps the format, and what is wrong with one is told.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use JSON::PP;
use Test::More;

my @pages = sort glob 'tests/fit/marked/*.page';
my $dir = scratch();

sub marked { return run(['perl', 'tests/fit/marked.pl', @_]) }

sub faults {
	my ($text) = @_;
	my $r = marked('-', spew("$dir/a.page", $text));
	return $r->{status} . ' ' . $r->{err} =~ s/\Q$dir\E\///gr;
}

cmp_ok(scalar @pages, '>', 10, 'there are pages');
my $r = marked("$dir/gold", @pages);
is($r->{status} . $r->{err}, '0', 'every page keeps the format');

# Pages are what their lines say, and parts tile them.
open my $in, '<', "$dir/gold/gold.jsonl" or die "gold.jsonl: $!\n";
my @gold = map { decode_json($_) } <$in>;
is(scalar @gold, scalar @pages, 'a record a page');
for my $page (@gold) {
	my $text = join '', map { "$_->[1]\n" } map { @{$_->{lines}} }
	    @{$page->{parts}};
	utf8::encode($text);
	my $stored = slurp("$dir/gold/pages/$page->{id}.txt");
	next if $text eq $stored && $page->{parts}[0]{start} == 0;
	fail("$page->{id}: its lines");
}

my $head = "# XX: a page\n=title\tHead\n";
is(faults("${head}T\tHead\n_\t\nB\tText.\n"), '0 ', 'a good page');
is(faults("${head}T\tHead\nX\tText.\n"),
    "1 a.page:4: no role, field or comment: X\tText.\n", 'an unknown role');
is(faults("${head}T\tHead\nText.\n"),
    "1 a.page:4: no role, field or comment: Text.\n", 'a line without role');
is(faults("${head}B\tText.\n"), "1 a.page:3: not printed: Head\n",
    'a title that is not there');
is(faults("${head}=date\t3 May\nT\tHead\n"),
    "1 a.page:3: =date: no date: 3 May\n", 'a date that is not ISO');
is(faults("${head}=titel\tHead\nT\tHead\n"),
    "1 a.page:3: =titel: unknown\n", 'an unknown field');
is(faults("${head}T\tHead\n=author\tHead\n"),
    "1 a.page:4: =author: behind the lines\n", 'a field too late');
is(faults("${head}T\tHead\n_\tText.\n"),
    "1 a.page:4: a blank line with text\n", 'a blank line with text');
is(faults("${head}T\tHead\nB\t \n"), "1 a.page:4: B: no text\n",
    'a line without text');

# Pages in HTML are such pages, too, each line of them marked.
my @html = sort glob 'tests/fit/marked-html/*.html';

sub from_html {
	my $made = run(['perl', 'tests/fit/marked-html.pl', "$dir/html", @_]);
	return $made->{status} . $made->{err} =~ s/\Q$dir\E\///gr;
}

cmp_ok(scalar @html, '>', 10, 'there are pages in HTML');
is(from_html(@html), '0', 'what shows in them is marked');
$r = marked('-', map { "$dir/html/$_.page" } map { s/.*\/|\.html$//gr } @html);
is($r->{status} . $r->{err}, '0', 'every one keeps the format');
is(join(' ', grep { -s > 6144 } @html), '', 'none is longer than 6 KB');

my $html = "<!DOCTYPE html>\n<!--\n${head}-->\n<title>Head</title></head>\n" .
    "<b data-line=\"T\">H<i>ea</i>d</b><template>x</template>";
is(from_html(spew("$dir/a.html", $html)), '0', 'a good one');
is(slurp("$dir/html/a.page"), "${head}T\tHead\n", 'a line of it');
is(from_html(spew("$dir/a.html", "$html<p>Text &amp; more")),
    "1a.html: no mark: Text & more\n", 'a line without mark');

done_testing();
