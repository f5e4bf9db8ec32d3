#!/usr/bin/perl
# What is no repeat though it looks like one, and what is one though it does
# not: a kind each.  And what dedupe says of it: like, --compare.
use strict;
use warnings;
use utf8;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Articles;
use Khabar;
use Test::More;

my $dedupe = tool('dedupe');

# A line of id, text and, where they are given, title and date.
sub line {
	my ($id, $text, $title, $date) = @_;
	my $line = qq({"id":"$id") .
	    (defined $title ? qq(,"title":"$title") : '') .
	    (defined $date ? qq(,"date":"$date") : '') .
	    ',"text":"' . $text =~ s/\n/\\n/gr . qq("}\n);

	utf8::encode($line);
	return $line;
}

# The ids that come out, of lines.
sub kept {
	my ($in, @options) = @_;
	my $r = run([$dedupe, @options], in => $in);

	is($r->{status} . $r->{err}, 0, 'no complaint') if $r->{err} ne '';
	return join ' ', $r->{out} =~ /^\{"id":"(.*?)"/mg;
}

sub texts_kept {
	my $n = 0;
	return scalar split / /, kept(join '', map { line($n++, $_) } @_);
}

# A passage ten times in one text makes it boilerplate for nobody.
my $story = article(3);
my $often = join "\n", ($story) x 10;
is(kept(line('often', article(2) . "\n$often") . line('a', $story) .
    line('b', edited($story, 3)) . line('c', edited($story, 3))), 'often',
    'a passage ten times in one text: copies are still copies');
my $state = scratch() . '/often';
kept(line('often', $often), '--state', $state);
is(kept(line('a', $story) . line('b', edited($story, 3)), '--state', $state),
    '', 'the same in the run behind it');

# A, A and C, C.
my ($a, $c) = (sentence(24), sentence(25));
my $three = line('a', $a) . line('ac', "$a\n$c") . line('c', $c);
is(kept($three), 'a c', 'A, A and C, C: C is written, too');
is(kept($three, '--keep=longest'), 'ac', 'but not where A and C was');
is(kept($three, '--updates'), 'a ac', 'nor with --updates');
$state = scratch() . '/three';
is(join('; ', map { kept($_, '--state', $state) } split /^/, $three), 'a; ; c',
    'the same in three runs');

# Forms: where the slot is first, second, last, or in the title alone.
my @town = qw(المنارة الريحان الجسر الزيتون الميناء القلعة السهل النخيل);
my $form = 'أعلنت بلدية المدينة أن مياه الشرب تنقطع عن الأحياء الشرقية من ' .
    'الثامنة صباحا حتى المساء بسبب إصلاح الخط الرئيسي ودعت السكان إلى خزن ' .
    'ما يكفيهم من الماء وأوضحت أن فرق الصيانة تعمل على إنهاء الأعمال في موعدها';
is(texts_kept(map { "$_: $form" } @town), 8, 'the slot is the first word');
is(texts_kept(map { $form =~ s/ / $_ /r } @town), 8, 'the second');
is(texts_kept(map { "$form $_" } @town), 8, 'the last');
is(texts_kept(map { $form =~ s/الأحياء الشرقية/حي $_/r } @town), 8,
    'one in the middle');
my $n = 0;
is(kept(join '', map { line($n++, $form, "انقطاع المياه في $_ غدا") } @town),
    '0 1 2 3 4 5 6 7', 'in the title alone');
is(kept(line('a', $form, 'انقطاع المياه غدا') . line('b', $form,
    'انقطاع المياه غدا') . line('c', $form, 'أعمال صيانة تعطش أحياء المدينة') .
    line('d', $form)), 'a', 'a text under another headline is a repeat');
my $long = article(8);
is(kept(line('a', $long, 'انقطاع المياه في المنارة غدا') . line('b', $long,
    'انقطاع المياه في الريحان غدا')), 'a', 'and so is a long one under any');

# No words, figures, counters.
is(kept(line('a', '') . line('b', '') . line('c', '...') . line('d', '', 'x') .
    line('e', '', 'x')), 'a b c d e', 'texts without words repeat nothing');
sub price {
	my ($price) = @_;
	return "قال تجار إن سعر طن القمح بلغ $price ليرة في أسواق الشمال هذا " .
	    'الأسبوع بعد أن توقفت الشاحنات عن الوصول بسبب الثلوج التي أغلقت ' .
	    'الطرق الجبلية وإن الكميات المخزونة تكفي حتى نهاية الشهر';
}
is(texts_kept(map { price($_) } '1250', '1,250', '1 250', '١٢٥٠', '١٬٢٥٠',
    "1\x{a0}250"), 1, 'one figure in six forms');
is(texts_kept(map { price($_) } qw(1250 1300 1380)), 3, 'three figures');
is(texts_kept(map { price($_) } 'ستمئة ألف', 'سبعمئة ألف', 'ثمانمئة ألف'), 3,
    'figures in words are figures');
is(texts_kept(price(7), price(7) . "\nعدد القراءات 1250",
    price(7) . "\nعدد القراءات 1307", "10:35\n" . price(7),
    "11:02\n" . price(7)), 1, 'a counter or a clock is no other story');

# like.
sub like_of {
	my ($in, @options) = @_;
	my $r = run([$dedupe, '--mark', @options], in => $in);
	return join ' ', $r->{out} =~
	    /"like":(null|\{"of":"\w+","kind":"\w+")[^}]*\}+$/mg;
}
is(like_of(line('a', "$form $town[0]") . line('b', "$form $town[1]")),
    'null {"of":"a","kind":"template"', 'another filling is like the first');
is(like_of(line('a', $a) . line('b', $a)), 'null null',
    'a repeat is like nothing else');
is(like_of(line('a', "$a $c"). line('b', "$a $c " . sentence(20)),
    '--updates'), 'null {"of":"a","kind":"replaces"',
    'a newer version replaces the older one');

# --updates: each version once.
my @version = ("$a $c");
push @version, $version[-1] . ' ' . sentence(16) for 1 .. 2;
$state = scratch() . '/versions';
for my $run (0 .. 2) {
	is(kept(line("v$run", $version[$run], undef, "2025-01-0" . ($run + 1)),
	    '--state', $state, '--updates'), "v$run", "version $run comes out");
	is(kept(line('again', $version[$run]) . line('old', $version[0]),
	    '--state', $state, '--updates'), '', 'once');
}
is(kept(line('late', $version[1] . ' ' . sentence(16), undef, '2024-12-30'),
    '--state', $state, '--updates'), '', 'an older date is no newer version');
my $first = article(6);
is(kept(line('first', $first) . line('copy', edited($first, 4)), '--updates'),
    'first', 'an edited copy is none');

# --unique.
my $four = line('a', $a) . line('b', $c) . line('c', edited($a, 4)) .
    line('d', sentence(30));
is(kept($four, '--unique'), 'b d', '--unique: stories without a repeat');
is(kept($four, '--unique', '--hold=2'), 'a b d', 'as far as --hold sees');

# --compare.
my $one = spew(scratch() . '/one', line('a', price(1250)));
my $two = spew(scratch() . '/two.txt', do { my $t = price(1300);
    utf8::encode($t); $t });
my $r = run([$dedupe, '--compare', $one, $two]);
is($r->{status} . $r->{err}, 0, '--compare');
like($r->{out}, qr/^figure_swaps\t1\n.*^repeat\t-\d+\n.*^kind\ttemplate$/ms,
    'it prints figures, sums and the kind');
is_run('of two files', [$dedupe, '--compare', $one], status => 2,
    err => "dedupe: --compare needs two files\n");
done_testing;
