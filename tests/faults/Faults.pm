# What the tests of faults share.  A fault is what goes wrong at night, or what
# strangers send.  Any sound behaviour is accepted, whatever its wording: done
# right, or refused with a message and a status.  Not sound is what a user
# would not forgive: something lost or garbled with status 0, death by a
# signal, a run without end.
#
#	claim('name', sub { ...; return 'what is wrong'; });
#
# A claim holds where its sub returns nothing or ''.  It runs in an empty
# folder of its own; `return cannot('why')` skips it.  The programs of the
# build are in the PATH of sh(), so that a case reads as a user types it.
package Faults;
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use Exporter 'import';
use JSON::PP ();
use Khabar;
use Test::More;
use Time::HiRes qw(sleep time);

our @EXPORT = qw(claim cannot sh unsound refused died records page ids lost
    nobody bin folder_of preload until_true);

my $claims = 0;
# Limits are for a machine that does nothing else.
my $patience = sanitized() ? 6 : 3;
my $top = getcwd();
my $bin = abs_path(tool('.'));

sub bin {
	return $bin;
}

sub cannot {
	my ($why) = @_;

	return \$why;
}

sub claim {
	my ($name, $code) = @_;
	my $dir = scratch() . '/claim' . $claims++;

	local $Test::Builder::Level = $Test::Builder::Level + 1;
	mkdir $dir or die "$dir: $!";
	chmod 0755, scratch(), $dir;
	chdir $dir or die "$dir: $!";
	my $why = eval { $code->() } // $@;
	chdir $top;
	system 'rm', '-rf', $dir;
	return is($why, '', $name) unless ref $why;
	local $main::TODO;
	return Test::More->builder->skip("$name: $$why");
}

# Run a script of the shell in this folder, for at most `limit` seconds (10):
# {status, out, err}, status 124 where it was too long.
sub sh {
	my ($script, %o) = @_;

	return run(['timeout', '-k', '1', $patience * ($o{limit} // 10), 'sh',
	    '-c', $script],
	    %o, env => { PATH => "$bin:$ENV{PATH}", LC_ALL => 'C',
	    %{$o{env} // {}} });
}

# The environment under which tests/lib/preload/faults.so makes calls fail.
sub preload {
	my ($fault) = @_;

	return (LD_PRELOAD => "$bin/tests/lib/preload/faults.so",
	    FAULT => $fault, ASAN_OPTIONS => ($ENV{ASAN_OPTIONS} // '') .
	    ':verify_asan_link_order=0');
}

# Died by a signal, or did not end?
sub died {
	my ($r) = @_;
	my $status = ref $r ? $r->{status} : $r;

	return $status == 124 || $status == 137 ? 'it does not end' :
	    $status > 128 ? 'it dies by signal ' . ($status - 128) : '';
}

# Said no, and why.
sub refused {
	my ($r) = @_;

	return $r->{status} != 0 && !died($r) && $r->{err} ne '';
}

# What is wrong with a run: it died, or failed without a word.
sub unsound {
	my ($r) = @_;

	return died($r) || ($r->{status} != 0 && $r->{err} eq ''
	    ? "status $r->{status} without a message" : '');
}

my @letter = map { "\xd8" . chr } 0xa8 .. 0xb7;

# Lines of records that are unlike each other: r0, r1, ...; or from `first` on,
# of so many `words` (60).
sub records {
	my ($n, %o) = @_;
	my $first = $o{first} // 0;
	my $state;
	my $random = sub {
		$state = $state * 48271 % 2147483647;
		return $state % $_[0];
	};

	return join '', map {
		$state = 7 + 1000003 * $_;
		$random->(9) for 1 .. 9;
		qq({"id":"r$_","text":") . join(' ', map {
			join '', map { $letter[$random->(16)] }
			    1 .. 4 + $random->(4)
		} 1 .. $o{words} // 60) . qq("}\n)
	} $first .. $first + $n - 1;
}

# A page of one article.
sub page {
	return <<'END';
وزراء المياه العرب يتفقون في عمان على خطة مشتركة لمواجهة الجفاف
تاريخ النشر: الاثنين 12 مايو 2025 - 18:40
اتفق وزراء المياه في عشر دول عربية، اليوم الاثنين، على خطة مشتركة لمواجهة الجفاف في المنطقة خلال السنوات المقبلة.
وجاء في البيان الختامي أن المركز سيبدأ عمله مطلع العام المقبل بتمويل من صندوق مشترك تساهم فيه الدول كلها.
المصدر: صحيفة الضفاف
END
}

# The records r0, r1, ... that stand in these bytes on a line of their own.
sub ids {
	my ($bytes) = @_;
	my $json = JSON::PP->new->utf8;
	my %id;

	for (split /\n/, $bytes) {
		my $record = eval { $json->decode($_) } or next;
		my $id = ref $record eq 'HASH' &&
		    ($record->{doc} // $record->{id}) or next;
		$id{$id} = 1 if $id =~ /^r\d+$/;
	}
	return keys %id;
}

# How many of n records are not there, in words; '' for none.
sub lost {
	my ($bytes, $n) = @_;
	my $there = ids($bytes);

	return $there == $n ? '' : ($n - $there) . " of $n records lost";
}

# What goes in front of a command of another user's, who can run the programs
# here; nothing where there is none.
sub nobody {
	my $as = 'setpriv --reuid=65534 --regid=65534 --clear-groups';

	return $> == 0 && system("$as test -x '$bin/dedupe' 2>/dev/null") == 0
	    ? $as : undef;
}

sub folder_of {
	my ($dir) = @_;

	opendir my $d, $dir or return '';
	return join ' ', grep { !/^\.\.?$/ } sort readdir $d;
}

# Wait for something, for at most `limit` seconds (5).
sub until_true {
	my ($code, $limit) = @_;
	my $end = time + $patience * ($limit // 5);
	my $is;

	sleep 0.02 until ($is = $code->()) || time > $end;
	return $is;
}

1;
