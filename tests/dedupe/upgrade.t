#!/usr/bin/perl
# A state of version 0.1: refused by name, with the command that helps; that
# keeps what it knew by bytes and by words.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Khabar;
use MIME::Base64;
use Test::More;

my $dedupe = tool('dedupe');
my $dir = scratch();
my $state = "$dir/state";
my $old = decode_base64(join '', <DATA>);

# What it was made of, in two runs' words.
my @known = (
    '{"id":"a","date":"2025-05-12","text":"وصلت الحافلة الأولى إلى القرية ' .
    'الجديدة صباح اليوم وسط ترحيب السكان الذين انتظروها سنين"}',
    '{"id":"b","text":"أعلنت البلدية فتح الجسر القديم أمام المشاة بعد ' .
    'إصلاح دام ثلاثة أشهر في حي النهر"}',
    '{"id":"c","text":"كلمتان فقط"}');
my $exact = join '', map { "$_\n" } @known;
my $words = $known[1] =~ s/أعلنت البلدية/«أعلنت» البلديّة/r . "\n";
my $new = record('new', article(4));

sub restore {
	spew("$state/log", $_[0]);
	unlink "$state/index";
}

mkdir $state or die $!;
restore($old);
my $refused = "dedupe: $state/log: of an older version; dedupe --state " .
    "$state --compact --upgrade, with the options of its runs, keeps what " .
    "can be kept\n";
is_run("it is refused by @$_", [$dedupe, @$_], in => $exact, status => 2,
    err => $refused)
    for ['--state', $state], ['--against', $state], ['--state', $state,
    '--prepare'], ['--commit', $state], ['--state', $state, '--info'],
    ['--state', $state, '--check'], ['--state', $state, '--compact'];
is(slurp("$state/log"), $old, 'and stays as it is');
is_run('--upgrade alone', [$dedupe, '--state', $state, '--upgrade'],
    in => $exact, status => 2, err => "dedupe: --upgrade needs --compact\n");

my @upgrade = ($dedupe, '--state', $state, '--compact', '--upgrade');
for ('--field=title', '--fold=none', '--exact') {
	is_run("not with $_", [@upgrade, $_], status => 2,
	    err => qr/\Adedupe: \Q$state\E: made with other options: there (?#
	    )version=1 .*; here version=.*\n\z/);
}
is(slurp("$state/log"), $old, 'which leaves it as it is');
is_run('--upgrade', \@upgrade);
is_run('what has the same bytes is known', [$dedupe, '--state', $state],
    in => $exact);
is_run('and what has the same words', [$dedupe, '--state', $state],
    in => $words);
is_run('what is new is not', [$dedupe, '--state', $state], in => $new,
    out => $new);
is_run('and is known then', [$dedupe, '--state', $state], in => $new);
is_run('--upgrade again', \@upgrade);
is_run('changes nothing', [$dedupe, '--state', $state],
    in => "$exact$words$new");

restore($old);
is_run('--upgrade with a window', [@upgrade, '--window=30d']);
is_run('forgets what is older', [$dedupe, '--state', $state], in => $exact,
    out => "$known[0]\n");

# Damage is told, and all stays as it is.
my @bad;
my $step = sanitized() ? 17 : 1;
for (my $n = 0; $n < length $old; $n += $step) {
	my $flipped = $old;
	substr($flipped, $n, 1) ^= chr(1 << $n % 8);
	for ($flipped, substr $old, 0, $n) {
		restore($_);
		my $r = run(\@upgrade);
		push @bad, $n unless $r->{status} == 2 && $r->{err} =~
		    /\Adedupe: \Q$state\E/ && slurp("$state/log") eq $_;
	}
}
is("@bad", '', 'every byte changed, and every length: told, not believed');
done_testing;

__DATA__
a2hhYmFyMQAEAwIBXAAAAMus0lgiWRufdmVyc2lvbj0xIGZpZWxkcz0sdGV4dCBmb2xkPWFyYWJp
Yy8xIHNoaW5nbGU9MiBiYW5kcz0zNngyIHNpbWlsYXJpdHk9MC4zMDAgY29udGFpbm1lbnQ9MC43
MDAAAAAA6dqZ7x066pLgAgAAAAAAAOQ6r7CY0yXZ9QAAAEHWFoIkfMRywhEl8fYrfEuCELjC5IMc
q+T1IEOASbwBJAAAAA0AAAAAAAAAAQAAAAAAAAB1fzuMhavezvbLWqGjcIIjWmpatn+Z1NMKiWzQ
YxDwo5TaE0vXotJh9lO+t0C+2yN9XjRZWttEH4TKKxQi8wwd81Nkc8xc16F6CR8BLFKPXjLDDW+l
ksQRsARmS2rR9a1NWvvx0x0WJkk57PIUdsYibZBMb+k0mjo1RvWVn8GR/N+rLeTNYYuL2pKLUIP9
6J6OdwmE/A6DPbpoRrAah60S5nER8rzubwlclzFo2usmOCCKoe1YMaifILoKVhx3efYykufOYQAA
APkAAADZLn2UH6O7d8a1P9hEEgC/vqdpP4LxzMMNeVItEbjIASQAAAAOAAAAAAAAAAEAAAAAAAAA
b77+Nc6SWp6ya8200waLU1HQ57eKl5idHvUEkjzT8PHgZuvnTiAUecMltcCnFKcX/73hyGL+t0tA
2p2NFWPQWJM6bBThlwTpqaRriTVbnmY3UMqZTfiP3tyDggsGDL4dIo/cu2tKyOl/5M6VrZ13Zitl
7dcMPFRYOlzoXYZNB4lQ71r4ppwKFoorTm6Ri7O2PHHBVFxh0ZGGwp1IZnipk7YUS73wXfqGiLUb
RIDxX3WeoFYelFmajhTZHK68ZDEAriuDnT58pt5iAAAAAAAAADEAAACtcttU0niiEhPwAMccONtN
PnVFFCIXKz8GSeATEbjIAQAAAAAAAAAAAAAAAAEAAAAAAAAAYwAAAAAAAAAAAAAAs9d1IQ==
