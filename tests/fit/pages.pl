#!/usr/bin/perl
# Glues articles (JSON Lines with title and text) into pages of layouts that
# differ from one another, with the places of their cuts, for fitting the
# weights of common/tables/boundary.tsv.
#
# usage: pages.pl [-n PAGES] ARTICLES.jsonl > PAGES.jsonl
# Each page: {id, text, gold:{family, articles:[{gap:[from,to]},...]}}; gap is
# the range of byte offsets in which a cut is right.
use strict;
use warnings;
use Encode qw(encode_utf8);
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/../lib";
use Chance;
use JSON::PP;
use utf8;

my $pages = 200;
GetOptions('n=i' => \$pages) or die;
my $json = JSON::PP->new->utf8->canonical;
my @articles;
while (my $l = <>) {
	my $r = $json->decode($l);
	next if length($r->{text} // '') < 600 || !length($r->{title} // '');
	s/\r//g, s/\n\s*\n+/\n/g, s/^\s+|\s+$//g for @$r{qw(title text)};
	push @articles, $r;
}

seed(20240101);

my @months = qw(يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر
    نوفمبر ديسمبر);
sub date {
	my ($d, $m, $y) = (1 + random(28), 1 + random(12), 2005 + random(20));
	return pick("$d $months[$m - 1] $y", sprintf('%02d/%02d/%d', $d, $m, $y),
	    sprintf('%d-%02d-%02d %02d:%02d', $y, $m, $d, random(24), random(60)),
	    "$d $months[$m - 1] $y - 10:30 م");
}
sub date_line {
	return pick('', 'تاريخ النشر: ', 'نشر في: ', 'نشر بتاريخ ') . date();
}
sub byline { return pick('كتب: سمير حداد', 'بقلم ليلى حسن', 'كتبت - منى عيسى') }
sub dateline {
	return pick('القاهرة', 'الرياض', 'بغداد', 'موسكو', 'بيروت', 'تونس')
	    . pick(' - ', ' (أ ف ب) - ', ' – رويترز – ', ': ');
}
sub source { return 'المصدر: ' . pick('وكالات', 'رويترز', 'صحيفة الضفاف') }
sub tags { return 'كلمات دلالية: ' . join ' ', (split / /, $_[0])[0 .. 2] }
sub rule { return pick('***', '-----', '* * *', '______') }
sub unknown_heading {
	return pick('من جديدنا اليوم:', 'وفي شأن آخر', 'حصاد الموقع', 'باقة');
}

sub lines { return split /\n/, $_[0]{text} }
sub article { return $articles[random(scalar @articles)] }

# An end of an article that says so, or not.
sub ending {
	my ($a) = @_;
	return ((maybe(70) ? source() : ()), (maybe(40) ? tags($a->{title}) : ()));
}

# Each layout returns a list of articles, each a list of lines.
my %layout = (
	category => sub {
		my @out;
		for (0 .. 1 + random(4)) {
			my $a = article();
			push @out, [$a->{title}, date_line(),
			    (maybe(30) ? byline() : ()), lines($a)];
		}
		return @out;
	},
	dates_first => sub {
		my @out;
		for (0 .. 1 + random(3)) {
			my $a = article();
			push @out, [date(), $a->{title}, lines($a)];
		}
		return @out;
	},
	ended => sub {
		my ($a, $b) = (article(), article());
		my @b = lines($b);
		$b[0] = dateline() . $b[0] if maybe(40);
		return ([$a->{title}, (maybe(60) ? date_line() : ()), lines($a),
		    source(), (maybe(60) ? tags($a->{title}) : ())],
		    [(maybe(50) ? unknown_heading() : ()), $b->{title}, @b,
		    ending($b)]);
	},
	headed => sub {
		my ($a, $b) = (article(), article());
		return ([$a->{title}, lines($a), ending($a)],
		    [pick('إقرأ أيضاً:', 'اقرأ ايضا', 'مواضيع ذات صلة', 'قد يهمك أيضا'),
		    $b->{title}, (maybe(50) ? date_line() : ()), lines($b),
		    ending($b)]);
	},
	bare => sub {
		my ($a, $b) = (article(), article());
		my @b = lines($b);
		$b[0] = dateline() . $b[0] if maybe(60);
		return ([$a->{title}, lines($a)],
		    [(maybe(30) ? rule() : ()), $b->{title}, @b]);
	},
	promo_line => sub { # a heading and one headline amid the text: no cut
		my ($a, $b) = (article(), article());
		my @a = lines($a);
		splice @a, 1 + random($#a || 1), 0,
		    pick('إقرأ أيضاً:', 'اقرأ أيضا', 'شاهد أيضا', 'قد يهمك'),
		    $b->{title};
		return [$a->{title}, (maybe(50) ? date_line() : ()), @a,
		    ending($a)];
	},
	subheads => sub { # sub-headings and rules amid the text: no cut
		my $a = article();
		my @a = lines($a);
		for (1 .. 1 + random(3)) {
			my @w = split / /, $a[random(scalar @a)];
			my $n = 2 + random(5);
			$n = @w if $n > @w;
			splice @a, 1 + random($#a || 1), 0, maybe(20) ? rule()
			    : join ' ', @w[0 .. $n - 1];
		}
		return [$a->{title}, (maybe(50) ? date_line() : ()), @a];
	},
	dated_body => sub { # dates and sources amid the text: no cut
		my $a = article();
		my @a = lines($a);
		splice @a, 1 + random($#a || 1), 0, maybe(50) ? source() : date();
		return [$a->{title}, @a, ending($a)];
	},
	plain => sub {
		my $a = article();
		return [$a->{title}, lines($a)];
	},
);

for my $family (sort keys %layout) {
	for my $n (1 .. $pages) {
		my @parts = $layout{$family}->();
		my $join = maybe(30) ? "\n\n" : "\n";
		my ($text, @gold) = ('');
		for my $p (@parts) {
			my $from = length encode_utf8($text);
			$text .= $join if length $text;
			my $to = length encode_utf8($text);
			push @gold, { gap => [$from, $to] };
			# a date, section or heading in front belongs to the headline
			my @lead = @gold > 1 && $p->[0] =~ /^(?:\d|[*_-]{3}|\* \*)/
			    ? splice @$p, 0, 1 : ();
			push @lead, splice @$p, 0, 1
			    if @gold > 1 && ($family eq 'ended' || $family eq 'headed')
			    && length $p->[0] < 20;
			if (@lead) {
				$text .= join($join, @lead) . $join;
				$gold[-1]{gap}[1] = length encode_utf8($text);
			}
			$text .= join $join, @$p;
		}
		print $json->encode({ id => "$family-$n", text => $text,
		    gold => { family => $family, articles => \@gold } }), "\n";
	}
}
