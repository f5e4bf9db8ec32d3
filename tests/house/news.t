#!/usr/bin/perl
# One version for the programs, the package and man/NEWS; what NEWS says is
# there is there, and what it says is gone is gone.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $news = slurp("$TOP/man/NEWS");
my ($version) = slurp("$TOP/Makefile") =~ /^VERSION = (\S+)$/m;
my @versions = $news =~ /^Version (\S+), \d+ [A-Z][a-z]+ \d{4}$/mg;
my @packages = slurp("$TOP/.deb/changelog") =~ /^khabar \((\S+)-\d+\) /mg;
is($versions[0], $version, "man/NEWS begins with the Makefile's version");
is("@packages", "@versions", 'the package has the versions of man/NEWS');

my ($programs) = slurp("$TOP/Makefile") =~ /^PROGRAMS = ((?:.*\\\n)*.*)/m;
my %help;
for my $name (grep { -x tool($_) } split /[\s\\]+/, $programs) {
	is_run("$name --version", [tool($name), '--version'],
	    out => "$name (khabar) $version\n");
	$help{$name} = run([tool($name), '--help'])->{out};
}
plan(skip_all => 'no program is built') unless %help;

# The newest version alone: what an old one says may have gone since.
my ($newest) = $news =~ /^(Version .*?)(?=^Version |\z)/ms;
my ($migration, $new) = $newest =~ /^(Migration from .*?)^(New in .*)/ms;
is(join(' ', $newest =~ /^(Migration from|New in) (\S+)$/mg),
    "Migration from $versions[1] New in $version", 'both its sections');
my %made = map { $_ => 1 } qw(--feild);
my $all = join '', values %help;
my @unknown = grep { !$made{$_} && $all !~ /\Q$_\E\b/ }
    $newest =~ /(--[a-z][a-z-]+)/g;
is("@unknown", '', 'its options are those of --help');
my $manuals = join '', map { slurp($_) } glob "$TOP/man/*.[1-8]";
my @unlisted = grep { $manuals !~ /\b\Q$_\E\b/ }
    $newest =~ /^    (\w+_\w+) is new/mg, $newest =~ /with the warning (\w+)/g;
is("@unlisted", '', 'its fields and warnings are in the manuals');
my @missing = grep { !-e "$TOP/$_" }
    $migration =~ m{\b(?:are|to)\s+((?:tests|common)/[\w/]+)}g;
is("@missing", '', 'its folders are there');
my @long = grep { length > 79 } split /\n/, $news;
is("@long", '', 'no line of it is longer than a terminal');

done_testing;
