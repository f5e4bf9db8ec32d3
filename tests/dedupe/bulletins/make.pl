#!/usr/bin/perl
# Bulletins and telegrams, one form with other fillings, among reprints of
# stories: JSON Lines with what a reader would say of each.
#
#	tests/dedupe/bulletins/make.pl [--fillings=N] >records.jsonl
#
# id, title, date, text; and story (records of one story repeat each other),
# kind, of (the record that it was made from, or null), form and place (where
# the fillings of the form differ).
# Kinds that are no repeats: story, filling, update.  Kinds that are: light,
# prefix, cut, merged, headline, marks, part, counter, digits.
# The same bytes on every machine.
use strict;
use utf8;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../../lib";
use Chance;
use Getopt::Long;
use JSON::PP;

my $fillings = 6;
GetOptions('fillings=i' => \$fillings) or exit 2;
binmode STDOUT, ':raw';

my $json = JSON::PP->new->utf8->canonical;
my (@records, $day);

sub lines_of {
	my ($name) = @_;

	open my $in, '<:utf8', "$FindBin::Bin/$name" or die "$name: $!\n";
	return grep { /\S/ && !/^#/ } map { chomp; $_ } <$in>;
}

my %list = map { my ($name, $values) = split /:\s*/, $_, 2;
    $name => [split /\s*\|\s*/, $values] } lines_of('lists.txt');

# The blocks that start with "= NAME ...": [name, rest, lines].
sub blocks {
	my @blocks;

	for (lines_of($_[0])) {
		if (/^= (\S+) ?(.*)/) {
			push @blocks, [$1, $2];
		} else {
			push @{$blocks[-1]}, $_;
		}
	}
	return @blocks;
}

sub shuffled {
	my @a = @_;

	for my $i (reverse 1 .. $#a) {
		my $j = random($i + 1);
		@a[$i, $j] = @a[$j, $i];
	}
	return @a;
}

sub between { return $_[0] + random($_[1] - $_[0] + 1) }

# A form with its slots filled the nth time; order has each list shuffled.
sub filled {
	my ($form, $order, $n) = @_;
	my %name;
	my $value = sub {
		my ($slot) = @_;
		return between($1, $2) if $slot =~ /^(\d+)-(\d+)$/;
		return $name{$1} = between($2, $3)
		    if $slot =~ /^(\w+):(\d+)-(\d+)$/;
		return $name{$slot} if defined $name{$slot};
		my ($list, $more) = $slot =~ /^([a-z]+)(\d?)$/ or die $slot;
		my $of = $order->{$list} // die "no list $list\n";
		return $name{$slot} = $of->[($n + ($more || 1) - 1) % @$of];
	};
	return $form =~ s/\{([^}]+)\}/$value->($1)/ger;
}

sub record {
	my (%r) = @_;

	$r{of} //= undef;
	$r{date} = sprintf '2024-%02d-%02d', 1 + int($r{day} / 28) % 12,
	    1 + $r{day} % 28;
	push @records, \%r;
}

# What editors do to a text that they reprint.
my %synonym = ('وقال' => 'وأوضح', 'وقالت' => 'وأفادت', 'أمس' => 'يوم أمس',
    'نحو' => 'حوالي', 'أعلن' => 'كشف', 'أعلنت' => 'كشفت', 'وأكد' => 'وشدد',
    'أكثر' => 'ما يزيد', 'بسبب' => 'نتيجة', 'بعدما' => 'بعد أن', 'اليوم' =>
    'هذا اليوم', 'حتى' => 'إلى', 'قبل' => 'قبيل', 'كبير' => 'ضخم', 'التي' =>
    'والتي', 'وكان' => 'وقد كان', 'خلال' => 'أثناء', 'كي' => 'لكي', 'مع' =>
    'برفقة', 'ثم' => 'وبعدها', 'لكن' => 'غير أن', 'وتقول' => 'وتروي', 'غدا' =>
    'يوم غد', 'وفق' => 'بحسب', 'فيما' => 'بينما', 'لأن' => 'إذ إن');

sub light {
	my ($text) = @_;
	my $n = 0;

	return $text =~ s{(\S+)}{ $synonym{$1} && $n++ < 6 ? $synonym{$1} :
	    random(40) == 0 && length $1 > 5 ? "$1 أيضا" : $1 }ger;
}

my @agency = ('القاهرة - وكالات: ', 'بيروت (أ ف ب) - ', 'عمّان - بترا - ',
    'الرباط/ متابعة/ ', 'وكالات - ', 'الدوحة - قنا -- ', 'خاص - ');
my @tail = ('المصدر: وكالات', 'اقرأ أيضا: أسعار الأضاحي قبل العيد بأسبوع',
    'شارك الخبر مع أصدقائك', 'جميع الحقوق محفوظة', 'تابعونا على قناتنا');

sub prefix {
	my ($text) = @_;
	return pick(@agency) . "$text\n" . pick(@tail);
}

