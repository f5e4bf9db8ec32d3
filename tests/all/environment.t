#!/usr/bin/perl
# No environment is needed, and none changes a byte.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my $filter = tool('tests/lib/tools/filter');
my $in = qq({"text":"\xd8\xa3I\xc4\xb0i\xc4\xb1"}\n{"text":1.5}\n{}\n\xff\n);
my $want = run([$filter, '-v', '--bad=skip'], in => $in);
my $seconds = qr/\d+\.\d s/;

is($want->{out}, qq({"text":"\xd8\xa3I\xc4\xb0i\xc4\xb1","n":8}\n), 'out');
$want->{err} = quotemeta($want->{err}) =~ s/\d+\\\.\d\\ s/$seconds/r;
my %same = (in => $in, out => $want->{out}, err => qr/\A$want->{err}\z/);

is_run('no environment', [$filter, '-v', '--bad=skip'], %same, clean => 1);
my %there = map { $_ => 1 } split /\n/, `locale -a 2>/dev/null`;
for my $locale (sort keys %there, qw(C POSIX ar_EG.UTF-8 tr_TR.UTF-8
    de_DE.ISO-8859-1 none)) {
	is_run("LC_ALL=$locale", [$filter, '-v', '--bad=skip'], %same,
	    env => { LC_ALL => $locale, LANG => $locale });
}
is_run('every variable is odd', [$filter, '-v', '--bad=skip'], %same,
    env => { HOME => '/none', PATH => '', TZ => 'Asia/Riyadh',
    TMPDIR => '/none', LANGUAGE => 'ar', POSIXLY_CORRECT => 1 });

# The locale is never asked for.
SKIP: {
	my $nm = `nm -D --undefined-only '$filter' 2>/dev/null`;
	skip 'no nm', 1 if $? != 0;
	skip 'the sanitizers ask for it', 1 if sanitized();
	unlike($nm, qr/\b(?:setlocale|newlocale|uselocale|nl_langinfo)\b/,
	    'no call of setlocale');
}

done_testing;
