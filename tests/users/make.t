#!/usr/bin/perl
# man/examples/make: what it makes, how little it makes again, and that it
# makes the same after it was killed at any moment.  KILLS=200 for as many
# kills (20).
# Slow: runs are killed at many moments.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Cwd qw(abs_path);
use Fcntl qw(:flock);
use File::Copy qw(copy);
use Group;
use Khabar;
use Test::More;
use Time::HiRes qw(sleep time);

my @missing = grep { system "command -v $_ >/dev/null" } qw(bash flock make);
plan(skip_all => "@missing not installed") if @missing;
plan(skip_all => 'the programs are not built')
    unless -x tool('tag-entities') && -x tool('split-articles');
my $kills = $ENV{KILLS} // 20;
my $dir = scratch();
my $pages = abs_path("$TOP/tests/pages");
my $path = abs_path(tool('.')) . ":$ENV{PATH}";
my @day = map { "2025-05-0$_" } 1 .. 4;

sub make_env {
	return env => { PATH => $path, map { $_ => undef }
	    qw(MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES) }, @_;
}

sub make {
	return start(['make', '-j4'], make_env(before => sub {
		own_group();
		chdir $dir or die $!;
	}, @_));
}

# What a run made, by name.
sub made {
	my ($run) = @_;

	return join ' ', sort $run->{out} =~ /^mv (\S+)\.new /mg;
}

sub is_made {
	my ($name, @want) = @_;
	my $run = finish(make());

	is("$run->{status} $run->{err}", '0 ', $name);
	is(made($run), join(' ', sort @want), "$name: made again");
}

sub files {
	my ($folder) = @_;

	return map { s{.*/}{}r => slurp($_) } glob "$dir/$folder/*.jsonl";
}

# The same in one go: bytes of all days.
sub one_run {
	my $find = join ' ', map { "find pages/$_ -name '*.txt' | sort;" }
	    map { s{.*/}{}r } glob "$dir/pages/*";
	my $run = run(['bash', '-euo', 'pipefail', '-c', "cd $dir; { $find } | "
	    . 'xargs split-articles | extract-meta | dedupe | tag-entities'],
	    make_env());

	# Pages of two days have one name.
	$run->{err} =~ s/^split-articles: .* another file has this name; .*\n//mg;
	is("$run->{status} $run->{err}", '0 ', 'in one go');
	return $run->{out};
}

sub is_one_run {
	my ($name) = @_;
	my %file = files('articles');

	ok(join('', map { $file{$_} } sort keys %file) eq one_run(),
	    "$name: as in one go");
}

sub touch {
	# The kernel's clock for files is coarse.
	sleep 0.01;
	for (@_) {
		utime undef, undef, "$dir/$_" or die "$_: $!";
	}
}

copy("$TOP/man/examples/make/Makefile", $dir) or die $!;
mkdir $_ or die $! for map { "$dir/$_" } 'pages', map { "pages/$_" } @day;
my $n = 0;
copy($_, "$dir/pages/$day[$n++ % @day]") or die $! for glob "$pages/*.txt";
# Two pages that come again.
copy("$pages/bare-article.txt", "$dir/pages/$day[3]/again.txt") or die $!;
copy("$pages/persian.txt", "$dir/pages/$day[2]/again.txt") or die $!;
my ($first) = glob "$dir/pages/*/bare-article.txt";
is($first, "$dir/pages/$day[0]/bare-article.txt", 'the first of two');

sub of_day {
	return map {
		("work/$_.jsonl", "work/$_.keys", "articles/$_.jsonl")
	} @_;
}

my $start = time;
is_made('all', 'work/list', of_day(@day));
my $took = time - $start;
is_one_run('all');
is_made('nothing is new');
touch("pages/$day[1]/bullets-before-second.txt");
is_made('a page is touched', 'work/list', of_day($day[1]));
is_made('and nothing behind it');

# A story whose first page goes comes back where it was a repeat.
unlink $first or die $!;
is_made('a page goes', 'work/list', of_day($day[0]), "articles/$day[3].jsonl");
is_one_run('a page goes');
sleep 0.01;
copy("$pages/bare-article.txt", $first) or die $!;
is_made('and comes again', 'work/list', of_day($day[0]),
    "articles/$day[3].jsonl");
is_one_run('and comes again');
mkdir "$dir/pages/2025-04-30" or die $!;
copy($first, "$dir/pages/2025-04-30") or die $!;
is_made('an earlier day comes', 'work/list', of_day('2025-04-30'),
    "articles/$day[0].jsonl");
is_one_run('an earlier day comes');
my %want = files('articles');
is_made('nothing is new');

# Pages that come while make looks at theirs are not passed over.
mkdir "$dir/bin" or die $!;
spew("$dir/bin/extract-meta", "#!/bin/sh\n" .
    "cp pages/$day[0]/bare-article.txt pages/$day[0]/later.txt\n" .
    "exec '" . abs_path(tool('extract-meta')) . "' \"\$@\"\n");
chmod 0755, "$dir/bin/extract-meta";
my %slow = make_env();
$slow{env}{PATH} = "$dir/bin:$path";
touch("pages/$day[0]/bare-article.txt");
is(finish(make(%slow))->{status}, 0, 'a page comes meanwhile');
is_made('it counts the next time', 'work/list', of_day($day[0]));
is_one_run('it counts the next time');
unlink "$dir/pages/$day[0]/later.txt" or die $!;

# One program of a pipeline dies, as when memory is short.
spew("$dir/bin/extract-meta", "#!/bin/sh\nhead -n 1\nkill -9 \$\$\n");
unlink "$dir/articles/$day[0].jsonl" or die $!;
my $run = finish(make(%slow));
isnt($run->{status}, 0, 'a program dies');
unlike(made($run), qr{work/list}, 'nothing is made of what it left');
is(finish(make())->{status}, 0, 'the next run is well');
is_deeply({ files('articles') }, \%want, 'and has it all');

open my $lock, '<', "$dir/Makefile" or die $!;
flock $lock, LOCK_EX or die $!;
$run = finish(make());
is($run->{status}, 2, 'two at a time');
like($run->{err}, qr/\*\*\* \[.*: all\] Error 75/, 'are told');
close $lock;

# Kill all of it; sometimes from nothing, sometimes twice, after a change.
sub kill_run {
	return kill_group(make(), rand $took)->{status} == 128 + 9;
}

my ($killed, @wrong) = (0);
srand 20250512;
for my $i (1 .. $kills) {
	if ($i % 3 == 0) {
		system 'rm', '-rf', "$dir/work", "$dir/articles";
	} else {
		touch(map { "pages/$_" } grep { rand() < 0.5 } @day);
	}
	$killed += kill_run();
	next if $i % 4 == 1;
	my $run = finish(make());
	my %got = files('articles');
	next if $run->{status} == 0 && $run->{err} eq '' &&
	    join('', map { $_, $got{$_} } sort keys %got) eq
	    join('', map { $_, $want{$_} } sort keys %want);
	push @wrong, $i;
	diag("run $i: status $run->{status}\n$run->{err}");
}
is("@wrong", '', "$killed runs killed: the same bytes after each");
cmp_ok($killed, '>=', $kills / 2, 'most were killed before their end');
is_made('and nothing is left to do');
is(join(' ', glob "$dir/*/*.new"), '', 'no half file is left');
done_testing;
