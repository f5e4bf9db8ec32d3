#!/usr/bin/perl
# What is given up is gone, and what is needed is not.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use POSIX ();
use Test::More;

my $try = tool('tests/lib/tools/sandbox');
my $inside = tool('tests/lib/preload/inside.so');
my $dir = scratch();
mkdir "$dir/$_" or die $! for qw(in in/.ssh out else);
spew("$dir/$_", "{\"text\":\"a\"}\n")
    for qw(in/a in/b in/.ssh/id else/secret out/was);

my ($entered) = run([$try])->{out} =~ /\A(.*)\n/;
plan(skip_all => 'nothing can be entered here (sanitizers, an old kernel)')
    if $entered !~ /calls/;
diag("in force here: $entered");

# [arguments], then pairs: action => what comes of it
sub tried {
	my ($name, $arguments, @want) = @_;
	my (@actions, $out);

	while (my ($action, $what) = splice @want, 0, 2) {
		push @actions, $action;
		$out .= $action =~ s/:.*//sr . " $what\n";
	}
	is_run($name, [$try, @$arguments, @actions], out => "$entered\n$out");
}

# --- a program of the tests, which confines itself --------------------------
my @denied = (qw(socket unix exec fork kill:1 owner:1 ptrace:1 limit uring
    terminal inherit fchmod poison readlink:/ stat:/ mkdir:d symlink:l chmod:f), map { ("read:$dir/$_",
    "write:$dir/$_", "path:$dir/$_", "unlink:$dir/$_", "rename:$dir/$_",
    "truncate:$dir/$_", "create:$dir/$_.new", "link:$dir/$_.new") }
    qw(in/a in/.ssh/id else/secret out/was));
