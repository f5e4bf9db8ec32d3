#!/usr/bin/perl
# man/examples/cron: thirty days with runs that are killed at any moment, two
# at a time, or without room on the disk.  In the end every story is there, and
# none came twice but those that came again when they were forgotten.
# DAYS=300 for as many days.  The disk is one in memory, in a mount namespace
# of this test's own; for that it must be run by root.
# Slow: thirty days of runs.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Cwd qw(abs_path);
use Encode qw(encode);
use Fcntl qw(:flock);
use Group;
use Khabar;
use Test::More;
use Time::HiRes qw(time);

my @missing = grep { system "command -v $_ >/dev/null" } qw(bash flock);
plan(skip_all => "@missing not installed") if @missing;
plan(skip_all => 'the programs are not built')
    unless -x tool('tag-entities') && -x tool('split-articles');
if ($> == 0 && !$ENV{KHABAR_UNSHARED} &&
    system('unshare -m true 2>/dev/null') == 0) {
	$ENV{KHABAR_UNSHARED} = 1;
	exec 'unshare', '-m', $^X, abs_path($0);
}

my $days = $ENV{DAYS} // 30;
my $window = int $days / 3; # days
my $script = abs_path("$TOP/man/examples/cron/khabar-daily");
my $path = abs_path(tool('.')) . ":$ENV{PATH}";
my $news = scratch() . '/news';
my ($pages, $took) = (0, 0.1);
my (%want, %text, @story, @died, @twice, @full, @wrong);

mkdir $news or die $!;
my $disk = $ENV{KHABAR_UNSHARED} &&
    system("mount -t tmpfs -o size=16m none '$news' 2>/dev/null") == 0;
mkdir "$news/incoming" or die $!;

sub start_run {
	return start([$script, $news], env => { PATH => $path,
	    WINDOW => "${window}d" }, before => \&own_group);
}

# A page of that day.  Half of the days are in the past, half to come: the
# state forgets by today's date, and by that of what it reads.
sub page {
	my ($day, $story) = @_;
	my $text = $text{$story} //= article(5);
	my @month = qw(يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر
	    أكتوبر نوفمبر ديسمبر);
	my @t = gmtime time + 86400 * ($day - $days / 2);
	my $date = sprintf '%d %s %d', $t[3], $month[$t[4]], 1900 + $t[5];
	my $name = sprintf "$news/incoming/p%05d", $pages;

	$story[$pages++] = $story;
	spew("$name.part", encode('UTF-8', "عودة الماء إلى الحي القديم " .
	    "$pages\nتاريخ النشر: $date\n$text\n"));
	rename "$name.part", "$name.txt" or die $!;
}

# New stories, one that came lately, and one that came long ago.
sub fetch {
	my ($day) = @_;

	my ($lately, $long_ago) = ($day - 2, $day - $window - 4);

	for my $story (map { "$day.$_" } 0 .. 2) {
		page($day, $story);
		$want{$story} = 1;
	}
	page($day, "$lately.0") if $lately - $days / 2 > 1 - $window;
	if ($day % 3 == 0 && $long_ago >= 0) {
		page($day, "$long_ago.1");
		$want{"$long_ago.1"}++;
	}
}

sub well {
	my ($day, $start) = ($_[0], time);
	my $run = finish(start_run());

	$took = time - $start;
	push @wrong, "$day: $run->{status} $run->{out}$run->{err}"
	    if $run->{status} . $run->{out} . $run->{err} ne '0';
}

sub kill_run {
	push @died, $_[0]
	    if kill_group(start_run(), rand $took)->{status} == 128 + 9;
}

# Both are quiet; one at least does the work.
sub two_runs {
	my @run = map { finish($_) } map { start_run() } 1 .. 2;
	my $said = join ' ', sort map { "$_->{status}$_->{out}$_->{err}" } @run;

	push @twice, $_[0] if $said eq '0 75';
	push @wrong, "$_[0]: $said" unless $said =~ /^0 (0|75)$/;
}

sub full_run {
	return well(@_) unless $disk;
	open my $fill, '>', "$news/fill" or die $!;
	1 while syswrite $fill, 'x' x 4096;
	truncate $fill, (-s $fill) - 4096 * int rand 8;
	close $fill;
	my $run = finish(start_run());
	unlink "$news/fill" or die $!;
	return if $run->{status} == 0;
	push @full, $_[0];
	push @wrong, "$_[0]: $run->{status} $run->{err}"
	    unless $run->{err} =~ /^khabar-daily: failed with \d+; /m;
}