# Without its end: a paragraph of several, or the last fifth of one.
sub cut {
	my ($text) = @_;
	my @p = split /\n/, $text;

	return join "\n", @p[0 .. $#p - 1] if @p > 1;
	my @w = split / /, $text;
	return join(' ', @w[0 .. int(@w * 4 / 5)]) . '...';
}

# All paragraphs as one, or a sentence a paragraph.
sub merged {
	my ($text) = @_;
	return $text =~ /\n/ ? $text =~ tr/\n/ /r : $text =~ s/([.،]) /$1\n/gr;
}

sub marks {
	my ($text) = @_;

	$text =~ s{(\S+)}{ random(3) ? $1 : $1 =~ s/(?<=\p{Arabic})(?=\p{Arabic})/
	    chr(0x64b + random(8))/er }ge;
	return $text =~ s/(?<=ي)(?=\S{3})/random(2) ? "\x{640}" : ''/ger
	    =~ tr/أإ/اا/r;
}

# Half of the text, from some paragraph on, or its first sentences.
sub part {
	my ($text) = @_;
	my @p = split /\n/, $text;

	return join "\n", @p[$_ .. $_ + 2] for random(@p > 3 ? @p - 2 : 1);
}

sub counter {
	my ($text) = @_;
	my @said = ('عدد القراءات: ', 'المشاهدات ', 'قرئ ');

	return pick(@said) . between(12, 9000) . sprintf("\n%d:%02d\n",
	    between(1, 12), random(60)) . $text;
}

# Figures written the other way.
sub digits {
	my ($text) = @_;
	my $how = random(3);

	$text =~ s/\b(\d{1,3})(\d{3})\b/$1,$2/g if $how != 1;
	$text =~ s/\b(\d{1,3})(\d{3})\b/$1 $2/g if $how == 1;
	$text =~ tr/0-9,/٠-٩٬/ if $how == 2;
	return $text;
}

my %edit = (light => \&light, prefix => \&prefix, cut => \&cut, marks =>
    \&marks, merged => \&merged, part => \&part, counter => \&counter,
    digits => \&digits, headline => sub { $_[0] });

sub reprint {
	my ($from, $kind, %more) = @_;

	record(%$from, id => "$from->{id}-$kind", kind => $kind, of =>
	    $from->{id}, text => $edit{$kind}->($from->{text}), %more);
}

# Each form: its fillings on days that follow, one of two reprinted.
sub forms {
	my @bulletin = qw(light prefix cut merged marks counter);

	seed(14);
	for my $block (blocks('forms.txt')) {
		my ($name, $place, @lines) = @$block;
		my $title = $lines[0] =~ /^\+ (.*)/ ? $1 : undef;
		shift @lines if defined $title;
		my %order = map { $_ => [shuffled(@{$list{$_}})] }
		    sort keys %list;
		for my $n (0 .. $fillings - 1) {
			# Names of figures are known in title and text.
			my ($head, $text) = split /\x01/, filled(($title // '') .
			    "\x01" . join("\n", @lines), \%order, $n);
			record(id => "$name-$n", story => "$name-$n", form =>
			    $name, place => $place, kind => 'filling', day =>
			    $day = 20 + 3 * $n, text => $text, title =>
			    $head ne '' ? $head : undef);
			my $from = $records[-1];
			my $kind = $bulletin[random(scalar @bulletin)];
			reprint($from, 'digits') if $text =~ /\d{4}/;
			# A form without its slot is no filling of it.
			next if random(2) || $kind eq 'cut' && $place eq 'last';
			reprint($from, $kind);
		}
	}
}

sub stories {
	seed(15);
	for my $block (blocks('stories.txt')) {
		my ($name, undef, @lines) = @$block;
		my ($title) = map { /^\+ (.*)/ } @lines;
		my ($other) = map { /^~ (.*)/ } @lines;
		my @p = grep { !/^[+~>]/ } @lines;
		my @later = map { /^> (.*)/ } @lines;
		my @again = map { $p[$_ - 1] } split / /, pop @later;
		my %story = (id => $name, story => $name, kind => 'story',
		    day => 10 + random(90), form => undef, place => undef,
		    title => $title, text => join "\n", @p);
		record(%story);
		reprint(\%story, $_) for qw(light prefix cut merged marks part
		    counter);
		reprint(\%story, 'headline', title => $other);
		record(%story, id => "$name-later", story => "$name-later",
		    kind => 'update', of => $name, day => $story{day} + 1,
		    title => $other, text => join "\n", @later, @again);
	}
}

forms();
stories();
seed(16);
# As they come in: by day, those of one day in any order, but a reprint never
# before what it was made from.
my $at = 0;
my %order = map { $_->{id} => random(1000) } @records;
$_->{rank} = [$_->{day}, $order{$_->{of} // ''} // $order{$_->{id}},
    defined $_->{of} && $_->{kind} ne 'update' ? 1 : 0, $at++] for @records;
for my $r (sort { my $c = 0; for (0 .. 3) { $c ||= $a->{rank}[$_] <=>
    $b->{rank}[$_] } $c } @records) {
	delete @$r{qw(rank day)};
	print $json->encode($r), "\n";
}
