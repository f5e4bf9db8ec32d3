#!/usr/bin/perl
# read-pages: feeds and crawls of others, in DATA_DIR (../shared/data): how many
# records each gives, how many of them have a date, and the exit status.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $data = $ENV{DATA_DIR} // "$TOP/../shared/data";
plan(skip_all => "no html.tar.xz in $data") unless -r "$data/html.tar.xz";

my $dir = scratch();
is(run(['tar', '-xJf', "$data/html.tar.xz", '-C', $dir])->{status}, 0, 'unpacked');
my %want = (
	'feeds/f00_bbcurdu_rss2.xml' => '26 26 0',
	'feeds/f01_urdu_wordpress_wxr.xml' => '79 79 0',
	'feeds/f02_atom.xml' => '25 25 0',
	'feeds/f03_rdf_rss1.xml' => '60 0 0',
	'feeds/f04_windows1251_rss2.xml' => '50 50 0',
	'feeds/f05_utf16le.xml' => '1 0 0',
	'feeds/f06_ws_before_decl.xml' => '0 0 0',
	'feeds/f07_huffpost_rss2.xml' => '2 2 0',
	'feeds/f08_techcrunch_content_encoded.xml' => '20 20 0',
	'feeds/f09_invalid_date.xml' => '2 2 0',
	'feeds/f10_invalid_prolog.xml' => '1 0 0',
	'feeds/f11_atom_html_titles.xml' => '20 20 0',
	'warc/warcio_example.warc' => '1 0 0',
	'warc/warcio_example.warc.gz' => '1 0 0',
	'warc/clueweb-quirk.warc.gz' => '0 0 1', # all in EUC-JP
	'warc/warcio_example.arc.gz' => '0 0 2',
);
for my $file (sort keys %want) {
	my $r = run([tool('read-pages'), "$dir/html/$file"]);

	is(join(' ', $r->{out} =~ tr/\n//,
	    scalar(() = $r->{out} =~ /^\{.*?"date":"/mg), $r->{status}),
	    $want{$file}, $file);
}
done_testing;
