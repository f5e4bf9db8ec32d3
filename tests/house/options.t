#!/usr/bin/perl
# What all programs say of options that are wrong (base/opt.c), beyond what
# usage.t tries with each: which is meant, which exclude each other, what is
# missing.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $usage = "usage: dedupe [options] [file ...]\n";

sub wrong {
	my ($args, $message, $tool) = @_;

	is_run("@$args", [tool($tool // 'dedupe'), @$args], status => 2,
	    err => ($tool // 'dedupe') . ": $message");
}

# Long names.
wrong(['--feild=text'],
    "option --feild is unknown; did you mean --field?\n$usage");
wrong(['--keept', 'first'],
    "option --keept is unknown; did you mean --keep?\n$usage");
wrong(['--maxrecord=1M'],
    "option --maxrecord is unknown; did you mean --max-record?\n$usage");
wrong(['--colour'], "option --colour is unknown\n$usage");
wrong(['--xy'], "option --xy is unknown\n$usage");
wrong(['--' . 'field' x 20],
    'option --' . 'field' x 20 . " is unknown\n$usage");
wrong(['--f=x'], "option --f is ambiguous: --field, --fold\n$usage");
wrong(['--mark=1'], "option --mark=1 takes no argument\n$usage");
wrong(['--keep'], "option --keep needs an argument\n$usage");
is_run('a name cut short', [tool('dedupe'), '--repe', '--thr=0.5']);

# Letters, also behind others and behind long names.
wrong(['-z'], "option -z is unknown\n$usage");
wrong(['-vz'], "option -z is unknown\n$usage");
wrong(['--mark', '-zv'], "option -z is unknown\n$usage");
wrong(['-vj'], "option -j needs an argument\n$usage");
wrong(["-\xd9\x81"], "option -\\331 is unknown\n$usage");

# Arguments.
wrong(['--keep=Longest'],
    "--keep=Longest: not one of first, longest, newest\n");
wrong(['--keep=first|longest'],
    "--keep=first|longest: not one of first, longest, newest\n");
wrong(['--keep='], "--keep=: not one of first, longest, newest\n");
wrong(['--prefer=default'], "--prefer=default: not one of record, text\n",
    'extract-meta');
wrong(['-o', ''], "--output: the name is empty\n");
wrong(['-j', '1 '], "'1 ' is no number from 0 to 256\n");
wrong(['--threshold=nan'], "threshold nan: not from 0.05 to 1\n");
wrong(['--threshold=0.5x'], "threshold 0.5x: not from 0.05 to 1\n");
wrong(["--window=$_"], "window $_: not like 90m, 36h, 30d, 2w\n")
    for '', '5', '5y', '-5d', '5dd', '0d', '99999999999999999999d';
wrong([map { "--field=$_" } 1 .. 17], "more than 16 of --field\n");
wrong([map { "--field=$_" } 1 .. 17], "more than 16 of --field\n",
    'tag-entities');

# What excludes, what is missing.
wrong(['--state=/none/a', '--state=/none/b'],
    "more than one of --state, --against or --commit\n");
my $jobs = 'more than one of --explain, --compare, --check, --info, --compact, --keys, ' .
    "--reduce, --union or --drop-list\n";
wrong(['--check', '--drop-list=/none/x'], $jobs);
wrong(['--info', '--info'], $jobs);
wrong([], "no -o FILE\n", 'train-entities');
wrong([], "no -o FILE\n", 'compile-gazetteer');

# The preset comes first, wherever it stands.
my $explain = sub { run([tool('dedupe'), '--explain', @_])->{out} };
is($explain->('--threshold=.6', '--preset=wide'),
    $explain->('--preset=wide', '--threshold=.6'), 'options change the preset');
isnt($explain->('--preset=wide'), $explain->(), 'which is another');
is($explain->('--preset=news'), $explain->(), 'than the default');
isnt($explain->('--shingle=4'), $explain->(), '--shingle');

done_testing;
