# Pages for the tests of split-articles and extract-meta: lines of tests/pages
# in any order, and noise.  The same ones in every run.
package News;
use strict;
use warnings;
use Encode qw(decode encode_utf8);
use Chance qw(seed random);
use Exporter 'import';
use JSON::PP;
use Khabar;

our @EXPORT = qw(random mixture noise page_texts text_record);
seed(20261121);

# The pages of tests/pages, decoded: name => text.
sub page_texts {
	my %pages;

	for my $path (glob "$TOP/tests/pages/*.txt") {
		my ($name) = $path =~ m{([^/]+)\.txt$};
		my $raw = slurp($path);
		my $text = decode($name =~ /cp1256/ ? 'cp1256' : 'UTF-8', $raw);
		$text = decode('UTF-8', Encode::encode('cp1256', $text))
		    if $name =~ /mojibake/;
		$pages{$name} = $text;
	}
	return %pages;
}

my @lines;

# Up to $n lines of all pages, shuffled; in one page of four some are glued,
# cut, doubled or ended otherwise.
sub mixture {
	my ($n) = @_;
	my $page = '';

	if (!@lines) {
		my %pages = page_texts();
		@lines = map { split /\n/, $pages{$_} } sort keys %pages;
	}
	my $rough = random(4) == 0;
	my $at = random(scalar @lines);
	for (1 .. 1 + random($n)) {
		$at = random(3) ? ($at + 1) % @lines : random(scalar @lines);
		my $line = $lines[$at];
		if ($rough && random(6) == 0) {
			my $how = random(6);
			$line = substr $line, 0, random(1 + length $line)
			    if $how == 0;
			$line = substr $line, random(1 + length $line)
			    if $how == 1;
			$line = "\t $line \x{a0}\x{200f}\r" if $how == 2;
			$line = "\x{2022} $line" if $how == 3;
			$line .= ':' if $how == 4;
			$page .= $line and next if $how == 5;
		}
		$page .= "$line\n";
	}
	chop $page if random(5) == 0;
	return $page;
}

# Up to $n characters of any kind but surrogates.
sub noise {
	my ($n) = @_;
	my @some = ("\n", "\n", ' ', ' ', ':', '.', "\0", "\r", "\t", "\f",
	    '"', '\\', '-', '/', '(', ')', '1', '9', 'x', "\x{7f}", "\x{85}",
	    "\x{a0}", "\x{60c}", "\x{640}", "\x{64b}", "\x{661}", "\x{200e}",
	    "\x{2022}", "\x{2028}", "\x{2029}", "\x{feff}", "\x{fffd}",
	    "\x{ffff}", "\x{fefb}", "\x{1f600}", "\x{10ffff}");

	return join '', map { random(3) ? chr(0x621 + random(0x2a))
	    : $some[random(scalar @some)] } 1 .. random($n);
}

# A record with text in it.
sub text_record {
	my ($text, %more) = @_;

	return JSON::PP->new->utf8->canonical->encode({ text => $text, %more })
	    . "\n";
}

1;
