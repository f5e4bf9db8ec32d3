#!/usr/bin/perl
# Output: an error is told and ends with 2, a reader that goes away ends it
# quietly, and -o FILE is whole or untouched.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Cwd ();
use POSIX ();
use Test::More;

my $filter = tool('tests/lib/tools/filter');
my $dir = scratch();
my $in = qq({"text":"a"}\n);
my $out = qq({"text":"a","n":1}\n);
my $many = spew("$dir/many", $in x (small() ? 3000 : 100_000));
my $bad = qq(filter: stdin:1: no field "text", byte 1\n);

# A full disk.
is_run('a full disk', [$filter], in => $in, stdout => '/dev/full',
    err => "filter: standard output: No space left on device\n", status => 2);
is_run('a full disk, in the middle', [$filter, $many], stdout => '/dev/full',
    err => "filter: standard output: No space left on device\n", status => 2);
is_run('a full disk, --help', [$filter, '--help'], stdout => '/dev/full',
    err => "filter: standard output: No space left on device\n", status => 2);
is_run('a full disk, nothing to write', [$filter], stdout => '/dev/full');
is_run('-o /dev/full', [$filter, '-o', '/dev/full'], in => $in,
    err => "filter: /dev/full: No space left on device\n", status => 2);
is_run('closed standard output', [$filter], in => $in, status => 2,
    before => sub { POSIX::close(1) },
    err => "filter: standard output: Bad file descriptor\n");

# A closed pipe: by SIGPIPE, or by EPIPE where that is ignored.
for my $ignored (0, 1) {
	pipe my $r, my $w or die $!;
	my $run = start([$filter, $many], before => sub {
		POSIX::dup2(fileno $w, 1);
		$SIG{PIPE} = $ignored ? 'IGNORE' : 'DEFAULT';
	});
	close $w;
	close $r;
	$run = finish($run);
	is($run->{status}, $ignored ? 2 : 128 + POSIX::SIGPIPE(),
	    'closed pipe: ' . ($ignored ? 'EPIPE' : 'SIGPIPE'));
	is($run->{err}, '', 'quietly');
}

# Pipes, in front and behind, are made to hold two blocks.
SKIP: {
	my ($GET, $SET, $room) = (1032, 1031, 1 << 19); # F_GETPIPE_SZ, F_SETPIPE_SZ
	pipe my $from, my $feed or die $!;
	pipe my $r, my $w or die $!;
	skip 'this system makes no pipe larger', 3
	    unless eval { fcntl $r, $SET, $room and fcntl $r, $SET, 65536 };
	my $run = start([$filter], before => sub {
		POSIX::dup2(fileno $from, 0);
		POSIX::dup2(fileno $w, 1);
	});
	syswrite $feed, $in;
	close $feed;
	close $w;
	is(finish($run)->{status}, 0, 'between two pipes');
	is(fcntl($from, $GET, 0), $room, 'the one in front is widened');
	is(fcntl($r, $GET, 0), $room, 'the one behind is widened');
}

# -o FILE
sub files {
	my ($folder) = @_;

	opendir my $d, $folder or die $!;
	return join ' ', grep { !/^\.\.?$/ } sort readdir $d;
}

mkdir "$dir/o" or die $!;
my $file = "$dir/o/file";
umask 027;
is_run('-o makes a file', [$filter, '-o', $file], in => $in);
is(slurp($file), $out, 'with the records');
is((stat $file)[2] & 07777, 0640, 'with the rights that umask leaves');
is(files("$dir/o"), 'file', 'and nothing beside it');
umask 022;
chmod 0604, $file;
is_run('-o replaces a file', [$filter, "--output=$file"], in => $in x 2);
is(slurp($file), $out x 2, 'with the records');
is((stat $file)[2] & 07777, 0604, 'the rights stay');
is(files("$dir/o"), 'file', 'and nothing beside it');
is_run('-o onto its own input', [$filter, '-o', $file, $file]);
is(slurp($file), $out x 2, 'reads what there was');
is_run('bad records are left out', [$filter, '-o', $file],
    in => "{}\n$in", err => $bad, status => 1);
is(slurp($file), $out, 'and the file is made');
is_run('--bad=stop', [$filter, '-o', $file, '--bad=stop'],
    in => "{}\n$in", err => $bad, status => 1);
is(slurp($file), $out, 'leaves the file as it was: it would not be whole');

spew($file, 'was');
is_run('unreadable input', [$filter, '-o', $file, $many, "$dir/none"],
    err => "filter: $dir/none: No such file or directory\n", status => 2);
is(slurp($file), 'was', 'the file is untouched');
is(files("$dir/o"), 'file', 'and nothing beside it');

symlink 'file', "$dir/o/link" or die $!;
is_run('-o through a link', [$filter, '-o', "$dir/o/link"], in => $in);
ok(-l "$dir/o/link" && slurp($file) eq $out, 'the link stays');
is_run('-o with a name alone', ['sh', '-c', 'cd "$1" && exec "$2" -o name',
    'sh', "$dir/o", Cwd::abs_path($filter)], in => $in);
is(slurp("$dir/o/name"), $out, 'is in this folder');
is_run('-o into a folder that is not there', [$filter, '-o',
    "$dir/no/file"], in => $in, status => 2,
    err => "filter: $dir/no/file: No such file or directory\n");
is_run('-o a folder', [$filter, '-o', "$dir/o"], in => $in, status => 2,
    err => "filter: $dir/o: Is a directory\n");
is_run('-o /dev/stdout', [$filter, '-o', '/dev/stdout'], in => $in,
    out => $out);

# Killed in the middle: nothing is left, what was there stays.
spew($file, 'was');
POSIX::mkfifo("$dir/fifo", 0600) or die $!;
for my $signal (qw(KILL TERM INT)) {
	my $run = start([$filter, '-o', $file, $many, "$dir/fifo"]);
	open my $f, '>', "$dir/fifo" or die $!;
	kill $signal, $run->{pid};
	is(finish($run)->{status}, 128 + POSIX->can("SIG$signal")->(),
	    "killed: $signal");
	is(slurp($file) . ' ' . files("$dir/o"), 'was file link name',
	    'nothing is left');
}

# Messages do not end up in the output where standard error is closed.
is_run('closed standard error', [$filter, '-o', $file], in => "{}\n$in",
    before => sub { POSIX::close(2) }, status => 1);
is(slurp($file), $out, 'messages stay out of the file');

done_testing;
