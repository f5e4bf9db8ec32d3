#!/usr/bin/perl
# khabar(1): it does what the pipe that it prints does, byte for byte, by files
# of all kinds; its status is the worst of the tools; a file is whole or not
# there, whichever tool fails; readers that go away and signals end all of it.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Cwd qw(abs_path);
use Khabar;
use Test::More;
use Time::HiRes qw(sleep);

my $khabar = tool('khabar');
plan(skip_all => 'the programs are not built')
    unless -x $khabar && -x tool('tag-entities');
my $dir = scratch();
my %path = (env => { PATH => abs_path(tool('.')) . ":$ENV{PATH}" });
my $text = abs_path("$TOP/tests/pages/demo.txt");
my $html = abs_path("$TOP/tests/pages/bridge.html");
my $packed = "$dir/packed.html.gz";
system("gzip -c '$html' >'$packed'") == 0 or die 'gzip';
spew("$dir/it's a page", slurp($text));
spew("$dir/-v", slurp($text));

# What the printed pipe writes, and what khabar does.
sub same_as_printed {
	my ($name, $input, @files) = @_;
	my $printed = run([$khabar, '-n', @files], %path, $input ?
	    (stdin => $input) : ())->{out};
	my $want = run(['bash', '-euo', 'pipefail', '-c', $printed], %path,
	    $input ? (stdin => $input) : ());

	is($want->{status} . $want->{err}, '0', "$name: the pipe runs");
	cmp_ok(length $want->{out}, '>', 500, "$name: and writes");
	is_run("$name: khabar writes the same", [$khabar, @files],
	    out => $want->{out}, $input ? (stdin => $input) : ());
	return $printed;
}
my $rest = " |\n    extract-meta |\n    dedupe |\n    tag-entities\n";
is(same_as_printed('text', undef, $text), "split-articles $text$rest",
    'text is for split-articles');
is(same_as_printed('HTML', undef, $html),
    "read-pages $html |\n    split-articles$rest", 'HTML for read-pages');
is(same_as_printed('packed HTML', undef, $packed),
    "read-pages $packed |\n    split-articles$rest", 'and where it is packed');
is(same_as_printed('both', undef, $text, $html),
    "read-pages $html |\n    split-articles - $text$rest", 'both');
my $warc = spew("$dir/7.warc", "WARC/1.0\r\nWARC-Type: conversion\r\n" .
    "WARC-Target-URI: https://example.org/7\r\nContent-Length: " .
    (-s $text) . "\r\n\r\n" . slurp($text) . "\r\n\r\n");
is(same_as_printed('WARC', undef, $warc),
    "read-pages $warc |\n    split-articles$rest", 'WARC');
same_as_printed('a name with a quote', undef, "$dir/it's a page");
same_as_printed('standard input', $text);
is(same_as_printed('HTML on standard input', $html, '-'),
    "read-pages - |\n    split-articles$rest", 'and there');
is(run([$khabar, '-n', '--bad=skip', '--no-sandbox', '-v', '-o', 'a b',
    $text])->{out}, join(" |\n    ", map { "$_ -v --bad=skip --sandbox=none" .
    (/split/ ? " $text" : '') } qw(split-articles extract-meta dedupe
    tag-entities)) . " -o 'a b'\n", 'options are for all tools');
is(run([$khabar, '-n', '-j3', $html])->{out}, "read-pages -j3 $html |\n    " .
    join(" |\n    ", map { "$_ -j3" } qw(split-articles extract-meta dedupe
    tag-entities)) . "\n", 'threads');
is_run('and the same bytes', [$khabar, '-j2', $html, $text],
    out => run([$khabar, $html, $text])->{out});
is_run('no room for the pipe', [$khabar, '-n', $text], stdout => '/dev/full',
    status => 2, err => "khabar: standard output: No space left on device\n");
is_run('a name like an option', ['sh', '-c', "cd '$dir' && exec \"\$@\"", 'sh',
    abs_path($khabar), '-n', '--', '-v'],
    out => "split-articles -- -v$rest");

# A pipe for standard input is looked at, and not read.
my $whole = run([$khabar, $html])->{out};
for my $n (1, 2) {
	my $r = run(['sh', '-c', "{ head -c 3000 '$html'; sleep 0.2; "
	    . "tail -c +3001 '$html'; } | '$khabar' | sed 's/stdin#/bridge#/;"
	    . "s/stdin#/bridge#/'"]);
	is($r->{status} . $r->{err}, '0', "HTML in a pipe, $n");
	cmp_ok(abs(length($r->{out}) - length $whole), '<', 60,
	    'is all read') if $n == 2;
}
is_run('text on standard input beside HTML', [$khabar, $html, '-'],
    stdin => $text, status => 2, err => qr/^khabar: standard input is text/);

