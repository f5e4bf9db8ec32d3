# A command in a process group of its own, and an end to all of it.
#
#	my $run = start([...], before => \&own_group);
#	kill_group($run, $seconds);	# {out, err, status}
package Group;
use strict;
use warnings;
use Exporter 'import';
use Khabar;
use POSIX qw(setpgid);
use Time::HiRes qw(sleep);

our @EXPORT = qw(own_group kill_group);

sub own_group {
	setpgid(0, 0);
}

# Is any process of the group alive?  Those that nobody has waited for are
# not: who waits for them here may take his time.
sub alive {
	my ($group) = @_;

	for (glob '/proc/[0-9]*/stat') {
		open my $f, '<', $_ or next;
		my ($state, $its) = (<$f> // '') =~ /\) (.) \d+ (\d+) /;
		return 1 if defined $its && $its == $group && $state !~ /[ZX]/;
	}
	return 0;
}

# Kill it after so many seconds and wait until all of it is gone.
sub kill_group {
	my ($run, $after) = @_;

	sleep $after;
	kill 'KILL', -$run->{pid};
	finish($run);
	sleep 0.005 while alive($run->{pid});
	return $run;
}

1;
