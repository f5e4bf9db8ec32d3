# A page of one file: a line @NAME@ of it stands for the file of that name beside
# it.  @DATA@ stays; it is where records go (common/record/markup.h).
use strict;
use warnings;
use autodie;

my ($dir) = $ARGV[0] =~ m{(.*)/};

while (<>) {
	if (/^\@([a-z-]+\.(?:css|html|js))\@$/) {
		open my $part, '<', "$dir/$1";
		print while <$part>;
	} else {
		print;
	}
}
