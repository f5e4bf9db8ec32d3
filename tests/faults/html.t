#!/usr/bin/perl
# HTML that costs as much as it can: read-pages is done soon, in little memory,
# and the pages around it come out.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;

plan(skip_all => 'sanitizers take time and memory of their own')
    if sanitized() || small();
my $MB = 1 << 20;
my $mb = 300; # of address space, for pages of 2 MB

my %kind = (
	'paragraphs of a letter' => '<p>a',
	'inline elements that never end' => '<b>a',
	'blocks that never end' => '<div>a',
	'ends of nothing' => '</div>',
	'entries' => '<li><a href=x>a</a>',
	'links' => '<a rel=tag href=x>a</a>',
	'times' => '<time datetime=2024-01-02>a</time>',
	'properties' => '<span itemprop=x>a</span>',
	'scopes' => '<i itemscope itemprop=x><i itemprop=y>a</i></i>',
	'attributes' => '<p a=b c=d e=f g=h class="a b c d e f">a',
	'references' => '&lt;&#1576;&nosuch;',
	'comments' => '<!-- a -->',
	'comments that never end' => '<!-- ',
	'less-than signs' => '<',
	'quotes that never end' => '<a href="',
	'blanks' => " \n",
	'one word' => 'a',
	'NULs' => "\0",
	'declarations' => '<!doctype html [<!entity a "b">',
	'charsets' => '<meta charset=x>',
	'JSON that never ends' => '<script type="application/ld+json">{"a":[',
	'head and body' => '<html><head><body>',
	'headlines' => '<h1>a</h1>',
);

for my $kind (sort keys %kind) {
	claim($kind, sub {
		spew('good', '<html><p>a</p>');
		spew('in', '<html>' . $kind{$kind} x
		    (2 * $MB / length $kind{$kind}));
		my $r = sh("ulimit -v $mb" .
		    '000; ulimit -t 10; read-pages good in good');
		my $why = died($r);
		return $why if $why ne '';
		return "status $r->{status}: $r->{err}" if $r->{status} > 1;
		my $good = () = $r->{out} =~ /^\{"id":"good",.*\}$/mg;
		return "$good of 2 pages around it" if $good != 2;
		my $in = () = $r->{out} =~ /^\{"id":"in",/mg;
		return $r->{status} == 0 && $in != 1 ? 'it is lost' : '';
	});
}
done_testing;