# Status, and files.
my $good = run([$khabar, $text])->{out};
is_run('-o', [$khabar, '-o', "$dir/out", $text]);
is(slurp("$dir/out"), $good, 'writes the same');
is_run('a page that is not there', [$khabar, '-o', "$dir/out", $html, '/none'],
    status => 2, err => "split-articles: /none: No such file or directory\n");
is(slurp("$dir/out"), $good, 'leaves the file as it was');
spew("$dir/bad.jsonl", "{\"text\":\"خبر\"}\n{\n");
is_run('a bad record', [$khabar, '-o', "$dir/out", "$dir/bad.jsonl"],
    status => 1, err => qr/^split-articles: .*bad\.jsonl:2: /);
like(slurp("$dir/out"), qr/^\{"text":"خبر"/, 'is left out');
is_run('--bad=skip', [$khabar, '--bad=skip', '-o', "$dir/out",
    "$dir/bad.jsonl"], err => qr/^split-articles: .*bad\.jsonl:2: /);
is_run('no such folder', [$khabar, '-o', "$dir/none/out", $text], status => 2,
    err => qr/^khabar: .*none.out: No such file or directory\n\z/);
is_run('a full disk', [$khabar, $text], stdout => '/dev/full', status => 2,
    err => "tag-entities: standard output: No space left on device\n");
is_run('empty input', [$khabar]);

# A tool that dies in the middle: the others come from a folder of the test's.
mkdir "$dir/bin" or die $!;
for my $name (qw(khabar split-articles extract-meta tag-entities)) {
	system('cp', tool($name), "$dir/bin/$name") == 0 or die 'cp';
}
symlink abs_path(tool($_)), "$dir/$_" or die $!
    for qw(gazetteer.bin model.bin);
spew("$dir/bin/dedupe", "#!/bin/sh\nhead -n 1\nkill -KILL \$\$\n");
chmod 0755, "$dir/bin/dedupe" or die $!;
is_run('a tool that is killed', ["$dir/bin/khabar", '-o', "$dir/killed", $text],
    status => 2, err => qr/^khabar: dedupe: ended by signal 9; Killed\n\z/);
ok(!-e "$dir/killed", 'leaves no file');
unlink "$dir/bin/dedupe";
is_run('a tool that is not there', ["$dir/bin/khabar", '-o', "$dir/killed",
    $text], env => { PATH => '/none' }, status => 2,
    err => qr/^khabar: dedupe: No such file or directory\n\z/);
ok(!-e "$dir/killed", 'leaves none, either');

# The end of a reader, and signals.
is_run('a reader that goes away', ['bash', '-c',
    "'$khabar' '$text' | true; echo \"\${PIPESTATUS[0]}\""], out => "141\n");
for my $file ($html, $text) {
	my $lines = run([$khabar, $file])->{out} =~ tr/\n//;
	is_run("what a shell puts for <(...): $file", ['bash', '-c',
	    "'$khabar' <(cat '$file') | wc -l"], out => "$lines\n");
}
SKIP: {
	system('mkfifo', "$dir/fifo") == 0 or skip 'no mkfifo', 1;
	my $run = start([$khabar, '-o', "$dir/killed", "$dir/fifo"]);
	open my $f, '>', "$dir/fifo" or die $!; # a tool reads it, and waits
	my @tools;
	for (1 .. 200) {
		@tools = split ' ',
		    slurp("/proc/$run->{pid}/task/$run->{pid}/children");
		last if @tools == 4;
		sleep 0.05;
	}
	is(scalar @tools, 4, 'four tools');
	kill TERM => $run->{pid};
	is(finish($run)->{status}, 128 + 15, 'SIGTERM ends it');
	for (1 .. 100) {
		last if !grep { kill 0, $_ } @tools;
		sleep 0.05;
	}
	is(join(' ', grep { kill 0, $_ } @tools), '', 'and the tools');
	close $f;
	ok(!-e "$dir/killed" && !glob("$dir/.khabar*"), 'nothing is left');
}

# Any tool by its name.
my ($programs) = slurp("$TOP/Makefile") =~ /^PROGRAMS = ((?:.*\\\n)*.*)/m;
for my $name (grep { !/^(?:khabar|\\)?$/ } split /\s+/, $programs) {
	is_run("khabar $name", [$khabar, $name, '-V'],
	    out => qr/^\Q$name\E \(khabar\) /);
}
is_run('khabar none', [$khabar, 'none'], status => 2,
    err => "split-articles: none: No such file or directory\n");
done_testing;
