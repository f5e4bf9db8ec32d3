#!/usr/bin/perl
# Without a sandbox: a build that has none and asks for no header of Linux, a
# system that refuses one.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use POSIX ();
use Test::More;

my $filter = tool('tests/lib/tools/filter');
my $dir = scratch();
my $in = spew("$dir/in", "{\"text\":\"a\"}\n");
my $out = "{\"text\":\"a\",\"n\":1}\n";

# Works as any other, says so, and does not where it must have one.
sub unconfined {
	my ($name, @command) = @_;

	is_run("$name: works", [@command, '-o', "$dir/out", $in]);
	is(slurp("$dir/out"), $out, "$name: as any other");
	is_run("$name: -v tells", [@command, '-v', $in, $in], out => $out x 2,
	    err => qr/^filter: sandbox: none$/m);
	is_run("$name: not where it must be", [@command, '--sandbox=require',
	    '-o', "$dir/none", $in], status => 2,
	    err => "filter: --sandbox=require: there is none here\n");
	ok(!-e "$dir/none", "$name: nothing is made");
}

SKIP: {
	my $cc = $ENV{CC} // 'cc';
	skip 'no compiler', 7 if system "$cc --version >'$dir/cc' 2>&1";
	mkdir "$dir/linux" or die $!;
	spew("$dir/linux/$_.h", "#error Linux\n")
	    for qw(audit filter landlock prctl seccomp);
	my $flags = "-std=c11 -D_GNU_SOURCE -DNO_SANDBOX " .
	    "-DPKGDATADIR='\"/none\"' -I$dir -I$TOP/common " .
	    '-Wall -Wextra -Werror -pthread ' .
	    `pkg-config --cflags libbsd-overlay` =~ s/\n//r;
	my @objects;
	for my $file (glob "$TOP/common/io/*.c") {
		my $object = $file =~ s{.*/(.*)\.c}{$dir/$1.o}r;
		push @objects, $object
		    if !system "$cc $flags -c -o $object $file 2>>'$dir/log'";
	}
	is(slurp("$dir/log"), '', 'without headers of Linux it is compiled');
	skip 'a build of its own kind', 6 if sanitized();
	my $bin = tool("dedupe") =~ s{/dedupe$}{}r;
	is(system("$cc -pthread -o '$dir/filter' @objects " .
	    "$bin/tests/lib/tools/filter.o $bin/libkhabar.a " .
	    '$(pkg-config --libs libpcre2-8 libbsd-overlay libxxhash zlib ' .
	    "libzstd liblzma) -lbz2 -lm 2>'$dir/log'"), 0, 'and linked');
	unconfined('without', "$dir/filter");
}

spew("$dir/deny.c", "#include <errno.h>\n#include <sys/types.h>\n" .
    "pid_t fork(void);\npid_t fork(void) { errno = EAGAIN; return -1; }\n");
SKIP: {
	my $cc = $ENV{CC} // 'cc';
	skip 'no compiler, or a build of its own kind', 5 if sanitized() ||
	    system "$cc -shared -fPIC -o '$dir/deny.so' '$dir/deny.c' 2>'$dir/log'";
	my @denied = ('env', "LD_PRELOAD=$dir/deny.so", $filter);
	unconfined('no second process', @denied);
	skip 'no sandbox here', 2
	    if run([$filter, '--sandbox=require'], in => '')->{status} != 0;
	# Where nobody has left a descriptor open.
	my @closed = (before => sub { POSIX::close($_) for 3 .. 255 });
	is_run('none is needed for one file', [@denied, '--sandbox=require',
	    $in], out => $out, @closed);
	is_run('nor for standard input', [@denied, '--sandbox=require'],
	    stdin => $in, out => $out, @closed);
}

done_testing;
