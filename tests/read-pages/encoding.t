#!/usr/bin/perl
# read-pages: what character set a page is in.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Encode;
use Test::More;

my $read = tool('read-pages');
my $words = decode('UTF-8', 'افتتاح الجسر، ويبلغ طوله مئة متر');

# A page in charset that says what head says.
sub reads {
	my ($name, $charset, $head, $want, @options) = @_;
	my $page = "<html><head>$head</head><body><p>$words</p></body></html>";
	my $r = run([$read, @options], in => encode($charset, $page));
	my ($text) = $r->{out} =~ /"text":"((?:[^"\\]|\\.)*)"/;
	my ($encoding) = $r->{out} =~ /"encoding":"([^"]*)"/;

	is($text, encode('UTF-8', $words), $name) if $want ne 'bad';
	is($encoding // 'bad', $want, "$name: $want");
}

my $meta = '<meta charset="%s">';
reads('says nothing', 'UTF-8', '', 'utf-8');
reads('says windows-1256 and is UTF-8', 'UTF-8',
    '<meta charset=windows-1256>', 'utf-8');
reads('windows-1256', 'cp1256', sprintf($meta, 'Windows-1256'), 'windows-1256');
reads('says nothing', 'cp1256', '', 'windows-1256');
reads('ISO-8859-6 says nothing', 'iso-8859-6', '', 'iso-8859-6');
reads('says UTF-8', 'cp1256', sprintf($meta, 'utf-8'), 'windows-1256');
reads('says latin1', 'cp1256', sprintf($meta, 'iso-8859-1'), 'windows-1256');
reads('behind a title, in http-equiv', 'cp1256', "<title>$words</title>" .
    '<META http-equiv="Content-Type" content="text/html; CHARSET = cp1256 ">',
    'windows-1256');
$words =~ s/\x{60c}//;
reads('ISO-8859-6', 'iso-8859-6', sprintf($meta, 'ISO_8859-6'), 'iso-8859-6');
reads('arabic is its label', 'iso-8859-6', sprintf($meta, 'arabic'),
    'iso-8859-6');
reads('an option overrules the page', 'iso-8859-6',
    sprintf($meta, 'windows-1256'), 'iso-8859-6', '--encoding=iso-8859-6');
reads('a mark before all', 'UTF-16', sprintf($meta, 'windows-1256'),
    'utf-16be');
reads('UTF-16 that an option names', 'UTF-16LE', '', 'utf-16le',
    '--encoding=utf-16le', '--from=html');
reads('a set that is not read', 'cp1256', sprintf($meta, 'gbk'), 'bad');
$words = decode('UTF-8', 'Été à la mer près de Nîmes');
reads('windows-1252', 'cp1252', '', 'windows-1252');

# A stray byte costs itself alone.
my $r = run([$read], in => '<p>' . encode('UTF-8', "\x{628}\x{627} " x 40) .
    "\xff</p>");
like($r->{out}, qr/"text":"[^"]*\xef\xbf\xbd"/, 'a stray byte');
like($r->{out}, qr/"encoding":"utf-8"/, 'changes nothing');

is_run('--encoding', [$read, '--encoding=klingon'], status => 2,
    err => "read-pages: --encoding: unknown character set\n");
is_run('--encoding of what is not read', [$read, '--encoding=gbk'],
    status => 2, err => "read-pages: --encoding: unknown character set\n");
done_testing;
