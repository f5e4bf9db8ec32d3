#!/usr/bin/perl
# --exact does not read lines that come again.  What comes out is what it says
# when an option has it read all: good lines, bad ones, those without text,
# those behind a byte order mark, while many come again and while few do.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Chance;
use Khabar;
use Test::More;

my $dedupe = tool('dedupe');
my $bom = "\xef\xbb\xbf";

seed(7);
my @line = map { qq({"id":"r$_","text":"t) . $_ % 900 . qq("}\n) } 1 .. 1000;
push @line, qq({"text":""}\n), qq({"text":7}\n), qq({"text":"half"\n), "\n",
    qq({"title":"none"}\n), qq({"text":"\\udc00"}\n),
    qq($bom\{"text":"marked"}\n);
my @in = map { $line[random(scalar @line)] } 1 .. 20000;
push @in, map { qq({"text":"new $_"}\n) } 1 .. 40000; # few come again
push @in, map { $line[random(scalar @line)] } 1 .. 40000;
my $in = join '', qq($bom\{"text":"marked"}\n), @in;

my $all = run([$dedupe, '--exact', '--mark'], in => $in);
my ($kept, $dropped) = ('', '');
for (split /^/, $all->{out}) {
	s/,"dup":(null|\{[^}]*\}),"like":null\}$/}/ or die;
	$1 eq 'null' ? ($kept .= $_) : ($dropped .= $_);
}
# The record's own line may start with a mark, which --mark takes off.
$kept = $bom . $kept;
my $messages = $all->{err};
ok($kept ne '' && $dropped ne '' && $messages ne '', 'there is some of each');
for my $j (1, 3) {
	is_run("-j$j", [$dedupe, '--exact', "-j$j"], in => $in, status => 1,
	    out => $kept, err => $messages);
	is_run("-j$j --repeated", [$dedupe, '--exact', '--repeated', "-j$j"],
	    in => $in, status => 1, out => $dropped, err => $messages);
}
my $dir = scratch();
my ($first, $second) = map { join '', @in[@$_] } [0 .. 9999], [5000 .. 19999];
my $one = run([$dedupe, '--exact', '--bad=skip'], in => $first . $second);
my $r = join '', map { run([$dedupe, '--exact', '--bad=skip', '--state',
    "$dir/s"], in => $_)->{out} } $first, $second;
ok($r eq $one->{out}, 'two runs over a state');
is_run('--check', [$dedupe, '--state', "$dir/s", '--check'], out => qr/./);
done_testing;
