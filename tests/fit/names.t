#!/usr/bin/perl
# Marks without text, joined to their sentences: names.pl.
use strict;
use warnings;
use utf8;
use Digest::MD5 qw(md5_hex);
use Encode qw(decode_utf8 encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

my $json = JSON::PP->new->utf8->canonical;
my $names = "$TOP/tests/fit/names.pl";
my $dir = scratch();

sub joined { decode_utf8(run(['perl', $names, @_])->{out}) }

my $first = 'زار سالم الحلو "وحلب".';
my $other = 'وصلت هالة إلى تدمر.';
my $third = 'سامر في تدمر';
spew("$dir/marks", join '', map {
	$json->encode({ id => "a$_|0", text => $_ < 9 ? 'لا اسم هنا' : $first,
		gold => $_ < 9 ? [] : [[4, 14, 'PER'], [17, 20, 'LOC']] }) . "\n"
} reverse 0 .. 9);
spew("$dir/news", $json->encode({ id => 'b', title => $third,
	text => "خبر. $other" }) . "\n");
sub row {
	my ($id, $text, $marks) = @_;

	return join("\t", $id, length $text,
	    substr(md5_hex(encode_utf8($text)), 0, 12), $marks) . "\n";
}
spew("$dir/table", encode_utf8("# a comment\n" .
	row('a9|0', $first, '4-8:PER') . row('b|5', $other, '5-9:PER 14-18:LOC') .
	row('b|t0', $third, '0-4:PER 8-12:LOC') . row('b|4', $other, '0-4:ORG')));

my $got = joined("$dir/marks");
is(scalar(() = $got =~ /^$/mg), 9, 'every tenth is left out');
like($got, qr/^زار O\nسالم B-PER\nالحلو I-PER\n" O\nوحلب B-LOC\n" O\n\. O\n\n/m,
    'tokens and their tags');
is(scalar(() = joined('--held-out', "$dir/marks") =~ /^$/mg), 1,
    'or it alone');
$got = joined('--table', "$dir/table", '--news', "$dir/news", "$dir/marks");
like($got, qr/^زار O\nسالم B-PER\nالحلو O\n/m, 'marks are mended');
like($got, qr/^وصلت O\nهالة B-PER\nإلى O\nتدمر B-LOC\n\. O\n$/m,
    'a sentence of the news');
like($got, qr/^سامر B-PER\nفي O\nتدمر B-LOC\n$/m, 'of a title');
unlike($got, qr/B-ORG/, 'none where the text is another one');
is($json->decode((split /\n/, encode_utf8(joined('--records', '--held-out',
	"$dir/marks")))[0])->{id}, 'a0|0', 'records');
my @bad = grep { !/^#/ && !/^\S+\|t?\d+\t\d+\t[0-9a-f]{12}\t(?:\d+-\d+:[A-Z]+ ?)*$/ }
    split /\n/, slurp("$TOP/tests/fit/names.tsv");
is("@bad", '', 'the rows of names.tsv');
done_testing();