push @denied, slurp("$TOP/tests/lib/inside.h") =~ /\{ "(\w+)", SYS_/g;
cmp_ok(scalar(@denied), '>', 70, 'much is tried');
my @code = qw(code protect);

tried('neither names nor processes', [], map { $_ => 'ENOSYS' } @denied, @code);
tried('nor with a clerk', ['-f', "$dir/in/a", '-o', "$dir/out/was"],
    map { $_ => 'ENOSYS' } @denied, @code);
tried('threads', [], thread => 'done');
tried('code, while patterns are compiled', ['-e'], map { $_ => 'done' } @code);
tried('not in threads that are older', ['-t'], ready => 'ENOSYS');
tried('but nothing else', ['-e'], map { $_ => 'ENOSYS' } @denied);
tried('the clerk opens what it was told', ['-f', "$dir/in/a", '-f',
    "$dir/in/none"], "open:$dir/in/a" => 'done', "open:$dir/in/a" => 'done',
    "open:$dir/in/none" => 'ENOENT', "open:$dir/in/b" => 'EACCES',
    "open:$dir/in/.ssh/id" => 'EACCES');
tried('the clerk makes what it was told', ['-o', "$dir/out/new", '-o',
    "$dir/out/dropped", '-o', "$dir/out/was"], 'make:0' => 'done',
    'make:0' => 'EBUSY', 'keep:0' => 'done', 'make:1' => 'done', 'drop:1' =>
    'done', 'make:2' => 'done', 'gone:2' => 'done');
is(slurp("$dir/out/new"), 'made', 'it is made');
is(join(' ', sort glob "$dir/out/* $dir/out/.k*"), "$dir/out/new",
    'and nothing else is left');
spew("$dir/out/was", "{\"text\":\"a\"}\n");
tried('no number leads elsewhere', ['-f', "$dir/in/a", '-o', "$dir/out/was"],
    map { ("ask:$_" => 'EBADF') } '0,1', '0,4294967295', '1,0', '2,1',
    '2,4294967295', '3,0', '3,9', '4,0', '5,1', '6,0', '77,0',
    '4294967295,4294967295');
is(slurp("$dir/out/was"), "{\"text\":\"a\"}\n", 'nothing was made of it');

# What the shell had open stays open, as a lock does, but not for the tool.
is_run('what is left open', ['sh', '-c', "exec 7<'$dir/else/secret' \\
    8>>'$dir/out/was' 9>'$dir/lock'; exec \"\$@\"", 'sh', $try, map { "left:$_" }
    7 .. 9], out => "$entered\n" . "left EBADF\n" x 3);
SKIP: {
	skip 'no flock', 2 if system('command -v flock >/dev/null') != 0;
	POSIX::mkfifo("$dir/wait", 0600) or die $!;
	my $run = start(['flock', '--no-fork', "$dir/lock",
	    tool('tests/lib/tools/filter')], stdin => "$dir/wait");
	open my $to, '>', "$dir/wait" or die $!;
	syswrite $to, "{\"text\":\"a\"}\n";
	for (1 .. 500) {
		last if -s "$run->{base}.out";
		select undef, undef, undef, 0.01;
	}
	my @flock = ('flock', '-n', "$dir/lock", 'true');
	is_run('a lock lasts as long as the tool', \@flock, status => 1);
	close $to;
	finish($run);
	is_run('and no longer', \@flock);
}

# --- code that gets into each tool ------------------------------------------
# The words are those that tests/lib/preload/inside.c waits for.
my $sleep = start(['sleep', '100']);
my @all = (@denied, "kill:$sleep->{pid}", "owner:$sleep->{pid}",
    "ptrace:$sleep->{pid}");
my $what = '!inside!';

# Run with it; the actions were tried as often as the first number says, and
# none was done.
sub inside {
	my ($name, $command, %how) = @_;
	my $early = delete $how{early};
	my $times = delete $how{times} // 1;
	my @tried = (@all, $early ? () : @code);
	my $r = run(['env', "LD_PRELOAD=$inside", 'INSIDE=' . join(' ', @tried),
	    @$command], %how);
	my @told = $r->{err} =~ /^inside (.*)$/mg;

	is(join("\n", grep { !/ ENOSYS$/ } @told), '', "$name: nothing is done");
	cmp_ok(scalar @told, '>=', $times * @tried, "$name: all was tried");
	return $r;
}

my $article = "وزراء المياه يتفقون في عمان على خطة مشتركة $what";
my $record = "{\"id\":\"$what\",\"text\":\"$article\"}\n";
spew("$dir/in/record", $record);
spew("$dir/in/page", "$article\n");
spew("$dir/in/html", "<!DOCTYPE html><html><body><p>$article</p></body></html>");
spew("$dir/in/table", "# $what\n");
spew("$dir/in/list", "# $what\n");
spew("$dir/in/conll", "$what O\nفي O\nعمان B-LOC\n\n" x 20);

my %input = (map({ $_ => "$dir/in/record" } qw(extract-meta dedupe tag-entities
    khabar-report)), map({ $_ => "$dir/in/page" }
    qw(split-articles learn-furniture)),
    'read-pages' => "$dir/in/html");
for my $name (sort keys %input) {
	my $tool = tool($name);
	my $r = inside($name, [$tool, $input{$name}]);
	is($r->{status}, 0, "$name: and it works");
	my $out = $r->{out};
	inside("$name, standard input", [$tool], stdin => $input{$name})
	    unless $name eq 'read-pages';
	inside("$name -o", [$tool, '-o', "$dir/out/$name", $input{$name}]);
	ok(slurp("$dir/out/$name") eq $out || $name eq 'khabar-report',
	    "$name: with the same output");
}
inside("$_->[0] @{$_->[1]}: while it is read", [tool($_->[0]), @{$_->[1]},
    '/dev/null'], early => 1) for ['split-articles', ['-t', "$dir/in/table"]],
    ['extract-meta', ['-t', "$dir/in/table"]],
    ['tag-entities', ['--list', "$dir/in/list"]],
    ['tag-entities', ['--rules', "$dir/in/table"]],
    ['tag-entities', ['--model', "$dir/in/table"]],
    ['tag-entities', ['--gazetteer', "$dir/in/table"]];

my $dedupe = tool('dedupe');
my @state = ('--state', "$dir/state");
is(inside('a new state', [$dedupe, @state, '-j2', '--dups', "$dir/out/dups",
    '--pairs', "$dir/out/pairs", '-o', "$dir/out/kept", "$dir/in/record",
    "$dir/in/record"])->{status}, 0, 'it works');
is(slurp("$dir/out/kept"), $record, 'what is new');
like(slurp("$dir/out/dups"), qr/$what/, 'what is not');
for my $more ([@state, '--info'], [@state, '--check'],
    [@state, '--prepare', '/dev/null'], ['--against', "$dir/state",
    '/dev/null'], [@state, '--compact'], [@state, '/dev/null']) {
	is(inside("dedupe @$more[2 .. $#$more]", [$dedupe, @$more],
	    early => 1)->{status}, 0, 'it works');
}
run([$dedupe, @state, '--prepare'], in => $record =~ s/خطة/قصة/r);
inside('dedupe --commit', [$dedupe, '--commit', "$dir/state"]);
is_run('the state is whole', [$dedupe, @state, '--check'],
    out => qr/^records   [12]$/m);

my $train = tool('train-entities');
inside('train-entities', [$train, '-q', '--members=1', '--rounds=1', '-o',
    "$dir/out/model", '-l', "$dir/in/table", "$dir/in/conll"], times => 2);
inside('train-entities --words', [$train, '-q', '--words', '-t',
    "$dir/in/record", '-o', "$dir/out/words"]);
# What looks at the kinds of files, and the tools that it starts.
inside("khabar $_->[0]", [tool('khabar'), "$dir/in/$_->[0]"], times =>
    $_->[1], early => 1) for ['page', 2], ['html', 2];
inside('compile-gazetteer', [tool('compile-gazetteer'), '-o',
    "$dir/out/gazetteer", "$dir/in/list"]);
is(kill(0, $sleep->{pid}), 1, 'nobody was killed');
kill 'KILL', $sleep->{pid};
finish($sleep);
is(join(' ', map { s{.*/}{}r } sort glob "$dir/in/* $dir/in/.k* $dir/else/*"),
    'secret a b conll html list page record table',
    'and nothing made, or gone');

# --- what tools are used with -----------------------------------------------
my $filter = tool('tests/lib/tools/filter');
my $in = "{\"text\":\"a\"}\n";
my $out = "{\"text\":\"a\",\"n\":1}\n";

is_run('standard input by other names', [$filter, '/dev/stdin', '/dev/fd/0',
    '/proc/self/fd/0'], stdin => "$dir/in/a", out => $out x 3);
is_run('standard output by another name', [$filter, '-o', '/dev/stdout',
    "$dir/in/a"], out => $out);
is_run('a pipe as a file', ['bash', '-c',
    "'$filter' -o >(cat >'$dir/piped') <(cat '$dir/in/a'); " .
    "while ! test -s '$dir/piped'; do sleep 0.01; done; cat '$dir/piped'"],
    out => $out);
is_run('names without folders', ['sh', '-c', "cd '$dir/in' && '$filter' " .
    '-o c a ./b && cat c && rm c'], out => $out x 2);
is_run('input in the output\'s folder', [$filter, '-o', "$dir/in/a",
    "$dir/in/a"]);
is(slurp("$dir/in/a"), $out, 'is replaced');
spew("$dir/in/a", $in);
symlink '../out/was', "$dir/in/to" or die $!;
is_run('a link to a target elsewhere', [$filter, '-o', "$dir/in/to",
    "$dir/in/a"]);
is(slurp("$dir/out/was"), $out, 'the target is replaced');
ok(-l "$dir/in/to", 'and the link stays');

# A file may be made, or replaced by another, while the tool reads those
# before it.
POSIX::mkfifo("$dir/in/fifo", 0600) or die $!;
my $run = start([$filter, "$dir/in/fifo", "$dir/in/a", "$dir/in/later"]);
open my $f, '>', "$dir/in/fifo" or die $!;
spew("$dir/in/later", $in);
spew("$dir/in/new", $in x 2);
rename "$dir/in/new", "$dir/in/a" or die $!;
print $f $in;
close $f;
my $r = finish($run);
is("$r->{status} $r->{err}$r->{out}", '0 ' . $out x 4,
    'files made and replaced later');

# Names by the thousand.
spew("$dir/names", join('', map { "$dir/in/b\0" } 1 .. 3000));
is_run('3000 names', [$filter, "--files0-from=$dir/names"], out => $out x 3000);

SKIP: {
	skip 'no valgrind', 1 if system 'command -v valgrind >/dev/null 2>&1';
	my $r = run(['valgrind', '-q', $filter, "$dir/in/b"]);
	is("$r->{status} $r->{out}", "0 $out", 'under valgrind');
}

# --- the end ----------------------------------------------------------------
# Whoever waits for the output's end does not wait for the clerk, nor does it
# outlive the tool.
for my $signal (qw(KILL TERM INT)) {
	my $run = start([$filter, "$dir/in/fifo"]);
	my @clerks;
	for (1 .. 200) {
		@clerks = split ' ', `cat /proc/$run->{pid}/task/*/children 2>/dev/null`;
		last if @clerks;
		select undef, undef, undef, 0.01;
	}
	is(scalar @clerks, 1, 'there is one clerk');
	kill $signal, $run->{pid};
	finish($run);
	my $left = 1;
	for (1 .. 200) {
		last unless $left = grep { -d "/proc/$_" &&
		    slurp("/proc/$_/stat") !~ /\) [ZX] / } @clerks;
		select undef, undef, undef, 0.01;
	}
	is($left, 0, "and none is left after SIG$signal");
}

# --- what is told -----------------------------------------------------------
like(run([$filter, '-v', "$dir/in/b"])->{err},
    qr/^filter: sandbox: \Q$entered\E$/m, '-v tells');
like(run([$filter, '-v', $_, "$dir/in/b"])->{err},
    qr/^filter: sandbox: none$/m, "-v tells of $_")
    for '--sandbox=none', '--no-sandbox';
is_run('it may be required', [$filter, '--sandbox=require', "$dir/in/b"],
    out => $out);

done_testing;
