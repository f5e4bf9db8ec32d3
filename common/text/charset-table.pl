#!/usr/bin/perl
# Reads common/tables/charsets.tsv, writes the C tables that charset.c includes:
# what each byte from 0x80 on is, as Perl's Encode has it, and the labels.
use strict;
use warnings;
use Encode;

# Bytes that windows-125x leaves open are controls in the standard; elsewhere
# they are errors.
sub high {
	my ($name, $byte) = @_;
	my $s = eval { decode($name, my $b = chr $byte, Encode::FB_CROAK) };

	return ord $s if defined $s && length $s == 1;
	return $name =~ /^cp125|^cp874/ && $byte < 0xa0 ? $byte : 0xfffd;
}

my (@sets, @tables, %label);
while (<>) {
	next if /^#/;
	chomp;
	my ($name, $perl, $labels) = split /\t/;
	my $high = 'NULL';

	if ($perl ne '-') {
		my $n = @tables;

		die "$perl: unknown\n" unless find_encoding($perl);
		push @tables, "static const uint16_t high_${n}[128] = {\n" .
		    join('', map { sprintf "\t0x%04x,\n", high($perl, $_) }
			0x80 .. 0xff) . "};\n";
		$high = "high_$n";
	}
	$label{$_} = scalar @sets for split / /, $labels;
	my ($kind) = $name =~ /^(utf-8|utf-16le|utf-16be)$/;
	$kind //= $perl eq '-' ? 'other' : 'bytes';
	push @sets, sprintf "\t{ \"%s\", CHARSET_%s, %s },\n", $name,
	    uc($kind) =~ s/-//gr, $high;
}

print "/* Made by charset-table.pl from common/tables/charsets.tsv. */\n";
print @tables, "\nstatic const struct charset charsets[] = {\n", @sets,
    "};\n\nstatic const struct label labels[] = {\n";
printf "\t{ \"%s\", %d },\n", $_, $label{$_} for sort keys %label;
print "};\n";
