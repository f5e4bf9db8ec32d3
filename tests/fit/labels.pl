#!/usr/bin/perl
# Marked pages as JSON Lines for tests/fit/lines: {id, fold, copy, text,
# labels, gold}: a letter for each line of the text, and where cuts are right.
#
# usage: labels.pl [--copies N [--rough] --news NEWS.jsonl] SOURCE ... > PAGES.jsonl
# A SOURCE is a folder of *.page (see tests/fit/marked/README), a folder with
# gold.jsonl and pages/ (the same marks), or a file of pages that were made of
# articles, with gold (tests/fit/layouts.pl).
#
# Pages are told apart by fold, 0 to 4: neighbours share one, since they may be
# of one outlet; those that were made have -1, and are never judged.  --copies
# adds copies of marked pages with other titles, paragraphs and names, from
# NEWS: what a page has of its own is learned less, its layout more.  --rough
# writes such copies alone, of another draw, whose paragraphs end where there is
# no more room, as scrapers cut them; they have copy 2.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8 decode_utf8);
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/../lib";
use Chance;
use JSON::PP;

my ($copies, $news_file, $rough) = (0);
GetOptions('copies=i' => \$copies, 'news=s' => \$news_file,
    'rough' => \$rough) or die;
my $json = JSON::PP->new->utf8->canonical;

sub slurp {
	open my $f, '<:utf8', $_[0] or die "$_[0]: $!\n";
	local $/;
	return scalar <$f>;
}

