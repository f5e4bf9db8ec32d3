#!/usr/bin/perl
# A record appears before the tool waits for the next; SIGUSR1 prints counts.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use IO::Select;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep);

my $filter = tool('tests/lib/tools/filter');
my $dir = scratch();
local $SIG{ALRM} = sub { die "the tool does not answer\n" };
alarm 120;
$SIG{PIPE} = 'IGNORE'; # a tool that ends fails its test, not this

# Start with pipes on both sides.
sub talk {
	my ($command, %o) = @_;
	pipe my $in, my $to or die $!;
	pipe my $from, my $out or die $!;
	my $run = start($command, %o, before => sub {
		POSIX::dup2(fileno $in, 0);
		$SIG{PIPE} = 'DEFAULT';
		POSIX::dup2(fileno $out, 1);
		close $to;
		close $from;
	});
	$run->{to} = $to;
	$run->{from} = $from;
	return $run;
}

sub line {
	my ($run) = @_;

	return IO::Select->new($run->{from})->can_read(20)
	    ? scalar readline $run->{from} : 'nothing';
}

# Wait until a sub says yes.
sub until_true {
	my ($test) = @_;

	for (1 .. 1000) {
		return 1 if $test->();
		sleep 0.01;
	}
	return 0;
}

my $run = talk([$filter]);
for my $n (1 .. 3) {
	my $text = 'x' x $n;
	syswrite $run->{to}, qq({"text":"$text"}\n);
	is(line($run), qq({"text":"$text","n":$n}\n), "record $n at once");
}
syswrite $run->{to}, qq({"text":"xx"}\n{"te);
is(line($run), qq({"text":"xx","n":2}\n), 'a record in front of half of one');
syswrite $run->{to}, qq(xt":""}\n\n{}\n);
is(line($run), qq({"text":"","n":0}\n), 'and the other half');

# Counts, while it waits; and it goes on.
my $counts = qr/^filter: 6 read, 5 written, 1 bad, 0\.0 MB, \d+\.\d s$/m;
ok(until_true(sub { slurp("$run->{base}.err") =~ /no field/ }), 'bad told');
kill 'USR1', $run->{pid};
ok(until_true(sub { slurp("$run->{base}.err") =~ $counts }),
    'SIGUSR1: counts while it waits');
kill 'USR1', $run->{pid};
ok(until_true(sub { slurp("$run->{base}.err") =~ /$counts.*$counts/s }),
    'again');
syswrite $run->{to}, qq({"text":"y"}\n);
is(line($run), qq({"text":"y","n":1}\n), 'and goes on');
close $run->{to};
$run = finish($run);
is($run->{status}, 1, 'ends with the input');

# Counts, while it works on a record without end.
POSIX::mkfifo("$dir/endless", 0600) or die $!;
my $writer = fork // die $!;
if ($writer == 0) {
	$SIG{PIPE} = 'DEFAULT';
	open my $to, '>', "$dir/endless" or POSIX::_exit(1);
	syswrite $to, '{"text":"';
	1 while syswrite $to, 'x' x 65536;
	POSIX::_exit(0);
}
$run = talk([$filter, "$dir/endless", '--max-record=1M']);
sleep 0.2; # it has begun, and knows of the signal
ok(until_true(sub {
	kill 'USR1', $run->{pid};
	return slurp("$run->{base}.err") =~ /^filter: 1 read, 0 written, 1 bad/m;
}), 'SIGUSR1: counts while it works');
kill 'KILL', $run->{pid};
finish($run);
waitpid $writer, 0;

# What was read comes out before the next file is waited for.
POSIX::mkfifo("$dir/fifo", 0600) or die $!;
my $file = spew("$dir/file", qq({"text":"a"}\n));
$run = talk([$filter, $file, '-', "$dir/fifo"]);
is(line($run), qq({"text":"a","n":1}\n), 'flushed before the next file');
syswrite $run->{to}, qq({"text":"b"}\n);
close $run->{to};
is(line($run), qq({"text":"b","n":1}\n), 'flushed before a fifo is opened');
open my $f, '>', "$dir/fifo" or die $!;
syswrite $f, qq({"text":"c"});
close $f;
is(line($run), qq({"text":"c","n":1}\n), 'the fifo is read');
is(finish($run)->{status}, 0, 'status');

# So do the tools; a record of theirs may be short.
for my $name (qw(split-articles extract-meta dedupe tag-entities)) {
	next unless -x tool($name);
	my $run = talk([tool($name)]);
	for my $n (1 .. 3) {
		syswrite $run->{to}, qq({"text":"\xd8\xb3$n"}\n);
		like(line($run), qr/^\{.*\}\n\z/, "$name: record $n at once");
	}
	close $run->{to};
	is(finish($run)->{status}, 0, "$name: status");
}

# No progress where standard error is no terminal.
is_run('--progress', [$filter, '--progress', $file],
    out => qq({"text":"a","n":1}\n));

done_testing;
