#!/usr/bin/perl
# README.md: what its console blocks show is what the commands print.
use strict;
use warnings;
use Test::More;

my $bin = $ENV{O} // 'build/rel';
open my $f, '<', 'README.md' or die "README.md: $!";
my $readme = do { local $/; <$f> };
my $n = 0;

while ($readme =~ /^```console\n(.*?)^```$/gms) {
	my ($command, $want) = $1 =~ /\A\$ ([^\n]*\n(?:> [^\n]*\n)*)(.*)\z/s
	    or die 'a console block starts with a command';

	$command =~ s/^> //gm;
	$command =~ s{build/rel}{$bin}g;
	open my $run, '-|', 'bash', '-c', $command or die "bash: $!";
	my $got = do { local $/; <$run> } // '';
	close $run;
	is($got, $want, 'block ' . ++$n);
}
ok($n >= 2, 'there are blocks');
done_testing();
