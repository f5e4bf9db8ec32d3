#!/usr/bin/perl
# The same pages in other forms: broken into lines of 60, 72 and 80 columns,
# on one line with wide blanks, TABs, no-break spaces or bullets between blocks,
# with other line ends.  What comes out must be what comes out of the page as it
# was: articles, titles, dates, bodies, and no menu in a body.
#
# Slow: a thousand pages through two programs.
use strict;
use utf8;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Chance qw(seed random);
use Encode qw(decode_utf8 encode_utf8);
use JSON::PP;
use Khabar;
use Test::More;

binmode $_, ':utf8' for Test::More->builder->output,
    Test::More->builder->failure_output;
my $json = JSON::PP->new->utf8->canonical;
my $data = $ENV{DATA_DIR} // "$TOP/../shared/data";

# Greedy, as w3m, fmt and Python's textwrap.
sub wrapped {
	my ($text, $width, $between) = @_;
	my @out;

	for (split /\n/, $text) {
		my @lines = ('');

		for my $word (split) {
			if ($lines[-1] eq '') {
				$lines[-1] = $word;
			} elsif (length("$lines[-1] $word") > $width) {
				push @lines, $word;
			} else {
				$lines[-1] .= " $word";
			}
		}
		push @out, join "\n", @lines;
	}
	return join $between, @out;
}

sub flat {
	my ($text, $between) = @_;

	$text =~ s/\A\s+|\s+\z//g;
	$text =~ s/\s*\n\s*/$between->()/ge;
	return $text;
}

# As an excerpt of HTML, without line ends.
sub html {
	my $text = $_[0] =~ s/&/&amp;/gr =~ s/</&lt;/gr =~ s/"/&quot;/gr
	    =~ s/«/&laquo;/gr =~ s/–/&#8211;/gr =~ s/:/&amp;#x3A;/gr;
	my @tags = (['<p class="a">', '</p>'], ['<div>', '</div>'],
	    ['', '<br />'], ['<li><a href="https://a.example/?b=1&c=2">',
		'</a></li>'], ['<h2>', '</h2><!-- so -->']);

	return join '', map { my $tag = $tags[random(5)];
	    "$tag->[0]$_$tag->[1]" } split /\n/, $text;
}

