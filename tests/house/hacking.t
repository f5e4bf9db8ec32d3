#!/usr/bin/perl
# khabar-hacking(7) and README say what is so: the rooms and their doors are
# those of layers.t, what is named is there, and every tool has all that a tool
# must have.  The page's examples are run by man.t.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $page = slurp("$TOP/man/khabar-hacking.7");
my $readme = slurp("$TOP/README.md");

# Rooms: those of layers.t, as "room: rooms below; doors".
my $layers = slurp("$TOP/tests/house/layers.t");
my ($ground) = $layers =~ /^my \$ground = '(.*)';$/m;
my %house = $layers =~ /^(?:\t|\$house\{)(\w+)(?: =>|\} =) \[(.*)\][,;]$/mg;
delete $house{cmd};
for my $room (keys %house) {
	my ($below, $doors) = $house{$room} =~ /^(\S.*?), '(.*)'$/;
	$below =~ s/['"]//g;
	$house{$room} = ($below =~ s/\$ground\b/the ground/r) . "; $doors";
}
my %told = $page =~ m{^\.It Pa common/(\w+)\n((?:(?!\.It|\.El).*\n)*)}mg;
for my $room (keys %told) {
	my ($below) = $told{$room} =~ /^Below: (.*)\.$/m;
	my ($doors) = $told{$room} =~ /^Doors: (.*)\.$/m;
	$told{$room} = ($below =~ s/^nothing$//r =~ s/,//r) . '; ' .
	    ($doors =~ s/^all$//r);
}
sub listed { my %h = @_; return join '', map { "$_: $h{$_}\n" } sort keys %h }
cmp_ok(scalar(keys %house), '>', 10, 'rooms are read');
is(listed(%told), listed(%house), 'rooms and doors are those of layers.t');
my ($told_ground) = $page =~ /^The ground is (.*)\.$/m;
is($told_ground =~ s/,? and / /r =~ s/,//gr, $ground, 'and so is the ground');
is(join(' ', grep { $readme !~ m{\bcommon/$_\b} } sort keys %house), '',
    'README has each room');

# Files and folders.
my @named = grep { m{^(?:cmd|common|tests|man|\.deb)(?:/|$)} && !/NAME/ }
    $page =~ /\bPa (\S+)/g;
cmp_ok(scalar(@named), '>', 40, 'files are named');
is(join(' ', grep { !-e "$TOP/$_" } @named), '', 'which are there');
my ($where) = $readme =~ /^## Where things are\n(.*?)^## /ms;
is(join(' ', grep { !(() = glob "$TOP/$_") }
    $where =~ m{`((?:cmd|common|tests|man)/?[^`\s]*)`}g), '',
    'and those of README');
my $code = join '', map { slurp($_) } glob("$TOP/common/*/*.h"),
    "$TOP/Makefile";
is(join(' ', grep { !/NAME|^main$/ && $code !~ /\b\Q$_\E\b/ }
    $page =~ /^\.(?:Fn|Dv) (?:\( )?(\w+)/mg), '', 'functions and names are');
my $make = run(['make', '-s', '-C', $TOP, 'help'],
    env => { MAKEFLAGS => '' })->{out};
is(join(' ', grep { "make help $make" !~ /\bmake\b.*\b\Q$_\E\b/ } map { split }
    $page =~ /^\.Ql make ([a-z -]+)/mg), '', 'make help knows the goals');
my @tables = map { m{([^/]+)$} } glob "$TOP/common/tables/*.tsv";
my $tables = slurp("$TOP/man/khabar-tables.5");
is(join(' ', grep { $tables !~ /^\.It Pa (?:.* )?\Q$_\E\b/m } @tables), '',
    'khabar-tables(5) has each table');

# Each tool.
my ($programs) = slurp("$TOP/Makefile") =~ /^PROGRAMS = ((?:.*\\\n)*.*)/m;
my %rows = map { $_->[0] => $_ } map { [split /\s+Ta /] }
    $page =~ /^\.It ([\w-]+\s+Ta [\w ]+)$/mg;
my %targets = map { m{([^/]+)\.c$} ? ($1 => 1) : () }
    glob "$TOP/tests/fuzz/*.c";
my @outside = map { "$TOP/$_" } qw(README.md man/khabar.7 man/NEWS .deb/control
    tests/package/deb.t tests/house/make.t tests/house/completion.t);

# What a tool lacks.
sub lacks {
	my ($name) = @_;
	my ($fuzz, $faults) = map { s/\s+$//r } @{$rows{$name}}[1, 2];
	my @lacks = map { s{^\Q$TOP\E/}{}r } grep { slurp($_) !~ /\b$name\b/ }
	    @outside;

	push @lacks, 'manual' if !-e "$TOP/man/$name.1" ||
	    slurp("$TOP/man/$name.1") !~ /^\.Sh EXAMPLES\n(?:.*\n)*?\$ /m;
	push @lacks, 'README row' if $readme !~ m{^\| \[$name\]\(man/$name\.1\)}m;
	push @lacks, 'sandbox' if -x tool($name) &&
	    run([tool($name), '--help'])->{out} !~ / --sandbox=/;
	push @lacks, 'tests' unless () = glob "$TOP/tests/$name/*.t";
	push @lacks, 'fuzz target' if !$fuzz;
	push @lacks, map { "fuzz target $_" } grep { !$targets{$_} ||
	    !(() = glob "$TOP/tests/fuzz/seeds/$_/*") } split ' ', $fuzz // '';
	push @lacks, 'test of faults' unless $faults &&
	    -e "$TOP/tests/faults/$faults.t" &&
	    slurp("$TOP/tests/faults/$faults.t") =~ /\b$name\b/;
	return join ', ', @lacks;
}

for my $name (grep { length } split /[\s\\]+/, $programs) {
	is($rows{$name} ? lacks($name) : 'row in khabar-hacking(7)', '',
	    "$name has all that a tool must have");
}
my $all = join ' ', map { $_->[1] } values %rows;
is(join(' ', grep { $all !~ /\b$_\b/ && $page !~ /targets (?:\w+ and )?$_ / }
    sort keys %targets), '', 'each fuzz target is named');

done_testing;
