#!/usr/bin/perl
# What the system does wrong (tests/lib/preload/faults.c), and what must come of
# it: interruptions and short counts are nothing, errors are told.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $filter = tool('tests/lib/tools/filter');
my $dir = scratch();
my $lines = 2000;
my $in = spew("$dir/in", qq({"text":"abc"}\n) x $lines);
my $out = qq({"text":"abc","n":3}\n) x $lines;
my $file = "$dir/file";

sub fault {
	my ($name, $fault, $args, %o) = @_;

	return is_run("$fault: $name", [$filter, @$args], %o, env => {
		LD_PRELOAD => tool('tests/lib/preload/faults.so'),
		FAULT => $fault,
		ASAN_OPTIONS => ($ENV{ASAN_OPTIONS} // '') .
		    ':verify_asan_link_order=0',
	});
}

fault('reads on', 'read:EINTR:2 read:short:1000', [$in], out => $out);
fault('reads on', 'read:EAGAIN:2 read:short:1000', [$in], out => $out);
fault('reads on', 'read:short:1000', [$in], out => $out);
fault('writes on', 'write:EINTR:2 write:short:999', [$in], out => $out);
fault('writes on', 'write:EAGAIN:2 write:short:999', [$in], out => $out);
fault('writes on', 'write:short:999', [$in], out => $out);
fault('both', 'read:short:777 read:EINTR:3 write:short:555 write:EINTR:2',
    [$in], out => $out);

# Whole records come out in front of a read error.
fault('told', 'read:EIO:1', [$in], status => 2,
    err => "filter: $in: Input/output error\n");
my $r = fault('told, in the middle', 'read:short:1000 read:EIO:3', [$in],
    out => qr/\A(?:\{"text":"abc","n":3\}\n)*\z/, status => 2,
    err => "filter: $in: Input/output error\n");
isnt($r->{out}, '', 'what was read comes out') unless small();
fault('the next file is read', 'read:EIO:1', [$in, '/dev/null'], status => 2,
    err => "filter: $in: Input/output error\n" .
	"filter: /dev/null: Input/output error\n");

for my $error (['EIO', 'Input/output error'],
    ['ENOSPC', 'No space left on device'],
    ['EDQUOT', 'Disk quota exceeded']) {
	fault('told once', "write:$error->[0]:1", [$in], status => 2,
	    err => "filter: standard output: $error->[1]\n");
	my $r = fault('told, in the middle', "write:short:9999 "
	    . "write:$error->[0]:3", [$in], out => qr/^/, status => 2,
	    err => "filter: standard output: $error->[1]\n");
	spew($file, 'was');
	fault('-o leaves the file', "write:short:9999 write:$error->[0]:3",
	    ['-o', $file, $in], status => 2,
	    err => "filter: $file: $error->[1]\n");
	is(slurp($file), 'was', 'as it was');
	for my $call (qw(fsync rename linkat)) {
		fault('-o leaves the file', "$call:$error->[0]:1",
		    ['-o', $file, $in], status => 2,
		    err => "filter: $file: $error->[1]\n");
		is(slurp($file), 'was', 'as it was');
	}
	is(join(' ', map { s{.*/}{}r } sort glob "$dir/file*"), 'file',
	    'nothing beside it');
}
fault('told', 'close:EIO:1', ['-v'], status => 2,
    err => qr/^filter: standard output: Input\/output error\n/m);
fault('-o leaves the file', 'close:EIO:1', ['-o', $file], status => 2,
    err => "filter: $file: Input/output error\n");
fault('a reader that went away', 'write:EPIPE:1', [$in], status => 2);

# Where a file system has no files without names.
for my $error (qw(EOPNOTSUPP)) {
	spew($file, 'was');
	fault('-o by a temporary name', "tmpfile:$error:1", ['-o', $file, $in]);
	is(slurp($file), $out, 'the file is made');
	spew($file, 'was');
	fault('-o by a temporary name', "tmpfile:$error:1 fsync:EIO:1",
	    ['-o', $file, $in], status => 2,
	    err => "filter: $file: Input/output error\n");
	is(slurp($file), 'was', 'and an error leaves it');
	is(join(' ', map { s{.*/}{}r } sort glob "$dir/file*"), 'file',
	    'nothing beside it');
}

# What cannot be brought to the disk is not learned: the next run has it again.
my $dedupe = tool('dedupe');
my $news = spew("$dir/news", join '', map { qq({"id":"$_","text":") .
    join(' ', map { "w$_" } $_ * 100 .. $_ * 100 + 60) . qq("}\n) } 1 .. 50);
sub learn {
	my ($state, $fault) = @_;
	my $r = run(['sh', '-c', "'$dedupe' --state='$state' '$news' >'$file'"],
	    env => {
		LD_PRELOAD => tool('tests/lib/preload/faults.so'),
		FAULT => $fault,
		ASAN_OPTIONS => ($ENV{ASAN_OPTIONS} // '') .
		    ':verify_asan_link_order=0',
	    });

	return ($r->{status}, $r->{err}, slurp($file) =~ tr/\n//);
}

# The first run makes the state, so that the fault hits none of that.
for my $call (qw(fsync fdatasync)) {
	my $state = "$dir/state-$call";

	run([$dedupe, "--state=$state"], in => '');
	my ($status, $err) = learn($state, "$call:EIO:1");
	is($status, 2, "$call fails: status");
	like($err, qr/Input\/output error/, "$call fails: told");
	is((learn($state, 'read:short:1000000'))[2], 50,
	    "$call fails: not learned") if $call eq 'fsync';
}

done_testing;
