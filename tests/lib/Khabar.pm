# What tests in perl share: run a program, look at all that came of it.
#
#	use FindBin; use lib "$FindBin::Bin/../lib";
#	use Khabar;
#
#	is_run('name', [$command, @arguments], in => 'bytes', out => 'bytes',
#	    err => 'bytes', status => 0);
#
# Output, error output (default: nothing) and status (default: 0) are always
# looked at.  Everything is bytes.
package Khabar;
use strict;
use warnings;
use Exporter 'import';
use File::Temp;
use POSIX ();
use Test::More;

our @EXPORT = qw(run start finish is_run tool scratch slurp spew sanitized
    small json_string $TOP);
our $TOP = $INC{'Khabar.pm'} =~ s{/?tests/(?:[^/]+/\.\./)?lib/Khabar\.pm$}{}r || '.';
my $dir = File::Temp->newdir('khabar-XXXXXX', TMPDIR => 1);
my $runs = 0;

# A program of the build: tool('dedupe'), tool('tests/lib/tools/filter').
sub tool {
	my ($name) = @_;
	my $o = $ENV{O} // "$TOP/build/rel";

	return "$o/$name";
}

# A folder that goes when the test ends.
sub scratch {
	return "$dir";
}

sub slurp {
	my ($file) = @_;

	open my $f, '<:raw', $file or die "$file: $!";
	local $/;
	return scalar(<$f>) // '';
}

sub spew {
	my ($file, $bytes) = @_;

	open my $f, '>:raw', $file or die "$file: $!";
	print $f $bytes;
	close $f or die "$file: $!";
	return $file;
}

# How the build under test was made.
sub sanitized {
	return ($ENV{CFLAGS} // '') =~ /sanitize/;
}

sub small {
	return ($ENV{CFLAGS} // '') =~ /IO_BLOCK/;
}

sub json_string {
	my ($s) = @_;

	$s =~ s/([\x00-\x1f"\\])/sprintf '\\u%04x', ord $1/ge;
	return qq("$s");
}

# Start a command: in => bytes, or stdin => file (opened for reading); env =>
# {NAME => value, or undef to unset}; clean => 1 for no environment at all;
# before => a sub called in the child.  What finish() needs comes back.
sub start {
	my ($command, %o) = @_;
	my $base = "$dir/run" . $runs++;
	my $pid;

	spew("$base.in", $o{in} // '') unless defined $o{stdin};
	spew("$base.err", ''); # it may be killed before it has one
	$pid = fork // die "fork: $!";
	if ($pid == 0) {
		open STDIN, '<', $o{stdin} // "$base.in" or die $!;
		open STDOUT, '>', $o{stdout} // "$base.out" or die $!;
		open STDERR, '>', "$base.err" or die $!;
		%ENV = map { /^(A|UB|L)SAN_OPTIONS$/ ? ($_ => $ENV{$_}) : () }
		    keys %ENV if $o{clean};
		for my $name (keys %{$o{env} // {}}) {
			if (defined $o{env}{$name}) {
				$ENV{$name} = $o{env}{$name};
			} else {
				delete $ENV{$name};
			}
		}
		# A shell lets what it starts behind itself not hear them.
		$SIG{$_} = 'DEFAULT' for qw(INT QUIT);
		$o{before}->() if $o{before};
		{ no warnings 'exec'; exec { $command->[0] } @$command; }
		POSIX::_exit(127);
	}
	return { pid => $pid, base => $base };
}

# Wait for it: {out, err, status}; status is 128 + the signal that ended it.
sub finish {
	my ($run) = @_;

	waitpid $run->{pid}, 0;
	$run->{status} = $? & 127 ? 128 + ($? & 127) : $? >> 8;
	$run->{out} = -e "$run->{base}.out" ? slurp("$run->{base}.out") : '';
	$run->{err} = slurp("$run->{base}.err");
	unlink map { "$run->{base}.$_" } qw(in out err);
	return $run;
}

sub run {
	return finish(start(@_));
}

sub same {
	my ($got, $want, $what) = @_;

	return 1 if ref $want ? $got =~ $want : $got eq $want;
	diag(sprintf "%s: got %d bytes:\n%s\nwanted:\n%s", $what, length $got,
	    substr($got, 0, 2000), substr("$want", 0, 2000));
	return 0;
}

# Run and compare; out and err may be patterns (qr//).
sub is_run {
	my ($name, $command, %o) = @_;
	my $r = run($command, %o);
	my $good = 1;

	local $Test::Builder::Level = $Test::Builder::Level + 1;
	$good &= same($r->{out}, $o{out} // '', 'standard output');
	$good &= same($r->{err}, $o{err} // '', 'standard error');
	$good &= same($r->{status}, $o{status} // 0, 'status');
	ok($good, $name);
	return $r;
}

1;
