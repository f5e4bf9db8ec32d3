#!/usr/bin/perl
# Input: whatever comes in whatever pieces is read once and whole.
# Slow: records of 100 MB, and pieces of a byte.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use POSIX ();
use Test::More;

my $filter = tool('tests/lib/tools/filter');
my $dir = scratch();

# Lines of every length about the sizes of blocks and vectors.
my @size = (0 .. 70, 127 .. 129, 4090 .. 4100, 65530 .. 65540);
push @size, 262100 .. 262150, 524288 unless small();
my $in = join "\n", map { '{"text":"' . 'x' x $_ . '"}' } @size;
my $want = join '', map { '{"text":"' . 'x' x $_ . qq(","n":$_}\n) } @size;

is_run('from a file', [$filter], in => $in, out => $want);
is_run('a newline at the end', [$filter], in => "$in\n", out => $want);
spew("$dir/in", $in);
spew("$dir/lf", "$in\n");
is_run('named', [$filter, "$dir/in"], out => $want);
is_run('twice', [$filter, "$dir/in", "$dir/lf"], out => $want x 2);
is_run('- is standard input', [$filter, "$dir/in", '-'], in => $in,
    out => $want x 2);
is_run('-- ends the options', [$filter, '--', "$dir/in"], out => $want);

# Names from a file.
spew("$dir/names", "$dir/in\0$dir/lf");
is_run('--files0-from', [$filter, "--files0-from=$dir/names"],
    out => $want x 2);
is_run('--files0-from -, a NUL at the end', [$filter, '--files0-from=-'],
    in => "$dir/in\0", out => $want);
is_run('names that are not there', [$filter, '--files0-from=-'],
    in => "$dir/none\0\0$dir/in\0", out => $want, status => 2,
    err => "filter: $dir/none: No such file or directory\n" .
	"filter: : No such file or directory\n");
is_run('no names', [$filter, '--files0-from=-'], status => 2,
    err => "filter: -: no file names\n");

# Through a fifo, in pieces of all sizes.
POSIX::mkfifo("$dir/fifo", 0600) or die $!;
for my $piece (1, 7, 4096, 100_000) {
	my $some = $piece == 1 ? substr $in, 0, 5000 : $in;
	my $wanted = $piece == 1
	    ? run([$filter, '--bad=skip'], in => $some)->{out} : $want;
	my $run = start([$filter, '--bad=skip', "$dir/fifo"]);
	open my $f, '>:raw', "$dir/fifo" or die $!;
	for (my $at = 0; $at < length $some; $at += $piece) {
		syswrite $f, substr $some, $at, $piece;
	}
	close $f;
	my $r = finish($run);
	ok($r->{out} eq $wanted && $r->{status} == 0, "pieces of $piece");
}

# What cannot be read is told, the others are read, and the status is 2.
my $good = spew("$dir/good", qq({"text":"a"}\n));
my $good_out = qq({"text":"a","n":1}\n);
is_run('a directory', [$filter, $dir, $good], out => $good_out, status => 2,
    err => "filter: $dir: Is a directory\n");
is_run('a directory as standard input', [$filter], stdin => $dir,
    status => 2, err => "filter: stdin: Is a directory\n");
is_run('a file that is not there', [$filter, $good, "$dir/none"],
    out => $good_out, status => 2,
    err => "filter: $dir/none: No such file or directory\n");
is_run('an error while reading', [$filter, '/proc/self/mem', $good],
    out => $good_out, status => 2,
    err => "filter: /proc/self/mem: Input/output error\n");
is_run('closed standard input', [$filter], status => 2,
    before => sub { POSIX::close(0) },
    err => "filter: stdin: Bad file descriptor\n");
SKIP: {
	chmod 0, spew("$dir/secret", '{}');
	my $nobody = sub { POSIX::setuid(65534) if $> == 0 };
	skip 'coverage is written by its owner', 1
	    if ($ENV{CFLAGS} // '') =~ /coverage/;
	skip 'nobody may not run the program', 1 if run([$filter, '-V'],
	    before => $nobody)->{status} != 0;
	is_run('a file that must not be read', [$filter, "$dir/secret"],
	    status => 2, err => qr/^filter: \S+: Permission denied\n\z/,
	    before => $nobody);
}

# A long line does not take more memory than a record may.
my $mega = small() ? 2 : 100;
spew("$dir/long", '{"text":"' . 'x' x ($mega << 20) . "\"}\n$good_out");
my @limit = sanitized() ? () : ('prlimit', '--as=60000000');
SKIP: {
	skip 'no prlimit', 2 if system('command -v prlimit >/dev/null');
	is_run("a line of $mega MB, 1 MB allowed", [@limit, $filter,
	    '--max-record=1M', "$dir/long"], out => $good_out, status => 1,
	    err => "filter: $dir/long:1: longer than --max-record, " .
	    "byte 1048577\n");
	is_run('the same, passed', [@limit, $filter, '--max-record=1M',
	    '--bad=pass', "$dir/long"], out => slurp("$dir/long"));
}
my $r = run([$filter, '--max-record=1G', "$dir/long"]);
is($r->{status} . length $r->{out}, '0' . (length(slurp("$dir/long")) +
    length(qq(,"n":) . ($mega << 20))), 'the same, allowed');

done_testing;
