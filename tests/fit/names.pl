#!/usr/bin/perl
# Sentences whose names people marked, as train-entities reads them: a token
# and its tag a line.
#
# usage: names.pl [--held-out | --all | --records] [--table TSV] [--news JSONL] MARKS.jsonl ...
#
# MARKS holds a sentence a line: {id, text, gold: [[start, end, label], ...]},
# code points.  Every tenth of each file's sorted ids is left out; --held-out
# gives only those, --all everything.  --records prints records, not tokens.
#
# TSV (names.tsv) has marks without their text: id of article and offset of
# the sentence in it (or t and its offset in the title), length, digest of the
# sentence, marks as start-end:label.  Where MARKS has that id, its marks are
# replaced; else the sentence is taken out of the article of --news.  A sentence
# with another digest is passed over.
use strict;
use warnings;
use utf8;
use Digest::MD5 qw(md5_hex);
use Encode qw(decode_utf8 encode_utf8);
use Getopt::Long;
use JSON::PP;

my $json = JSON::PP->new->utf8->canonical;
my ($held, $all, $records, $table, $news);
GetOptions('held-out' => \$held, all => \$all, records => \$records,
    'table=s' => \$table, 'news=s' => \$news) or exit 2;
binmode STDOUT, ':utf8' unless $records;

sub rows {
	my ($path) = @_;
	open my $in, '<:utf8', $path or die "$path: $!\n";
	return map { chomp; [split /\t/, $_, -1] } grep { !/^#/ } <$in>;
}

sub marks {
	return [map { [map { /^\d+$/ ? 0 + $_ : $_ } split /[-:]/] } split / /, shift];
}

# Whether the text of a row is the one that was marked.
sub same { length $_[1] == $_[0][1] && md5_hex(encode_utf8($_[1])) =~ /^$_[0][2]/ }

# Letters with their marks, Latin ones apart from others, digits, or a run of
# one other sign: as text/token.h has them.
my $letter = qr/[\pL\pM\x{640}\x{200c}-\x{200f}]/;
sub tokens {
	my ($s) = @_;
	my @t;
	push @t, [$-[0], $+[0], substr $s->{text}, $-[0], $+[0] - $-[0]]
	    while $s->{text} =~ /\p{Latin}+|(?:(?!\p{Latin})$letter)+|\d+|(\S)\1*/g;
	return @t;
}

sub conll {
	my ($s) = @_;
	my ($out, $last) = ('', -1);
	for my $t (tokens($s)) {
		my ($g) = grep { $_->[0] < $t->[1] && $t->[0] < $_->[1] }
		    @{$s->{gold}};
		$out .= "\n" if substr($s->{text}, 0, $t->[0]) =~ /\n\s*$/;
		$out .= "$t->[2] " . (!$g ? 'O'
			: ($last == $g->[0] ? 'I-' : 'B-') . $g->[2]) . "\n";
		$last = $g ? $g->[0] : -1;
	}
	return "$out\n";
}

my %row = map { ($_->[0] => [@$_]) } $table ? rows($table) : ();
my @sentence;
for my $path (@ARGV) {
	open my $in, '<', $path or die "$path: $!\n";
	my @s = sort { $a->{id} cmp $b->{id} } map { $json->decode($_) } <$in>;
	for my $i (0 .. $#s) {
		my $r = delete $row{$s[$i]{id}};
		$s[$i]{gold} = marks($r->[3]) if $r && same($r, $s[$i]{text});
		push @sentence, $s[$i]
		    if $all || !($held xor $i % 10 == 0);
	}
}
if ($news && %row && !$held) {
	my %of;
	push @{$of{s/\|t?\d+$//r}}, $_ for sort keys %row;
	open my $in, '<', $news or die "$news: $!\n";
	while (<$in>) {
		# most are not asked for, and to decode them takes minutes
		next unless /"id":\s*"([^"]*)"/ && $of{decode_utf8($1)};
		my $a = $json->decode($_);
		for my $id (@{$of{$a->{id}} // []}) {
			my $r = $row{$id};
			my ($title, $at) = $id =~ /\|(t?)(\d+)$/;
			my $text = substr $a->{$title ? 'title' : 'text'},
			    $at, $r->[1];
			push @sentence, { id => $id, text => $text,
				gold => marks($r->[3]) } if same($r, $text);
		}
	}
}
print $records ? $json->encode($_) . "\n" : conll($_) for @sentence;