# Short lines are links, bold or headings; words of long ones are marked.
sub markdown {
	my ($text) = @_;
	my @short = ('**%s**', '## %s', '[%s](https://a.example/1)',
	    '[**%s**](/news/2_3 "x")', '%s', '> %s');
	my @word = ('**%s**', '*%s*', '[%s](https://a.example/b_c)', '%s', '%s');

	return "**\\[**\n" . join "\n", map { my $line = $_;
	    /^[\p{L}\d«"]/ && length > 3 && length() < 60 && !/\.$/
		? sprintf $short[random(6)], $line
		: $line =~ s{(?<= )(\pL+)(?= )}
		    {random(9) ? $1 : sprintf $word[random(5)], $1}ger
	} split /\n/, $text;
}

my @forms = (
	['60 columns' => sub { wrapped($_[0], 60, "\n") }],
	['72 columns' => sub { wrapped($_[0], 72, "\n") }],
	['80 columns' => sub { wrapped($_[0], 80, "\n") }],
	['72 columns, blank lines' => sub { wrapped($_[0], 72, "\n\n") }],
	['72 columns, indented' => sub { wrapped($_[0], 72, "\n") =~ s/^/   /gmr }],
	['6 to 12 blanks' => sub { flat($_[0], sub { ' ' x (6 + random(7)) }) }],
	['TABs' => sub { flat($_[0], sub { "\t" }) }],
	['no-break spaces' => sub { flat($_[0], sub { "\xa0" x (2 + random(4)) }) }],
	['bullets' => sub { flat($_[0], sub { ' • ' }) }],
	['HTML' => \&html],
	['Markdown' => \&markdown],
	['CR' => sub { $_[0] =~ tr/\n/\r/r }],
	['VT' => sub { $_[0] =~ tr/\n/\x0b/r }],
	['NEL' => sub { $_[0] =~ tr/\n/\x85/r }],
	['line separators' => sub { $_[0] =~ tr/\n/\x{2028}/r }],
	['paragraph separators' => sub { $_[0] =~ tr/\n/\x{2029}/r }],
);

# The records of each text.
sub records {
	my ($i, %got) = (0);
	my $in = join '', map {
		$json->encode({ id => $i++, text => $_ }) . "\n" } @_;
	my $parts = run([tool('split-articles')], in => $in);
	my @tiled = map { '' } @_;
	for (split /\n/, $parts->{out}) {
		my $part = $json->decode($_);
		my $page = encode_utf8($_[$part->{doc}]);

		$tiled[$part->{doc}] .= decode_utf8(substr $page,
		    $part->{start}, $part->{end} - $part->{start})
		    if $part->{text} eq decode_utf8(substr $page,
			$part->{start}, $part->{end} - $part->{start});
	}
	ok(!(grep { $tiled[$_] ne $_[$_] } 0 .. $#_), 'parts tile their pages');
	my $out = run([tool('extract-meta')], in => $parts->{out});

	is($parts->{err} . $out->{err}, '', 'nothing is told');
	for (split /\n/, $out->{out}) {
		my $record = $json->decode($_);
		push @{$got{$record->{doc}}}, $record;
	}
	return \%got;
}

sub words {
	my %n;
	$n{$_}++ for ($_[0] // '') =~ /\w+/g;
	return \%n;
}

# Words of the first that are not in the second.
sub missing {
	my ($left, $right) = @_;
	my $n = 0;

	for (keys %$left) {
		my $more = $left->{$_} - ($right->{$_} // 0);
		$n += $more if $more > 0;
	}
	return $n;
}

sub total {
	my $n = 0;
	$n += $_ for values %{$_[0]};
	return $n;
}

# How much of what came out of the pages comes out in their other form.
sub compare {
	my ($want, $got) = @_;
	my %n = map { $_ => [0, 0] } qw(articles titles dates bodies menu);

	for my $doc (keys %$want) {
		my ($w, $g) = ($want->{$doc}, $got->{$doc} // []);

		$n{articles}[0] += @$w == @$g;
		$n{articles}[1]++;
		for my $i (0 .. $#$w) {
			my $o = $g->[$i] // {};
			my ($left, $right) = map { words($_->{text}) } $w->[$i], $o;
			my $lost = missing($left, $right);
			my $more = missing($right, $left);
			my $all = total($left) + total($right);

			for (['titles', 'title'], ['dates', 'date']) {
				my ($name, $field) = @$_;
				next unless defined $w->[$i]{$field};
				$n{$name}[0] += ($o->{$field} // '') eq
				    $w->[$i]{$field};
				$n{$name}[1]++;
			}
			$n{bodies}[0] += $all == 0 || ($lost + $more) / $all <= .05;
			$n{bodies}[1]++;
			$n{menu}[0] += $more;
			$n{menu}[1] += total($right);
		}
	}
	return map { $_ => $n{$_}[1] ? $n{$_}[0] / $n{$_}[1] : 1 } keys %n;
}

# least: what must be the same.
sub try_pages {
	my ($name, $least, @texts) = @_;
	my $want = records(@texts);

	seed(16);
	for (@forms) {
		my ($form, $make) = @$_;
		my %is = compare($want, records(map { $make->($_) } @texts));
		my $said = join ', ', map { sprintf "%s %.3f", $_, $is{$_} }
		    sort keys %is;

		note("$name: $form: $said");
		for (grep { $_ ne 'menu' } sort keys %is) {
			cmp_ok($is{$_}, '>=', $least, "$name: $form: $_");
		}
		cmp_ok($is{menu}, '<=', .03, "$name: $form: no menu in a body");
	}
}

my $n = 0;
try_pages('outlets', .8, map { $json->decode($_)->{text} }
    grep { $n++ % 3 == 0 } split /\n/,
    run(['perl', "$TOP/tests/fit/labels.pl", "$TOP/tests/fit/marked"])->{out});

# What is edited all over has not that form, and takes no memory for it.
for ("a\t" x 1e5, '&lt;' x 1e5, '**a**' x 1e5) {
	my $r = run([tool('split-articles'), '--from=text'], in => $_);

	is($json->decode($r->{out})->{text}, $_, 'edited all over: ' .
	    substr $_, 0, 4);
}

SKIP: {
	my $file = "$data/pages-dev.jsonl.xz";
	skip("no $file", 1) unless -r $file;
	try_pages('aggregators', .95, map { $json->decode($_)->{text} }
	    grep { $n++ % 12 == 0 } split /\n/, run(['xz', '-dc', $file])->{out});
}

done_testing();
