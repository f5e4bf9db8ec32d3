#!/usr/bin/perl
# io/target.h, case by case: what a name leads to, what is made there, and with
# which rights; what is refused, by the kernel's words, with all as it was.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", $FindBin::Bin;
use Faults;
use Khabar;
use Test::More;

my $filter = Cwd::abs_path(tool('tests/lib/tools/filter'));
my $record = qq({"text":"a","n":1}\n);

# What is in the folder: links, folders/, and files with what they hold (R is
# the record) and their rights where they are not 644.
sub shown {
	my ($name) = @_;

	return "$name->" . readlink $name if -l $name;
	return "$name/", map { shown($_) } sort glob "$name/*" if -d $name;
	return "$name|" if -p $name;
	my $rights = sprintf '%o', (stat $name)[2] & 07777;
	my $held = slurp($name) =~ s/\Q$record\E/R/gr =~ s/\n/./gr;
	return "$name=$held" . ($rights eq '644' ? '' : ":$rights");
}

# Here T is the tool and its input; AS goes in front of another user's.  Behind
# LATE the input is `-` and comes late, if somebody still wants it.
sub came {
	my ($script) = @_;
	my $as = nobody();

	return cannot('no other user here') if $script =~ /AS T/ && !$as;
	spew('in', qq({"text":"a"}\n));
	my $late = '{ sleep 0.4; cat in && : >late; } |';
	my $r = sh("umask 022; chmod 777 .; $script" =~ s/AS T/$as T/gr
	    =~ s/LATE/$late/r
	    =~ s/\bT\b(?! =)/$filter in/gr);
	return cannot('no name spaces here') if $r->{status} == 99;
	my $all = join ' ', map { shown($_) } grep { $_ ne 'in' } sort glob '*';
	my ($why) = $r->{err} =~ /: ([^:]*)\n\z/;
	return join ' ', $r->{status}, $why // (), $all eq '' ? () : "[$all]";
}

sub case {
	my ($script, $want) = @_;

	return claim($script =~ s/\s+/ /gr, sub {
		my $came = came($script);
		return ref $came ? $came : $came eq $want ? '' : $came;
	});
}

my $none = 'No such file or directory';
my $folder = 'Is a directory';
my $bad = 'Bad file descriptor';
my $denied = 'Permission denied';

# Files and folders.
case('T -o new', '0 [new=R]');
case('umask 027; T -o new', '0 [new=R:640]');
case('echo was >old; T -o old', '0 [old=R]');
case('echo was >old; chmod 604 old; T -o ./old', '0 [old=R:604]');
case('echo was >old; chmod 6755 old; T -o old', '0 [old=R:755]');
case('echo was >old; ln old other; T -o old', '0 [old=R other=was.]');
case('mkdir d; T -o d/../new', '0 [d/ new=R]');
case('mkdir d; T -o d', "2 $folder [d/]");
case('mkdir d; T -o d/', "2 $folder [d/]");
case('T -o new/', "2 $folder");
case('T -o .', "2 $folder");
case('T -o ""', '2 the name is empty');
case('T -o none/new', "2 $none");
case('echo was >f; T -o f/new', '2 Not a directory [f=was.]');

# Links.
case('ln -s f l; echo was >f; chmod 600 f; T -o l', '0 [f=R:600 l->f]');
case('ln -s new l; T -o l', '0 [l->new new=R]');
case('mkdir d; ln -s d/new l; T -o l', '0 [d/ d/new=R l->d/new]');
case('mkdir d e; ln -s ../e/new d/l; T -o d/l',
    '0 [d/ d/l->../e/new e/ e/new=R]');
case('mkdir d; ln -s d l; T -o l/new', '0 [d/ d/new=R l->d]');
case('ln -s b a; ln -s c b; T -o a', '0 [a->b b->c c=R]');
case('ln -s none/new l; T -o l', "2 $none [l->none/new]");
case('mkdir d; ln -s d l; T -o l', "2 $folder [d/ l->d]");
case('ln -s b a; ln -s a b; T -o a',
    '2 Too many levels of symbolic links [a->b b->a]');
case('ln -s in l; T -o l', '0 [l->in]');

# What is written straight.
case('mkfifo p; cat p >f & T -o p; wait', '0 [f=R p|]');
case('T -o /dev/null', '0');
case('T -o /dev/full', '2 No space left on device');
case('exec 3>f; echo was >&3; T -o /dev/fd/3', '0 [f=was.R]');
case('exec 3<>f; echo was >&3; T -o /proc/self/fd/3', '0 [f=was.R]');
case('echo was >f; exec 3>>f; rm f; T -o /dev/fd/3 && cat /dev/fd/3 >g',
    '0 [g=was.R]');
case('ln -s /dev/fd l; T -o l/1 >f', '0 [f=R l->/dev/fd]');
case('T -o /dev/stdout >&-', "2 $bad");
case('T -o /dev/fd/9', "2 $bad");
case('T -o /dev/fd/1x >/dev/null', "2 $bad");
case('T -o /dev/fd/3 3<in', "2 $bad");
# The tool's own descriptors are none.
case('dedupe --dups d -o /dev/fd/4 in 3>&- 4>&-', "2 $bad");
case('dedupe --state S -o /dev/fd/3 in 3>&-; s=$?; rm -r S; exit $s',
    '2 is part of the state S');

# Another user.
case('echo was >f; chmod 444 f; AS T -o f', "2 $denied [f=was.:444]");
case('mkdir d; AS T -o d/new', "2 $denied [d/]");
case('mkdir d; chmod 333 d; AS T -o d/new; chmod 755 d', '0 [d/ d/new=R]');
case('mkdir d; chmod 1777 d; echo was >d/f; chmod 666 d/f;
    LATE AS T -o d/f -;
    s=$?; chmod 644 d/f; exit $s', '2 Operation not permitted [d/ d/f=was.]');
# In a folder like /tmp: links of others, but not of the folder's owner.
case('mkdir d; chmod 1777 d; ln -s ../f d/l; chown -h 65534 d/l; : AS T;
    T -o d/l', "2 $denied [d/ d/l->../f]");
case('mkdir d; chmod 1777 d; ln -s ../new d/l; AS T -o d/l',
    '0 [d/ d/l->../new new=R]');
case('mkdir d; chmod 777 d; ln -s ../f d/l; chown -h 65534 d/l; : AS T;
    T -o d/l', '0 [d/ d/l->../f f=R]');

# A single file that is mounted cannot be replaced.
case(q(echo was >f; echo other >g; unshare -rm sh -c '
    mount --bind g f || exit 99; LATE T -o f -'),
    '2 Device or resource busy [f=was. g=other.]');

done_testing;
