# Articles of invented news to compare: the same ones on every run.
package Articles;
use strict;
use warnings;
use utf8;
use Exporter 'import';
use Chance qw(seed random);

our @EXPORT = qw(seed random article sentence edited record);

my @common = qw(في من على إلى أن عن التي الذي مع كما بعد قبل خلال هذا كان);
my @letter = split //, 'المنيورتبسدعقفحكشجهطصخ';
my @word = do {
	seed(7);
	map { (random(3) ? '' : 'ال') .
	    join '', map { $letter[random(22)] } 0 .. 2 + random(3) } 1 .. 4000;
};
seed(1);

sub word {
	return $common[random(scalar @common)] if random(4) == 0;
	return 10 + random(900) if random(40) == 0;
	return $word[random(1 + random(4000))];
}

sub sentence {
	return join(' ', map { word() } 1 .. $_[0]) . '.';
}

# An article of n sentences of 20 words.
sub article {
	return join "\n", map { sentence(20) } 1 .. $_[0];
}

# The text with this many of a hundred words replaced, left out or put in.
sub edited {
	my ($text, $percent) = @_;

	return join ' ', map {
		my $r = random(100);
		$r >= $percent ? $_ : $r % 3 == 0 ? () :
		    $r % 3 == 1 ? word() : ($_, word());
	} split ' ', $text;
}

# A line: id and text.
sub record {
	my ($id, $text) = @_;
	my $line = qq({"id":"$id","text":") . $text =~ s/\n/\\n/gr . qq("}\n);

	utf8::encode($line);
	return $line;
}

1;
