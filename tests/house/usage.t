#!/usr/bin/perl
# For each program: what --help lists, what its table of options has, what its
# manual says and what it takes are the same, with arguments, words, ranges and
# defaults; the usage line is the manual's SYNOPSIS; exit status.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

# The options of --help, in order: [{names => ['--output', '-o'], arg => 'FILE'
# or undef, min, max, default => as printed or undef, repeatable}, ...].
sub help_options {
	my ($text) = @_;
	my @options;

	while ($text =~ /^  (?:-(\w), |    )--([\w-]+)(?:=(\S+))? +(.*)$/mg) {
		my ($letter, $name, $arg, $help) = ($1, $2, $3, $4);
		my $repeatable = $help =~ s/; repeatable$//;
		my $default = $help =~ s/ \(([^()]+)\)$// ? $1 : undef;
		my ($min, $max) = $help =~ /, (\S+) to (\S+)$/;

		push @options, { names => ["--$name",
		    defined $letter ? "-$letter" : ()], arg => $arg,
		    default => $default, repeatable => $repeatable ? 1 : 0,
		    min => $min, max => $max };
	}
	return @options;
}

# A manual's options by name, from its .It lines that have Fl: {names, arg,
# text => the paragraph, without macros}.
sub man_options {
	my ($page) = @_;
	my %options;

	while ($page =~ /^\.It (.*\bFl\b.*)\n((?:(?!\.It |\.El).*\n)*)/mg) {
		my ($line, $text) = ($1, $2);
		my @names = map { "-$_" } $line =~ /\bFl (\S+)/g;
		my %args = map { $_ => 1 } $line =~ /\b(?:Ar \S+|Cm \S+)/g;
		my @args = map { /^Ar (.*)/ ? uc $1 : s/^Cm //r } keys %args;

		$text =~ s/^\.(?:[A-Z][a-z]) //mg;
		$text =~ s/\\(?=-)//g;
		$options{$_} = { names => \@names, text => join(' ', split ' ',
		    $text), arg => @args ? join(' or ', sort @args) : undef,
		    times => 1 + ($options{$_}{times} // 0) } for @names;
	}
	return %options;
}

# What in the paragraph of the manual is not so.
sub differences {
	my ($o, $man) = @_;
	my $text = $man->{text};
	my @what;

	push @what, 'names' if "@{$man->{names}}" ne "@{$o->{names}}" &&
	    join(' ', reverse @{$man->{names}}) ne "@{$o->{names}}";
	push @what, 'argument' if ($man->{arg} // '') ne ($o->{arg} // '');
	push @what, 'repeatable' if $o->{repeatable} != $text =~ /\bmany times\b/;
	if (defined $o->{default}) {
		push @what, 'default' unless grep { /\bdefault\b/ &&
		    /(?<![\w.])\Q$o->{default}\E(?!\w)/ }
		    split /[.;] /, "$text ";
	} else {
		push @what, 'default' if $text =~ /\bdefault\b/;
	}
	push @what, 'range' if defined $o->{min} && (
	    ($text =~ /(?<![\w.-])(-?\d[\d.]*) to (\d[\d.]*\d|\d)/ &&
		"$1 $2" ne "$o->{min} $o->{max}") ||
	    ($text =~ /\bup to (\d+)/ && $1 ne $o->{max}));
	return map { "$o->{names}[0]: $_\n" } @what;
}

sub one_line {
	return join ' ', split ' ', $_[0];
}

# The rows of options in C, by long name: how many there are.
sub rows {
	my %rows;

	for (map { slurp("$TOP/$_") } @_) {
		$rows{"--$1"}++ while /\{\s*(?:0|'.'),\s*"([\w-]+)",/g;
	}
	return %rows;
}

# All programs: those that are installed, and that of the build.
my ($installed) = slurp("$TOP/Makefile") =~ /^PROGRAMS = ((?:.*\\\n)*.*)/m;
my @programs = (grep({ $_ ne '\\' } split ' ', $installed),
    'compile-gazetteer');
is(join(' ', sort @programs), join(' ', sort map { m{([^/]+)\.c$} }
    glob "$TOP/cmd/*.c"), 'all programs of cmd/');

# A name with two letters exchanged.
sub misspelled {
	my ($name) = @_;

	return $name =~ s/(?<=\w)(\w)(?!\1)(\w)/$2$1/r;
}

my ($options, @more) = (0);
my $tools = 0;
# What it writes where there is nothing to write.
my %nothing = ('khabar-report' => qr/\A<!DOCTYPE html>.*<\/html>\n\z/s,
    'learn-furniture' => qr/\A(?:#.*\n)+\z/);
for my $name (@programs) {
	my $tool = tool($name);
	next unless -x $tool;
	$tools++;
	my $help = run([$tool, '--help'], clean => 1);
	is($help->{status} . $help->{err}, '0', "$name --help");
	is(run([$tool, '-h'])->{out}, $help->{out}, "$name -h");
	is_run("$name -V", [$tool, '-V'], clean => 1,
	    out => qr/\A\Q$name\E \(khabar\) \d+\.\d+\.\d+\n\z/);
	my @options = help_options($help->{out});
	my %takes = map { my $o = $_; map { $_ => $o } @{$o->{names}} } @options;
	is(scalar(@options), $help->{out} =~ tr/\n// - 2, "$name --help is read");

	# What is listed is taken, what is not is refused.
	for my $o (sort keys %takes) {
		my $what = defined $takes{$o}{arg} ? 'needs an argument'
		    : $o =~ /^--/ ? 'takes no argument' : 'is unknown';
		my $arg = defined $takes{$o}{arg} ? $o
		    : $o =~ /^--/ ? "$o=x" : "${o}\x01";
		is_run("$name $o", [$tool, $arg], status => 2,
		    err => qr/^\Q$name\E: option .*\Q$what\E.*\nusage: /s)
		    unless $o =~ /^-[hV]$/;
	}
	my @letters = grep { !exists $takes{"-$_"} } 'a' .. 'z', 'A' .. 'Z',
	    0 .. 9;
	my @taken = grep { run([$tool, "-$_", '/dev/null'])->{err} !~
	    /^\Q$name\E: option -\Q$_\E is unknown/ } @letters;
	is("@taken", '', "$name takes no letter that --help does not list");

	# What is nearly right is told, and what would be.
	for my $o (@options) {
		my $long = $o->{names}[0];
		my $wrong = misspelled($long);

		is_run("$name $wrong", [$tool, $wrong], status => 2,
		    err => qr/\A\Q$name: option $wrong is unknown; did you \E
			\Qmean $long?\E\nusage:\ .*\n\z/x) if $wrong ne $long;
		is_run("$name $long=none-of-them", [$tool,
		    "$long=none-of-them"], status => 2,
		    err => "$name: $long=none-of-them: not one of " .
			join(', ', split /\|/, $o->{arg}) . "\n")
		    if ($o->{arg} // '') =~ /\|/;
		next if !defined $o->{min};
		is_run("$name $long=$_", [$tool, "$long=$_"], status => 2,
		    err => qr/\A\Q$name: \E.*\ from\ \Q$o->{min}\E\ to
			\ \Q$o->{max}\E\n\z/x)
		    for $o->{min} - 1, $o->{max} + 1, 'x', '';
	}

	# khabar(1) runs others, which have their say: tests/khabar.
	my $runs = $name eq 'khabar';
	my $nothing = $nothing{$name} // '';
	my $none = $name eq 'khabar-report' ? "$name: no record was read\n" : '';
	my @out = exists $takes{'--bad'} ? () : ('-o', scratch() . '/out');
	is_run("$name: a file that is not there", [$tool, @out, '/none/such'],
	    status => 2, out => $nothing,
	    err => "$name: /none/such: No such file or directory\n")
	    if !$runs;
	if (!@out && !$runs) {
		is_run("$name: empty input", [$tool], out => $nothing,
		    err => $none);
		is_run("$name: a full disk", [$tool],
		    in => qq({"id":"1","text":"<p>a"}\n), stdout => '/dev/full',
		    status => 2, err => "$name: standard output: " .
			"No space left on device\n");
		is_run("$name: a bad record", [$tool], in => "{\"text\":\n",
		    status => 1, out => $nothing,
		    err => qr/\A\Q$name\E: stdin:1: [^\n]+, byte \d+\n\z/)
		    unless $name eq 'split-articles';
	}

	# The places of an option: a row, and, where there is one, the manual.
	my %rows = rows("cmd/$name.c", 'common/base/opt.c',
	    'common/io/confine.c',
	    exists $takes{'--jobs'} && !$runs ? 'common/crew/crew.c' : (),
	    exists $takes{'--null'} ? 'common/record/pages.c' : (),
	    exists $takes{'--bad'} && !$runs ? 'common/record/stream.c' : ());
	push @more, map { "$name $_: $rows{$_} rows\n" }
	    grep { $rows{$_} != 1 } sort keys %rows;
	is(join(' ', sort keys %rows), join(' ', sort map { $_->{names}[0] }
	    @options), "$name: the rows are the options");
	$options += @options;
	next if $name eq 'compile-gazetteer';

	my $page = slurp("$TOP/man/$name.1");
	my %man = man_options($page);
	push @more, map { "$name $_: $man{$_}{times} paragraphs\n" }
	    grep { $man{$_}{times} != 1 } sort keys %man;
	is(join(' ', sort keys %man), join(' ', sort keys %takes),
	    "$name: the manual lists what --help lists");
	is(join('', map { differences($_, $man{$_->{names}[0]} // { text => '',
	    names => [] }) } @options), '', "$name: and says the same of it");
	SKIP: {
		skip 'mandoc is not installed', 1
		    if system 'command -v mandoc >/dev/null';
		my ($usage) = $help->{out} =~ /^usage: (.*)/;
		my $text = `mandoc -T utf8 -O width=999 '$TOP/man/$name.1'` =~
		    s/.\x08//gr;
		my ($synopsis) = $text =~ /^SYNOPSIS\n(.*?)^\S/ms;
		is(one_line($synopsis), one_line($usage),
		    "$name: usage is the SYNOPSIS");
	}
}
plan(skip_all => 'no tool is built') unless $tools;

# No code takes options but that which reads the rows.
push @more, map { my $f = s{^\Q$TOP\E/}{}r; slurp($_) =~
    /\b(optarg|optopt|getopt\w*|opt_set)\b/ ? "$f: $1\n" : () }
    grep { !m{/common/base/opt(?:_value)?\.[ch]$} }
    glob "$TOP/cmd/*.c $TOP/common/*/*.[ch]";
is(join('', @more), '', "figure: option = 2 places, a row and a paragraph of the "
    . "manual ($options options of $tools programs)");

done_testing;