srand 20250512;
seed(20250512);
well(-1);
for my $day (0 .. $days - 1) {
	fetch($day);
	my $what = $day % 6;
	kill_run($day) for 1 .. 1 + $day % 3;
	$what == 1 ? two_runs($day) :
	    $what == 3 ? full_run($day) :
	    $what == 4 ? kill_run($day) : well($day);
}
well($days);
well('again');

is(join("\n", @wrong), '', 'each run says what it should');
cmp_ok(@died, '>=', $days / 2, 'most runs that were to be killed were killed');
note("killed: @died; two at a time: @twice; no room: @full");
SKIP: {
	skip 'a disk in memory cannot be mounted', 1 unless $disk;
	cmp_ok(@full, '>', 0, 'runs without room are told');
}

my (%got, %ids);
for (map { split /\n/, slurp($_) } glob "$news/articles/*.jsonl") {
	my ($id, $page) = /^\{"id":"(p(\d+)#\d+)"/ or die;
	$ids{$id}++;
	$got{$story[$page]}++;
}
sub table {
	my (%count) = @_;

	return join ' ', map { "$_:$count{$_}" } sort keys %count;
}
is(table(%got), table(%want), 'every story, as often as it should');
is(join(' ', grep { $ids{$_} > 1 } sort keys %ids), '', 'no record twice');
is(scalar(my @put = glob "$news/pages/*/*.txt"), $pages,
    'every page is put away');
is(join(' ', glob "$news/incoming/* $news/work/*"), '', 'nothing is left');

my $info = run([tool('dedupe'), "--state=$news/state", '--info']);
my ($records) = $info->{out} =~ /^records +(\d+)$/m;
cmp_ok($records, '>', 0, 'the state remembers');
cmp_ok($records, '<', keys %ids, 'but not all');
is(run([tool('dedupe'), "--state=$news/state", '--check'])->{status}, 0,
    'it is whole');

open my $lock, '<', "$news/lock" or die $!;
flock $lock, LOCK_EX or die $!;
is_run('another run is at work', [$script, $news], status => 75,
    env => { PATH => $path });
close $lock;

# The bash that cron starts has no folder.
is_run('no folder', [$script], status => 1,
    err => qr/\A\S*khabar-daily: line \d+: 1: a folder must be given\n\z/);
rename "$news/state/log", "$news/state/was" or die $!;
spew("$news/state/log", 'x' x 1000);
page($days, 'last');
my $bad = run([$script, $news], env => { PATH => $path });
is($bad->{status}, 2, 'a damaged state ends the run');
like($bad->{err}, qr/\Akhabar-daily: failed with 2; the end of \S+log:\n/,
    'and is told');
like($bad->{err}, qr/^dedupe: state\/log: /m, 'by dedupe');
rename "$news/state/was", "$news/state/log" or die $!;
is_run('repaired, it goes on', [$script, $news], env => { PATH => $path });
is(scalar(@put = glob "$news/pages/*/*.txt"), $pages, 'with that page');

# What the crontab runs is this script.
like(slurp("$TOP/man/examples/cron/crontab"),
    qr{^[\d*/]+ [\d*/]+ \* \* \*  khabar-daily /\S+$}m, 'the line of crontab');

# The units of systemd do the same, and are what systemd reads.
my $units = scratch();
my $service = slurp("$TOP/man/examples/systemd/khabar-daily.service");
like($service, qr{^ExecStart=/usr/local/bin/khabar-daily /\S+$}m,
    'the line of the service');
SKIP: {
	skip 'no systemd-analyze', 1
	    if system 'command -v systemd-analyze >/dev/null';
	my $real = abs_path($script);
	spew("$units/khabar-daily.service", $service =~
	    s{/usr/local/bin/khabar-daily}{$real}r =~ s/^User=.*\n//mr);
	spew("$units/khabar-daily.timer",
	    slurp("$TOP/man/examples/systemd/khabar-daily.timer"));
	my $r = run(['systemd-analyze', 'verify', '--man=no',
	    "$units/khabar-daily.service", "$units/khabar-daily.timer"]);
	is($r->{status} . join('', $r->{err} =~ /^.*khabar-daily.*\n/mg), '0',
	    'systemd takes them');
}
system 'umount', $news if $disk;
done_testing;
