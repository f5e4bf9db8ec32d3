#!/usr/bin/perl
# Runs over a growing state, killed at any moment: no record is lost, the state
# can be read every time, and what a run has committed is not written again.
# KILLS=200 for as many kills (12).
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Khabar;
use Test::More;
use Time::HiRes qw(sleep time);

my $dedupe = tool('dedupe');
my $dir = scratch();
my $state = "$dir/state";
my $kills = $ENV{KILLS} // 12;
my $pieces = 12; # that a run reads, with a pause behind each
my ($killed, $made, $took) = (0, 0, 0.1);
my (@lost, @unread, @again);

seed(4242);

# A run's input, piece by piece.
sub input {
	return map {
		join '', map { record('k' . $made++, sentence(12)) } 1 .. 40
	} 1 .. $pieces;
}

# Run dedupe on the pieces, killed after `after` seconds (undef: never).
# Returns its output, and whether it came to its end.
sub attempt {
	my ($after, @input) = @_;
	my $out = "$dir/out";
	my $start = time;

	pipe my $read, my $write or die $!;
	my $feeder = fork // die $!;
	if ($feeder == 0) {
		close $read;
		local $SIG{PIPE} = 'IGNORE';
		for (@input) {
			syswrite $write, $_;
			sleep 0.002;
		}
		POSIX::_exit(0);
	}
	my $pid = fork // die $!;
	if ($pid == 0) {
		close $write;
		open STDIN, '<&', $read or die $!;
		open STDOUT, '>', $out or die $!;
		open STDERR, '>', "$dir/err" or die $!;
		{ no warnings 'exec'; exec $dedupe, '--state', $state; }
		POSIX::_exit(127);
	}
	close $_ for $read, $write;
	if (defined $after) {
		sleep $after;
		kill 'KILL', $pid;
	}
	waitpid $pid, 0;
	my $end = $? == 0;
	waitpid $feeder, 0;
	$took = time - $start if $end && !defined $after;
	return (slurp($out), $end);
}

sub readable {
	my $r = run([$dedupe, '--state', $state, '--check']);

	return $r->{status} <= 1 && $r->{out} =~ /^records /m;
}

attempt(undef, input());
while ($killed < $kills) {
	my @input = input();
	my ($got, $end, $all) = ('', 0, '');
	my $tries = 0;

	until ($end) {
		# Most of the kills fall into the run, some before and behind.
		my $after = $tries++ < 3 && $killed < $kills
		    ? $took * random(1200) / 1000 : undef;
		($got, $end) = attempt($after, @input);
		die slurp("$dir/err") if $tries > 20;
		$all .= $got =~ s/[^\n]*\z//r;
		next if $end;
		$killed++;
		push @unread, $killed unless readable();
	}
	my %there = map { $_ => 1 } split /^/, $all;
	push @lost, grep { !$there{$_} } map { split /^/ } @input;
	push @again, (attempt(undef, @input))[0];
}
is(join('', @unread), '', "the state can be read after each of $killed kills");
is(join('', @lost), '', "none of $made records is lost");
is(join('', @again), '', 'what was committed is not written again');
done_testing;
