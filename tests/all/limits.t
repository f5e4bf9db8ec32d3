#!/usr/bin/perl
# Patterns of users that take forever, or more memory than there is: they give
# up after some milliseconds a line, say so once, and the work goes on.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $dir = scratch();
my $gave_up = qr/gave up on a line of \d+ bytes \([^()]+\); it is not told again/;
# ALEF is two bytes; KAF at the end keeps PCRE2 from seeing at once that
# nothing matches.
my ($alef, $kaf) = ("\xd8\xa7", "\xd9\x83");
my $line = 'a' x 5000 . '! bc';
my $long = $alef x 40 . " $kaf";

# Seconds are those of the processor: machines may be busy.
sub is_bounded {
	my ($name, $command, $most, %o) = @_;
	my @before = times;
	is_run($name, $command, %o);
	my @after = times;
	my $seconds = $after[2] + $after[3] - $before[2] - $before[3];

	$most *= 20 if sanitized();
	cmp_ok($seconds, '<', $most, "$name: $most seconds at the most");
}

for my $regex ('(a+)+$', '(a|aa)+$', '^(?:a?){30}a{30}$', '(?:(?:a*)*)*b$',
    '(a*)*\1b$', '(?=(a+)+$)') {
	is_bounded("--separator $regex", [tool('split-articles'), '--separator',
	    $regex], 2, in => ("$line\n" x 10),
	    out => qr/\A\{[^\n]*\}\n\z/,
	    err => qr/\A(?:split-articles: pattern \Q$regex\E $gave_up\n)?\z/);
}
is_run('one that is told', [tool('split-articles'), '--separator', '(a+)+$'],
    in => 'a' x 5000 . "!\n", out => qr/\A\{[^\n]*\}\n\z/,
    err => qr/\Asplit-articles: pattern \(a\+\)\+\$ $gave_up\n\z/);

# Deep, not long: it matches, or gives up, and does not crash.
is_bounded('a line of a megabyte', [tool('split-articles'), '--separator',
    '^(?:a|b)*$'], 2, in => 'a' x (1 << 20) . "\n",
    out => qr/\A(?:\{[^\n]*\}\n)*\z/,
    err => qr/\A(?:split-articles: pattern \S+ $gave_up\n)?\z/);
is_bounded('recursion', [tool('split-articles'), '--separator',
    '^(\((?1)*\))+$'], 2, in => '(' x 100000 . "\n", out => qr/\A\{.*\}\n\z/,
    err => qr/\A(?:split-articles: pattern \S+ $gave_up\n)?\z/);

spew("$dir/cues.tsv", "nav\tcolon\t90\t(?:$alef+)+$kaf\t$alef$alef$kaf\n");
is_bounded('a cue', [tool('split-articles'), '-t', "$dir/cues.tsv"], 2,
    in => "$long\n" x 10, out => qr/\A\{[^\n]*\}\n\z/,
    err => qr/\Asplit-articles: pattern of a table $gave_up\n\z/);
my $text = join '\\n', ($long) x 10;
is_bounded('a cue, in extract-meta', [tool('extract-meta'), '-t',
    "$dir/cues.tsv"], 2, in => qq({"text":"$text"}\n),
    out => qr/\A\{[^\n]*\}\n\z/,
    err => qr/\Aextract-meta: pattern of a table $gave_up\n\z/);
SKIP: {
	skip 'tag-entities is not built', 1 unless -x tool('tag-entities');
	spew("$dir/rules.tsv", "slow\t*\t(?<PER>(?:$alef+)+$kaf)\n");
	is_bounded('a rule', [tool('tag-entities'), '-r', "$dir/rules.tsv",
	    '--model=none', '--gazetteer=none'], 4,
	    in => qq({"text":"$text"}\n), out => qr/\A\{[^\n]*\}\n\z/,
	    err => qr/\Atag-entities: pattern \S+ $gave_up\n\z/);
}

done_testing;
