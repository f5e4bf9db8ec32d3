#!/usr/bin/perl
# The EXAMPLES of the manuals are run.  In them, of each `.Bd -literal` block,
# a line that starts with "$ " is a command; one that ends with a backslash
# goes on in the next line, and so it does in lines that start with "> ".  The
# lines behind it are what it prints, on standard output and standard error; a
# line "..." stands for any lines.  A page's examples run one after another in
# a folder of their own, in which the pages of tests/pages are, and the schemas
# of the build; khabar-hacking(7)'s have the sources there.  Where one needs what
# may not be there, its source says so in front of the block:
# .\" needs duckdb python3:pandas (which is a module of Python) or the path of a
# file.  `make deps-cookbook deps-engines` installs it.
# Slow: each example of each page.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Cwd qw(abs_path);
use File::Copy qw(copy);
use Khabar;
use Test::More;

my %roff = ('\\e' => '\\', '\\-' => '-', '\\&' => '', '\\(aq' => "'",
    '\\(dq' => '"', '\\(ti' => '~', '\\(ha' => '^', '\\(ga' => '`',
    '\\(bs' => '\\', '\\ ' => ' ');

sub unroff {
	my ($s) = @_;

	$s =~ s/(\\\(..|\\.)/$roff{$1} \/\/ $1/ge;
	return $s;
}

# The blocks of a page: [{needs => [...], runs => [[command, output], ...]}]
sub blocks {
	my ($page) = @_;
	my ($examples) = $page =~ /^\.Sh EXAMPLES\n(.*?)(?=^\.Sh |\z)/ms;
	my (@blocks, @needs);

	for (split /^(?=\.Bd|\.Ed|\.\\" needs)/m, $examples // '') {
		push @needs, split ' ', $1 if /^\.\\" needs (.*)/;
		next unless s/^\.Bd .*\n//;
		my @runs;
		my $more = 0;
		for my $line (map { unroff($_) } split /\n/) {
			if ($more) {
				$line =~ s/^> //;
				$runs[-1][0] .= "\n$line";
			} elsif (@runs && $runs[-1][1] eq '' &&
			    $line =~ s/^>(?: |$)//) {
				$runs[-1][0] .= "\n$line";
			} elsif ($line =~ s/^\$ //) {
				push @runs, [$line, ''];
			} elsif (@runs) {
				$runs[-1][1] .= "$line\n";
			}
			$more = $runs[-1][0] =~ /\\\z/ && $runs[-1][1] eq ''
			    if @runs;
		}
		push @blocks, { needs => [@needs], runs => \@runs } if @runs;
		@needs = ();
	}
	return @blocks;
}

# The script of a block: after each command a line that no output has.
my $mark = "== end of an example ==";
sub script {
	my ($block) = @_;

	return join '', map { "$_->[0]\n{ s=\$?; echo '$mark'; (exit \$s); }\n" }
	    @{$block->{runs}};
}

sub pattern {
	my ($want) = @_;
	my $p = quotemeta $want;

	$p =~ s/^\\\.\\\.\\\.\\\n/(?:.*\\n)*/mg;
	return qr/\A$p\z/;
}

# Where programs are looked for; what `make deps-cookbook` installs comes last.
my @path = (abs_path(tool('.')), abs_path(tool('.')) . '/tests/lib/tools',
    split(/:/, $ENV{PATH}),
    map { abs_path($TOP) . "/build/$_/bin" } qw(cookbook spark));

# The python that has these modules, in front of the path.
sub path_for {
	my @modules = map { /^python3:(.*)/ ? split(/,/, $1) : () } @_;
	my $import = 'import ' . join ', ', @modules;

	return join ':', @path unless @modules;
	for my $dir (grep { -x "$_/python3" } @path) {
		return join ':', $dir, @path if run(["$dir/python3", '-c',
		    $import])->{status} == 0;
	}
	return;
}

# What of it is missing.
sub missing {
	return grep {
		my $need = $_;
		$need =~ m{^/} ? !-e $need :
		    $need =~ /:/ ? !path_for($need) :
		    !grep { -x "$_/$need" } @path;
	} @_;
}

sub check_page {
	my ($man) = @_;
	my ($name) = $man =~ m{([^/]+)$};
	my $dir = scratch() . "/$name";
	my $n = 0;

	mkdir $dir or die "$dir: $!";
	copy($_, $dir) or die $!
	    for glob "$TOP/tests/pages/* " . tool('schema/*');
	symlink(abs_path("$TOP/$_"), "$dir/$_") or die "$_: $!"
	    for $name =~ /hacking/ ? qw(cmd common tests man Makefile) : ();
	for my $block (blocks(slurp($man))) {
		$n++;
		if (my @missing = missing(@{$block->{needs}})) {
			skip_block("$name, example $n", $block, @missing);
		} else {
			run_block("$name, example $n", $dir, $block);
		}
	}
	ok($n > 0, "$name has examples") if $name =~ /\.1$/;
}

sub skip_block {
	my ($name, $block, @missing) = @_;

	for my $run (@{$block->{runs}}) {
		SKIP: {
			skip "$name: @missing not installed: $run->[0]", 1;
		}
	}
}

sub run_block {
	my ($name, $dir, $block) = @_;
	my $script = spew("$dir/.script", script($block));
	my $r = run(['sh', '-c', 'cd "$1" && exec 2>&1 && . ./.script', 'sh',
	    $dir], env => { PATH => path_for(@{$block->{needs}}) });
	my @got = split /^\Q$mark\E\n/m, $r->{out}, -1;

	for my $i (0 .. $#{$block->{runs}}) {
		my ($command, $want) = @{$block->{runs}[$i]};
		my $got = $got[$i] // '(did not run)';

		ok($got =~ pattern($want), "$name: $command")
		    or diag("got:\n$got\nwanted:\n$want");
	}
}

my @pages = glob "$TOP/man/*.[1-8]";
plan(skip_all => 'no manuals') unless @pages;
plan(skip_all => 'the programs are not built')
    unless -x tool('tag-entities') && -x tool('split-articles');
check_page($_) for @pages;
done_testing;
