#!/usr/bin/perl
# What compilers say: each header compiles alone, and twice, in both compilers
# where both are there; nobody pokes struct stream from outside.
# Slow: two compilers read every header.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Khabar;
use Test::More;

my @files = glob 'cmd/*.[ch] common/*/*.[ch]';
my @headers = glob 'common/*/*.h tests/fit/*.h';
my $flags = "-std=c11 -D_GNU_SOURCE -Icommon -Wall -Wextra -Werror "
    . '-fsyntax-only -x c ' . (`pkg-config --cflags libbsd-overlay` =~ s/\n//r);
for my $cc (grep { !system "command -v $_ >/dev/null" } qw(gcc clang)) {
	my @broken;
	for my $header (@headers) {
		my $c = spew(scratch() . '/one.c', qq(#include "$header"\n) x 2
		    . "extern int nothing;\n");
		my $said = `$cc $flags -I. $c 2>&1`;
		push @broken, $said if $? != 0;
	}
	is(join('', @broken), '', "$cc compiles each header alone");
}

# struct stream is common/record's: where its members have other names, all
# else compiles.
{
	my $header = slurp('common/record/stream.h');
	my ($members) = $header =~ /^(struct stream \{.*?^\};)/ms;
	my $hidden = $members =~ s/(\w+)((?:\[[^]]*\])*[;,]|\)\()/hidden_$1$2/gr;
	my $dir = scratch() . '/hidden';
	mkdir($dir) && mkdir("$dir/record") or die "$dir: $!";
	spew("$dir/record/stream.h", $header =~ s/\Q$members\E/$hidden/r);
	my $flags = '-std=c11 -D_GNU_SOURCE -fsyntax-only -w -DKHABAR_VERSION=0'
	    . " -DPKGDATADIR=0 -I$dir -Icommon -I" . tool('') . ' '
	    . (`pkg-config --cflags libbsd-overlay` =~ s/\n//r);
	my $pokes = sub { join '', map { `gcc $flags $_ 2>&1` } @_ };
	my @users = grep { !m{^common/record/} && /\.c$/ &&
	    `gcc $flags -MM $_ 2>&1` =~ m{record/stream\.h} } @files;
	is($pokes->(@users), '', 'no member of struct stream is used outside '
	    . 'common/record: ' . @users . ' files');
	my $poke = spew("$dir/poke.c", qq(#include "record/stream.h"\n)
	    . 'int f(struct stream *s); int f(struct stream *s) { return '
	    . 's->verbose; }');
	like($pokes->($poke), qr/has no member named/, 'it would be seen');
}

done_testing;
