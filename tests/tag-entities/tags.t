#!/usr/bin/perl
# tag-entities: spans, proclitics, lists, rules, links, formats, and what is
# refused.  Texts are of our own writing.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8 encode_utf8);
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Khabar;
use Test::More;

my $tag = tool('tag-entities');
my $json = JSON::PP->new->utf8->canonical;
my $dir = scratch();

binmode Test::More->builder->$_, ':utf8'
    for qw(output failure_output todo_output);
plan skip_all => 'no tag-entities' unless -x $tag;

sub record {
	return $json->encode({ text => $_[0] }) . "\n";
}

# The entities of a text.
sub entities {
	my ($text, @options) = @_;
	my $r = run([$tag, @options], in => record($text));

	is($r->{status} . $r->{err}, 0, 'no complaint');
	return @{$json->decode($r->{out})->{entities}};
}

# "LABEL prefix|text id" of each, one a line.
sub short {
	my ($text, @options) = @_;

	return join '', map {
		my $e = $_;
		is(substr($text, $e->{start}, $e->{end} - $e->{start}),
		    $e->{text}, "the span is its text");
		"$e->{label} " . ($e->{prefix} // '') . "|$e->{text} " .
		    ($e->{id} // '-') . "\n";
	} entities($text, @options);
}

my @lists = ('--model=none');
is(short('زار الوفد مصر وسوريا ولبنان.', @lists), <<~'END', 'proclitics');
	LOC |مصر iso3166:EG
	LOC و|سوريا iso3166:SY
	LOC و|لبنان iso3166:LB
	END
is(short('وصل للأردن وبفرنسا', @lists), <<~'END', 'the article in لل');
	LOC لل|أردن iso3166:JO
	LOC وب|فرنسا iso3166:FR
	END
is(short('عاد للبنان ثم وللندن', @lists), <<~'END', 'a ل of the name behind ل');
	LOC ل|لبنان iso3166:LB
	LOC ول|لندن geonames:2643743
	END
is(short('عاد إلى مسقط رأسه بعد مونديال روسيا، والتقى 19 روسياً في إمارة دبي', @lists),
    "LOC |دبي iso3166-2:AE-DU\n", 'no places, and the kind of one');
is(short('فازوا في نهائي القسم الغربي', @lists), '', 'no part of a country');
is(short('التقى الملك فاروق والأمير حمزة', @lists), <<~'END', 'titles stay out');
	PER |فاروق khabar:king-farouk
	PER |حمزة khabar:prince-hamzah
	END
is(short("اجتماع الأمم المتّحـدة في نيويــورك", @lists), <<~'END',
	ORG |الأمم المتّحـدة khabar:un
	LOC |نيويــورك geonames:5128581
	END
    'tashkeel and tatweel inside');
is(short('اضطر إلى الوقوف في الزاوية البعيدة خبر العين', @lists), '',
    'names that are other words need a witness');
is(short('التقى سيرغي لافروف وسيرجي لافروف', @lists), <<~'END', 'ج and غ');
	PER |سيرغي لافروف khabar:sergey-lavrov
	PER و|سيرجي لافروف khabar:sergey-lavrov
	END
is(short('😀 زار مصر 😀 ولبنان', @lists), <<~'END', 'beyond the BMP');
	LOC |مصر iso3166:EG
	LOC و|لبنان iso3166:LB
	END
is(short("كلمات دلالية: سيرغي لافروف حسين أمير عبد اللهيان قطاع غزة القاهرة " .
    'الإخبارية مصر', @lists), <<~'END', 'keywords side by side');
	PER |سيرغي لافروف khabar:sergey-lavrov
	PER |حسين أمير عبد اللهيان khabar:hossein-amir-abdollahian
	LOC |قطاع غزة khabar:gaza-strip
	ORG |القاهرة الإخبارية khabar:cairo-news
	LOC |مصر iso3166:EG
	END
is(short("المصدر: الصباح الجديد\nقالت صحيفة \"الفجر الأول\" إن الملك رائد " .
    'الخامس وصل', @lists), <<~'END', 'rules');
	ORG |الصباح الجديد -
	ORG |الفجر الأول -
	PER |رائد الخامس -
	END
is(short('', @lists) . short(" \n\t", @lists) . short("\0", @lists), '',
    'nothing');

# The longest name that is sure counts, and what a kind of body makes.
is(short('وصل الوفد إلى جنوب السودان ثم جمهورية الكونغو الديمقراطية وجنوب ' .
    'أفريقيا وبابوا غينيا الجديدة.'), <<~'END', 'countries in countries');
	LOC |جنوب السودان iso3166:SS
	LOC |جمهورية الكونغو الديمقراطية iso3166:CD
	LOC و|جنوب أفريقيا iso3166:ZA
	LOC و|بابوا غينيا الجديدة iso3166:PG
	END
is(short('بحثت وزارة الموارد المائية والري السورية الأمر مع السفارة الإيطالية ' .
    'ومنتخب مصر، وفق وزير الدفاع الفرنسي.', '--labels=ORG'), <<~'END',
	ORG |وزارة الموارد المائية والري السورية -
	ORG |السفارة الإيطالية khabar:emb-it
	ORG و|منتخب مصر khabar:nt-eg
	END
    'kinds of bodies');
is(short('أعلنت الهيئة العامة للأرصاد الجوية اليوم، وقالت المحكمة الابتدائية ' .
    'بتونس إن كأس الاتحاد الإنجليزي باق.', '--labels=ORG'), <<~'END',
	ORG |الهيئة العامة للأرصاد الجوية -
	ORG |المحكمة الابتدائية بتونس -
	END
    'where they end; an event is none');
is(short('زار الوزير محافظة حلب ودولة الإمارات.', '--labels=LOC'),
    <<~'END',
	LOC |حلب geonames:SY.09
	LOC |الإمارات iso3166:AE
	END
    'the kind of a place is outside where the name stands without it');

is(short('قال متحدث باسم تويتر وحماس إن المدن السعودية هادئة، وسافر إلى السعودية ' .
    'ثم تابع دوري أبطال أوروبا.', '--labels=LOC,ORG'), <<~'END',
	ORG |تويتر khabar:twitter
	ORG و|حماس khabar:hamas
	LOC |السعودية iso3166:SA
	END
    'single words; a nationality and an event are no places');

is(short("فاز برشلونة على ضيفه بهدفين في الدوري.\nوصل الوفد إلى برشلونة أمس.",
    '--labels=LOC,ORG') =~ s/ \S+$//gmr, <<~'END', 'a club, a city');
	ORG |برشلونة
	LOC |برشلونة
	END

is(short('وقعوا اتفاق باريس للمناخ قبل كأس العالم وجائزة نوبل للسلام ثم سافروا ' .
    'إلى باريس.'), "LOC |باريس geonames:2988507\n", 'what names stand in');

# One text, one answer.
is(short("قال حسن نصر الله نعم.\nوأضاف نصر الله لا.\nتحدث نصر الله مع إيفانكا " .
    'ترامب ثم انصرفت ترامب.', '--labels=PER'), <<~'END', 'last words');
	PER |حسن نصر الله khabar:hassan-nasrallah
	PER |نصر الله khabar:hassan-nasrallah
	PER |نصر الله khabar:hassan-nasrallah
	PER |إيفانكا ترامب khabar:ivanka-trump
	PER |ترامب khabar:ivanka-trump
	END

is(short("قال حسن نصر الله نعم.\nوأضاف نصر الله لا.", @lists), <<~'END',
	PER |حسن نصر الله khabar:hassan-nasrallah
	PER |نصر الله khabar:hassan-nasrallah
	END
    'the last two words, without a tagger');
is(short('بدأ سباق الرئاسة المصرية، وقالت وزيرة الدفاع الفرنسية نعم.', @lists),
    '', 'an election and an office are no bodies');

# With the model.
my $text = 'استقبل الرئيس المصري في القاهرة أمس وزير الخارجية الروسي سيرجي ' .
    "لافروف ونظيره اللبناني.\nوقال لافروف إن موسكو والقاهرة متفقتان.";
my @e = entities($text);
my ($l) = grep { $_->{text} eq 'سيرجي لافروف' } @e;
is($l->{title}, 'وزير الخارجية الروسي', 'a title');
is($l->{name}, 'سيرغي لافروف', 'a name');
my ($s) = grep { $_->{text} eq 'لافروف' } @e;
is("$s->{id} $s->{group}", "khabar:sergey-lavrov $l->{group}", 'a last name');
my ($c) = grep { $_->{text} eq 'القاهرة' && $_->{prefix} } @e;
is($c->{prefix}, 'و', 'a proclitic in front of the article');
is(join(' ', sort keys %$l), 'end group id label name prefix score source ' .
    'start text title', 'members');

# Offsets.
my $u = "😀é مصر";
is(join(' ', map { (entities($u, @lists, "--offsets=$_"))[0]{start} }
    qw(chars bytes utf16)), '3 7 4', 'offsets');

# Fields; each is optional where there are several.
is_run('fields', [$tag, @lists, '--field=title', '--field=text'],
    in => encode_utf8(<<~'END'), out => encode_utf8(<<~'END'));
	{"title":"مصر","text":"لبنان"}
	{"title":null,"text":"لبنان"}
	END
	{"title":"مصر","text":"لبنان","entities":[{"field":"title","start":0,"end":3,"label":"LOC","text":"مصر","id":"iso3166:EG","name":"مصر","prefix":null,"title":null,"source":"gazetteer","score":null,"group":0},{"field":"text","start":0,"end":5,"label":"LOC","text":"لبنان","id":"iso3166:LB","name":"لبنان","prefix":null,"title":null,"source":"gazetteer","score":null,"group":1}]}
	{"title":null,"text":"لبنان","entities":[{"field":"text","start":0,"end":5,"label":"LOC","text":"لبنان","id":"iso3166:LB","name":"لبنان","prefix":null,"title":null,"source":"gazetteer","score":null,"group":0}]}
	END

my $two = run([$tag, '--field=title', '--field=text', '--format=tsv'],
    in => encode_utf8('{"id":1,"title":"الحلو: الجسر جاهز","text":"قال سالم ' .
    'بن رائد الحلو إن الجسر جاهز."}' . "\n"));
is(join(' ', $two->{out} =~ /^1\t(\w+)\t\d+\t\d+\tPER\t/mg), 'title text',
    'a last name in the title, the full one in the text');

# Formats.
my $in = encode_utf8("{\"id\":\"a\\tb\",\"text\":\"في مصر\\nولبنان\"}\n");
is_run('tsv', [$tag, @lists, '--format=tsv'], in => $in,
    out => encode_utf8("a b\ttext\t3\t6\tLOC\tمصر\tiso3166:EG\tمصر\t" .
    "gazetteer\t\t0\na b\ttext\t8\t13\tLOC\tلبنان\tiso3166:LB\tلبنان\t" .
    "gazetteer\t\t1\n"));
is_run('brat', [$tag, @lists, '--format=brat'], in => $in,
    out => encode_utf8("T1\tLOC 3 6\tمصر\nN1\tReference T1 iso3166:EG\tمصر\n" .
    "T2\tLOC 8 13\tلبنان\nN2\tReference T2 iso3166:LB\tلبنان\n"));
is_run('ansi', [$tag, @lists, '--format=ansi'], in => $in,
    out => encode_utf8("في \e[1;32mمصر\e[0m\nو\e[1;32mلبنان\e[0m\n"));
is_run('labels', [$tag, @lists, '--format=tsv', '--labels=PER,ORG'],
    in => $in, out => '');

my $told = 'قال المهندس سالم بن رائد الحلو إن الجسر جاهز في مصر.';
my $all = () = entities($told);
my $few = () = entities($told, '--min-score=1000000');
ok($few < $all, 'a least score');

# The user's own names and rules.
spew("$dir/names", encode_utf8("# mine\nm:1\tSHIP\tنجمة البحر\tالنجمة|مصر\n"));
is(short('غادرت نجمة البحر مصر', @lists, '-g', "$dir/names"), <<~'END',
	SHIP |نجمة البحر m:1
	SHIP |مصر m:1
	END
    'the user is believed first');
spew("$dir/rules", encode_utf8("doc\tالقانون\tالقانون\\x20رقم\\x20" .
    "(?<LAW>\\d+)\tالقانون رقم {7}\n"));
is(short('أقر القانون رقم ٧٥ أمس', @lists, '-r', "$dir/rules"),
    "LAW |٧٥ -\n", 'a rule');
spew("$dir/bad", encode_utf8("m:1\tSHIP\n"));
is_run('a list without names', [$tag, '-g', "$dir/bad"], status => 2,
    err => qr{^tag-entities: \Q$dir\E/bad:1: });
spew("$dir/bad", encode_utf8("x\t*\t(?<A>\n"));
is_run('a rule that is none', [$tag, '-r', "$dir/bad"], status => 2,
    err => qr{^tag-entities: \Q$dir\E/bad:1: });
spew("$dir/bad", encode_utf8("x\t*\tabc\n"));
is_run('a rule without a group', [$tag, '-r', "$dir/bad"], status => 2,
    err => qr{^tag-entities: \Q$dir\E/bad:1: no named group});

# Data that is not there, cut short, or something else.
is_run('no model', [$tag, "--model=$dir/none"], status => 2,
    err => qr{^tag-entities: \Q$dir\E/none: No such file});
for my $what (qw(model gazetteer)) {
	my $data = slurp(tool("$what.bin"));

	for ([substr($data, 0, 1000), 'cut short'], ['', 'empty'],
	    ["x$data", 'shifted'], [$data =~ s/.\z/\xff/sr, 'damaged']) {
		spew("$dir/data", $_->[0]);
		is_run("$what $_->[1]", [$tag, "--$what=$dir/data"],
		    status => 2, err => qr{^tag-entities: \Q$dir\E/data: its? });
	}
	my $other = $what eq 'model' ? 'gazetteer' : 'model';
	is_run("a $what that is a $other", [$tag, "--$what=" .
	    tool("$other.bin")], status => 2, err => qr{of another kind});
}
is_run('a directory', [$tag, "--model=$dir"], status => 2,
    err => qr{Is a directory});

# Bad records.
is_run('no text', [$tag, @lists], in => "{}\n", status => 1,
    err => qr{^tag-entities: .*:1: });

# Long and odd input: nothing is lost, nothing runs over.
for my $odd ('و' x 100000, 'مصر ' x 5000, "مصر\n" x 5000, '(' x 3000,
    "\x{200f}مصر\x{200f}" x 300, "ـ" x 1000, "\x{fdfa}" x 50, 'ول' x 40) {
	my @e = entities($odd);
	is(scalar(grep { substr($odd, $_->{start}, $_->{end} - $_->{start}) ne
	    $_->{text} } @e), 0, 'spans of odd text');
}

done_testing();