# The marks of a page: [{f: fields, lines: [[role, text], ...]}, ...].
sub read_marked {
	my ($file) = @_;
	my @parts = { f => {}, lines => [] };

	for (split /\n/, slurp($file)) {
		if (/^#/) { next }
		if ($_ eq '---') { push @parts, { f => {}, lines => [] } }
		elsif (/^=(\w+)\t(.*)/) { push @{$parts[-1]{f}{$1}}, $2 }
		elsif (/^(\w)\t?(.*)/) { push @{$parts[-1]{lines}}, [$1, $2] }
	}
	return \@parts;
}

# A day that is not the article's is the site's; one that is told from now has
# no value in the marks.
sub letter {
	my ($role, $text, $f) = @_;
	my @dates = grep { defined && (!ref || @$_) }
	    @$f{qw(date date_ok date_modified date_modified_ok)};

	return $role eq 'D' && !@dates && $text =~ /\d{4}/ ? 'S' : $role;
}

# Where the lines of part i start and end in bytes, the blank ones at both ends
# apart: a cut is right between two of them.
sub extent {
	my ($from, $lines) = @_;
	my ($first, $last);

	for (@$lines) {
		my $end = $from + length encode_utf8($_);

		if (/\S/) {
			$first //= $from;
			$last = $end + 1;
		}
		$from = $end + 1;
	}
	return ($first // $from, $last // $from, $from);
}

sub put {
	my ($id, $fold, $copy, $parts) = @_;
	my (@text, @articles);
	my ($labels, $at, $above) = ('', 0, 0);

	for my $part (@$parts) {
		my @lines;

		for (@{$part->{lines}}) {
			my ($role, $text) = @$_;

			# A mark that holds several lines: all have its role.
			for ($text eq '' ? '' : split /\n/, $text, -1) {
				push @lines, $_;
				$labels .= letter($role, $_, $part->{f});
			}
		}
		my ($first, $last, $end) = extent($at, \@lines);

		push @articles, { gap => [$above, $first] }
		    unless @articles && $part->{f}{teaser};
		($at, $above) = ($end, $last);
		push @text, @lines;
	}
	print $json->encode({ id => $id, fold => $fold, copy => $copy,
		gold => { family => $id, articles => \@articles },
		text => join("\n", @text), labels => $labels }), "\n";
}

# --- Copies -----------------------------------------------------------------

my @news;
my @first = qw(سامر رائد هدى ليلى باسل نادر سلمى كريم وفاء طارق رنا زياد منى
    عادل هبة فادي محمد أحمد علي خالد فاطمة يوسف إبراهيم عمر حسن مريم);
my @last = qw(الزين المنصوري الحلو العلي حداد الراوي السبيعي الشامي درويش
    الكعبي عمران النجار الصالح بوعلام بنعلي الهاشمي خليل منصور);

sub name { return pick(@first) . ' ' . pick(@last) }

sub fit {
	my ($s, $most) = @_;

	return $s if length $s <= 1.3 * $most;
	return substr($s, 0, $most < 20 ? 20 : $most) =~ s/ \S*$//r;
}

# A paragraph as long as the one that it replaces, and as finished.
sub paragraph {
	my ($was, $article) = @_;
	my $s = fit($article->{body}[$article->{at}++ % @{$article->{body}}],
	    $rough && length $was < 40 ? 40 : length $was);

	return $s if $rough;
	my ($end) = $was =~ /([.!؟])$/;

	return $s =~ s/[.!؟]?$/$end/r if defined $end;
	return $s =~ s/\.$//r;
}

sub other {
	my ($role, $was, $f, $article) = @_;

	if ($role eq 'T') {
		my ($title) = ref $f->{title} ? $f->{title}[0] : $f->{title};

		return $was =~ s/\Q$title\E/$article->{title}/r
		    if defined $title && index($was, $title) >= 0;
		return length $was > 18 ? $article->{title} : $was;
	}
	return length $was < 40 && !$rough ? $was : paragraph($was, $article)
	    if $role eq 'B';
	if ($role =~ /[RP]/ && length $was >= 25) {
		my $label = $was =~ /^(.{0,40}?[:：]\s*)/ ? $1 : '';

		return ($role eq 'R' ? $label : '')
		    . fit(pick(@news)->{title}, length $was);
	}
	if ($role eq 'A') {
		for my $author (@{$f->{author} // []}) {
			my $new = name();

			$was =~ s/\Q$author\E/$new/;
		}
	}
	return $was;
}

sub copy {
	my ($parts) = @_;

	return [map {
		my $f = $_->{f};
		my %article = (%{pick(@news)}, at => 0);
		my %seen;

		{ f => $f, lines => [map {
			my ($role, $text) = @$_;
			my ($lead, $was, $rest) = $text =~
			    /^(\s*(?:[•*-]\s*|\d+[.)]\s*)?)(.*?)(\s*)$/s;

			$seen{$was} //= other($role, $was, $f, \%article);
			[$role, "$lead$seen{$was}$rest"];
		} @{$_->{lines}}] };
	} @$parts];
}

sub put_all {
	my ($id, $fold, $parts, $arabic) = @_;

	put($id, $fold, 0, $parts) if !$rough;
	# A part alone is what extract-meta reads.
	if (@$parts > 1 && !$rough) {
		put("$id/$_", $fold, 1, [$parts->[$_]]) for 0 .. $#$parts;
	}
	if ($arabic) {
		put("$id.$_", $fold, $rough ? 2 : 1, copy($parts))
		    for 1 .. $copies;
	}
}

# --- Pages that were made: what a line is, by the gold of its article -----------

sub bare { return $_[0] =~ s/[\s\p{Cf}]+/ /gr =~ s/^ | $//gr }

sub made_letter {
	my ($line, $a) = @_;
	my %body = map { bare($_) => 1 } split /\n/, $a->{text};
	my $title = bare($a->{title} // '');

	return 'T' if $title ne '' && $line eq $title;
	return 'B' if $body{$line};
	return 'R' if grep { index($line, bare($_)) >= 0 }
	    @{$a->{related} // []}, @{$a->{promos} // []};
	return 'G' if ($a->{tags_raw} // '') ne '' &&
	    index($line, bare($a->{tags_raw})) >= 0;
	return 'C' if ($a->{credit} // '') ne '' &&
	    index($line, $a->{credit}) >= 0 &&
	    length $line < 25 + length $a->{credit};
	# What is known by its cue alone is left to the tool that reads this.
	return '?';
}

sub put_made {
	my ($r) = @_;
	my @articles = @{$r->{gold}{articles}};
	my $at = 0;
	my $labels = '';

	for my $line (split /\n/, $r->{text}, -1) {
		my ($a) = grep { $_->{start} <= $at } reverse @articles;

		$labels .= $line =~ /\S/
		    ? made_letter(bare($line), $a // $articles[0]) : '_';
		$at += length(encode_utf8($line)) + 1;
	}
	print $json->encode({ %$r, fold => -1, copy => 0,
		labels => $labels }), "\n";
}

# --- Sources ----------------------------------------------------------------

sub lines_of {
	open my $f, '<:raw', $_[0] or die "$_[0]: $!\n";
	return map { $json->decode($_) } <$f>;
}

if (defined $news_file) {
	for (lines_of($news_file)) {
		my @body = grep { length > 40 } split /\s*\n\s*/, $_->{text};

		push @news, { title => $_->{title}, body => \@body }
		    if @body >= 2 && length $_->{title} > 25 &&
		    length $_->{title} < 130;
	}
}
$copies = 0 unless @news;
seed($rough ? 20240103 : 20240102);
for my $source (@ARGV) {
	if (-e "$source/gold.jsonl") {
		for (lines_of("$source/gold.jsonl")) {
			put_all("$source/$_->{id}", int($_->{id} / 10) % 5,
			    $_->{parts}, $_->{language} eq 'ar');
		}
	} elsif (-d $source) {
		my $n = 0;

		for (sort glob "$source/*.page") {
			my $parts = read_marked($_);
			my $language = $parts->[0]{f}{language} // ['ar'];

			put_all($_, $n++ % 5, $parts,
			    $language->[0] eq 'ar');
		}
	} else {
		put_made($_) for lines_of($source);
	}
}
