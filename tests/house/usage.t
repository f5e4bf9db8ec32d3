#!/usr/bin/perl
# For each tool: what --help lists, what its manual lists and what it takes
# are the same; the usage line is the manual's SYNOPSIS; exit status.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

# The options of --help: {'-o' => 1, '--output' => 1, '-v' => 0, ...}, 1 where
# an argument is taken.
sub help_options {
	my ($text) = @_;
	my %takes;

	while ($text =~ /^  (?:-(\w), |    )--([\w-]+)(=\S+)?/mg) {
		$takes{"--$2"} = defined $3 ? 1 : 0;
		$takes{"-$1"} = defined $3 ? 1 : 0 if defined $1;
	}
	return \%takes;
}

# The options of a manual: the .It lines that have Fl.
sub man_options {
	my ($page) = @_;
	my %takes;

	for my $line ($page =~ /^\.It (.*\bFl\b.*)$/mg) {
		my $argument = $line =~ /\b[AP]r\b|\bCm\b|=/ ? 1 : 0;
		$takes{length $1 > 1 || $1 =~ /^--/ ? "-$1" : "-$1"} = $argument
		    while $line =~ /\bFl (?:Fl )?(\S+)/g;
	}
	return \%takes;
}

sub lines {
	my ($takes) = @_;

	return join '', map { "$_ $takes->{$_}\n" } sort keys %$takes;
}

sub one_line {
	return join ' ', split ' ', $_[0];
}

my $tools = 0;
# What it writes where there is nothing to write.
my %nothing = ('khabar-report' => qr/\A<!DOCTYPE html>.*<\/html>\n\z/s);
for my $name (qw(split-articles extract-meta dedupe tag-entities
    khabar-report)) {
	my $tool = tool($name);
	next unless -x $tool;
	$tools++;
	my $help = run([$tool, '--help'], clean => 1);
	is($help->{status} . $help->{err}, '0', "$name --help");
	is(run([$tool, '-h'])->{out}, $help->{out}, "$name -h");
	is_run("$name -V", [$tool, '-V'], clean => 1,
	    out => qr/\A\Q$name\E \(khabar\) \d+\.\d+\.\d+\n\z/);
	my $takes = help_options($help->{out});

	# What is listed is taken, what is not is refused.
	for my $o (sort keys %$takes) {
		my $what = $takes->{$o} ? 'needs an argument'
		    : $o =~ /^--/ ? 'takes no argument' : 'is unknown';
		my $arg = $takes->{$o} ? $o : $o =~ /^--/ ? "$o=x" : "${o}\x01";
		is_run("$name $o", [$tool, $arg], status => 2,
		    err => qr/^\Q$name\E: option .*\Q$what\E.*\nusage: /s)
		    unless $o =~ /^-[hV]$/;
	}
	my @letters = grep { !exists $takes->{"-$_"} } 'a' .. 'z', 'A' .. 'Z',
	    0 .. 9;
	my @taken = grep { run([$tool, "-$_", '/dev/null'])->{err} !~
	    /^\Q$name\E: option -\Q$_\E is unknown/ } @letters;
	is("@taken", '', "$name takes no letter that --help does not list");

	my $nothing = $nothing{$name} // '';
	is_run("$name: empty input", [$tool], out => $nothing);
	is_run("$name: a file that is not there", [$tool, '/none/such'],
	    status => 2, out => $nothing,
	    err => "$name: /none/such: No such file or directory\n");
	is_run("$name: a full disk", [$tool], in => qq({"id":"1","text":"a"}\n),
	    stdout => '/dev/full', status => 2,
	    err => "$name: standard output: No space left on device\n");
	is_run("$name: a bad record", [$tool], in => "{\"text\":\n", status => 1,
	    out => $nothing, err => qr/\A\Q$name\E: stdin:1: [^\n]+, byte \d+\n\z/)
	    unless $name eq 'split-articles';

	SKIP: {
		my $man = "$TOP/man/$name.1";
		skip "no $man", 2 unless -e $man;
		is(lines(man_options(slurp($man))), lines($takes),
		    "$name: the manual lists what --help lists");
		skip 'mandoc is not installed', 1
		    if system 'command -v mandoc >/dev/null';
		my ($usage) = $help->{out} =~ /^usage: (.*)/;
		my $text = `mandoc -T utf8 -O width=999 '$man'` =~ s/.\x08//gr;
		my ($synopsis) = $text =~ /^SYNOPSIS\n(.*?)^\S/ms;
		is(one_line($synopsis), one_line($usage),
		    "$name: usage is the SYNOPSIS");
	}
}
plan(skip_all => 'no tool is built') unless $tools;

done_testing;
