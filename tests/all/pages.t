#!/usr/bin/perl
# Runs split-articles | extract-meta over the pages of tests/pages and compares
# with what their author expects of a careful reader (tests/pages/README).
use strict;
use warnings;
use Encode qw(decode encode_utf8);
use JSON::PP;
use Test::More;

my $bin = $ENV{O} // 'build/rel';
my $json = JSON::PP->new->utf8;
binmode $_, ':utf8'
    for Test::More->builder->output, Test::More->builder->failure_output;

sub slurp {
	open my $f, '<:raw', shift or die "$!";
	local $/;
	return <$f>;
}

# The page's lines, as a reader sees them.
sub page_lines {
	my ($path) = @_;
	my $raw = slurp($path);
	my $text = $path =~ /cp1256/ ? decode('cp1256', $raw)
	    : decode('UTF-8', $raw);

	$text = decode('UTF-8', Encode::encode('cp1256', $text))
	    if $path =~ /mojibake/;
	return split /\n/, $text, -1;
}

sub tidy {
	my ($s) = @_;

	return $s if !defined $s || ref $s;
	$s =~ s/[\x{200e}\x{200f}\x{feff}]//g;
	$s =~ s/^\s+|\s+$//g;
	return $s;
}

sub tidy_deep {
	my ($v) = @_;

	return [map { tidy_deep($_) } @$v] if ref $v eq 'ARRAY';
	return { map { $_ => tidy_deep($v->{$_}) } keys %$v }
	    if ref $v eq 'HASH';
	return tidy($v);
}

for my $path (sort glob 'tests/pages/*.txt') {
	my ($name) = $path =~ m{([^/]+)\.txt$};
	my $want = $json->decode(slurp("tests/pages/$name.json"))->{articles};
	my @lines = page_lines($path);
	my @got = map { $json->decode($_) }
	    split /\n/, `$bin/split-articles $path | $bin/extract-meta`;

	is(scalar @got, scalar @$want, "$name: number of articles");
	for my $i (0 .. $#$want) {
		my ($w, $g) = ($want->[$i], $got[$i] // {});
		my %maybe = map { tidy($lines[$_]) => 1 }
		    @{$w->{maybe_lines} // []};
		my $body = $w->{body} ? $w->{body}
		    : $w->{body_lines} ? [map { $lines[$_] } @{$w->{body_lines}}]
		    : undef;

		is_deeply([grep { $_ ne '' && !$maybe{$_} }
		    map { tidy($_) } split /\n/, $g->{text} // ''],
		    [map { tidy($_) } @$body], "$name: article $i: text")
		    if $body;
		for my $k (sort keys %$w) {
			next if $k =~ /lines?$|^body$/;
			my $have = $g->{$k};
			$have = { map { $_ => $have->{$_} } keys %{$w->{$k}} }
			    if ref $w->{$k} eq 'HASH' && ref $have eq 'HASH';
			is_deeply(tidy_deep($have), tidy_deep($w->{$k}),
			    "$name: article $i: $k");
		}
	}
}
done_testing();
