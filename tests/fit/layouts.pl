#!/usr/bin/perl
# Prints articles (JSON Lines with title and text) as pages of many layouts:
# portals, blogs, wires, aggregators, forums, dumps of feeds.  Written by
# somebody who had not read the tools, so that it can surprise them.  Every
# word of furniture here is of our own writing.
#
# usage: layouts.pl [-n PAGES_PER_FAMILY] ARTICLES.jsonl > PAGES.jsonl
#
# Each page: {id, text, gold:{family, articles:[...]}}, an article being
# {start, end, gap:[from,to], title, text, date, credit, tags_raw, tags,
# related, promos}.  Offsets are bytes; a cut is right anywhere between the
# last line that belongs to the article above and the first that belongs to
# the one below: furniture between the two belongs to neither.
use strict;
use warnings;
use Encode qw(encode_utf8);
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/../lib";
use Chance;
use JSON::PP;
use Time::Local qw(timegm);
use utf8;

my $per_family = 30;
GetOptions('n=i' => \$per_family) or die;

# --- chance ------------------------------------------------------------------

seed(7);
sub rows { return grep { length } map { s/^\t+//r } split /\n/, $_[0] }
sub some {
	my ($n, @from) = @_;
	my @out;
	push @out, splice(@from, random(scalar @from), 1) while $n-- > 0 && @from;
	return @out;
}

# --- articles ---------------------------------------------------------------

# Only articles whose every line is plainly a sentence: a promo left in the
# corpus would make the gold wrong.
my (@pool, $next, %seen);
my $json = JSON::PP->new->utf8->canonical;
sub clean {
	my ($r) = @_;
	my @body = map { s/^\s+|\s+$//gr } split /\n+/, $r->{text} // '';
	return if @body < 3 || @body > 12 || !defined $r->{title};
	for (@body) {
		return if length($_) < 60 || !/[.؟]["”»]?$/;
		return if /^(?:للمزيد|فرانس|[اإأ]قرأ|شاهد|لمتابعة|نواصل|المصدر)/;
		return if /[|•\x{200E}\x{200F}]|https?:|اضغط|وكالات|\bأ ف ب$/;
	}
	my $title = $r->{title} =~ s/^\s+|\s+$//gr;
	return if length($title) < 25 || length($title) > 110;
	return if $title =~ /[.:؟]$|[|\n]/;
	# Newsrooms print one paragraph in several articles.
	return if grep { $seen{$_}++ } $title, @body;
	return { title => $title, body => \@body };
}
while (my $l = <>) {
	my $a = clean($json->decode($l));
	push @pool, $a if $a;
}
@pool > 200 or die "layouts.pl: too few clean articles\n";
sub article { return $pool[$next++ % @pool] }
# Headlines of lists and promos: from far away, so that none is on the page.
sub headline { return $pool[($next + 100 + random(int(@pool / 2))) % @pool]{title} }
$next = random(scalar @pool);

# --- dates ------------------------------------------------------------------

my %month = (
	B => [qw(يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر
	    نوفمبر ديسمبر)],
	Y => [qw(يناير فبراير مارس إبريل مايو يونيه يوليه أغسطس سبتمبر أكتوبر
	    نوفمبر ديسمبر)],
	L => ['كانون الثاني', 'شباط', 'آذار', 'نيسان', 'أيار', 'حزيران', 'تموز',
	    'آب', 'أيلول', 'تشرين الأول', 'تشرين الثاني', 'كانون الأول'],
	Z => [qw(جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر
	    نوفمبر ديسمبر)],
	K => [qw(يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر
	    نونبر دجنبر)],
	R => [qw(يناير فبراير مارس إبريل مايو يونيو يوليو أغشت شتمبر أكتوبر
	    نوفمبر دجمبر)],
	E => [qw(January February March April May June July August September
	    October November December)],
	J => ['محرم', 'صفر', 'ربيع الأول', 'ربيع الآخر', 'جمادى الأولى',
	    'جمادى الآخرة', 'رجب', 'شعبان', 'رمضان', 'شوال', 'ذو القعدة',
	    'ذو الحجة'],
);
my @day = qw(الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت);
my @en_day = qw(Sunday Monday Tuesday Wednesday Thursday Friday Saturday);

# %d %0 day, %m %n month's number, %Y year, %A weekday, %H %M 24 h, %I with
# %p (ص) %P (صباحا) %Q (AM) 12 h, a capital of %month the name in its region,
# %S %W %w English month and weekdays, %j the day in the Hijri calendar.
my %formats = (
	std => ['%d %B %G', '%d %B، %G', '%A %d %B %G', '%A، %d %B %G - %H:%M',
	    '%A %d %B %G | %I:%M %p', '%d %B %G الساعة %I:%M %P',
	    '%B %d, %G', '%d %B %G ، %H:%M', '%I:%M %p %A %d %B %G',
	    '%A %0 %B %G %H:%M', '%d %B %G %I:%M %p'],
	egypt => ['%A %0/%B/%G - %I:%M %p', '%A، %d %Y %G %I:%M %p',
	    '%A %d %Y %G', '%I:%M %p | %A %d %B %G', '%A %0-%m-%G %I:%M %P'],
	num => ['%G-%m-%0 %H:%M:21', '%0/%m/%G', '%0-%m-%G | %H:%M',
	    '%G/%m/%0', '%0.%m.%G', '%H:%M - %G/%m/%0', '%d-%n-%G, %H:%M',
	    '%G-%m-%0', '%H:%M %0/%m/%G', '%G-%m-%0T%H:%M:00+03:00'],
	levant => ['%d %L %G', '%A %d %L %G', '%d %L %G - %H:%M',
	    '%d %L/%B %G', '%d %B/ %L %G', '%d %B (%L) %G', '%d من %L %G',
	    '%A، %d %L، %G %I:%M %P'],
	dz => ['%A %d %Z %G', '%d %Z %G على %H:%M', '%d %Z %G - %H:%M',
	    '%A %0 %Z %G م'],
	ma => ['%A %d %K %G - %H:%M', '%d %K %G', '%A %d %K %G', '%d %R %G',
	    '%A, %d %K, %G %H:%M'],
	en => ['%w, %0 %S %G %H:%M:00 GMT', '%E %d, %G', '%d %S %G',
	    '%0 %E %G %I:%M %Q', '%W %d %E %G', '%S %0, %G, %H:%M'],
	gulf => ['%jهـ الموافق %d %B %Gم', '%A %j هـ - %d %B %Gم',
	    '%A %j الموافق لـ %d %B %G م', '%d %B %Gم', '%d %B %G - %H:%M'],
);
$formats{all} = [map { @$_ } @formats{qw(std egypt num levant ma)}];

sub hijri {
	my ($unix) = @_;
	# Arithmetic calendar: within a day of the printed ones.
	my $l = int($unix / 86400) + 2440588 - 1948440 + 10632;
	my $n = int(($l - 1) / 10631);
	$l = $l - 10631 * $n + 354;
	my $j = int((10985 - $l) / 5316) * int((50 * $l) / 17719)
	    + int($l / 5670) * int((43 * $l) / 15238);
	$l = $l - int((30 - $j) / 15) * int((17719 * $j) / 50)
	    - int($j / 16) * int((15238 * $j) / 43) + 29;
	my $m = int((24 * $l) / 709);
	return ($l - int((709 * $m) / 24)) . " $month{J}[$m - 1] "
	    . (30 * $n + $j - 30);
}

# A printed date and what ISO 8601 makes of it, as precise as printed.
sub date {
	my ($group) = @_;
	my $f = pick(@{$formats{$group}});
	my ($y, $m, $d) = (2008 + random(17), 1 + random(12), 1 + random(28));
	my ($H, $M) = (random(24), random(60));
	my $unix = timegm(0, 0, 12, $d, $m - 1, $y);
	my $wday = (gmtime $unix)[6];
	my $pm = $H >= 12;
	my %v = (d => $d, 0 => sprintf('%02d', $d), n => $m,
	    m => sprintf('%02d', $m), G => $y, A => $day[$wday],
	    H => sprintf('%02d', $H), M => sprintf('%02d', $M),
	    I => sprintf('%02d', $H % 12 || 12), p => $pm ? 'م' : 'ص',
	    P => $pm ? pick('مساءً', 'مساء') : pick('صباحاً', 'صباحا'),
	    Q => $pm ? 'PM' : 'AM', W => $en_day[$wday],
	    w => substr($en_day[$wday], 0, 3),
	    S => substr($month{E}[$m - 1], 0, 3), j => hijri($unix));
	$v{$_} = $month{$_}[$m - 1] for qw(B Y L Z K R E);
	my $iso = sprintf '%04d-%02d-%02d', $y, $m, $d;
	$iso .= sprintf 'T%02d:%02d', $H, $M if $f =~ /%M/;
	my $s = $f =~ s/%(.)/$v{$1}/gr;
	$s =~ tr/0-9/٠-٩/ if $f !~ /%[EWSTwQ]|T%H/ && maybe(20);
	return ($s, $iso);
}

# --- wordings ---------------------------------------------------------------

my @date_labels = rows(<<'');
	نشر في 
	نُشر في: 
	تم النشر في 
	تم النشر بتاريخ 
	تم نشره في 
	نشر بتاريخ: 
	تاريخ النشر : 
	التاريخ: 
	التاريخ : 
	بتاريخ: 
	أضيف بتاريخ: 
	أضيف في 
	تاريخ الإضافة: 
	نشرت في: 
	Published: 
	Published on 
	Posted on 

my @people = rows(<<'');
	سامر الخطيب
	هالة عبد الرحمن
	يوسف بن عمر
	منى الصاوي
	د. طارق العلي
	عبد الإله المرابط
	نور الدين قاسم
	ليلى حداد
	محمد أبو زيد
	سعاد بوعلام

my @places = qw(القاهرة بيروت دمشق بغداد الرباط الجزائر تونس الرياض عمان
    الخرطوم موسكو لندن باريس واشنطن أنقرة طهران);
my @agencies = ('رويترز', 'أ ف ب', 'الأناضول', 'واس', 'وام', 'سبوتنيك',
    'د ب أ', 'وكالات', 'سانا', 'أ.ف.ب', 'أسوشيتد برس', 'شينخوا');
my @outlets = ('الجزيرة نت', 'الشرق الأوسط', 'سكاي نيوز عربية', 'العربي الجديد',
    'صحيفة البيان', 'روسيا اليوم', 'المصري اليوم', 'هسبريس', 'عكاظ',
    'بي بي سي عربي', 'النهار', 'صحيفة الخليج', 'اليوم السابع');
my @sections = qw(سياسة اقتصاد رياضة منوعات ثقافة محليات تقارير تكنولوجيا);
my @tags = ('روسيا', 'الولايات المتحدة', 'مجلس الأمن', 'أسعار النفط', 'فلسطين',
    'الأمم المتحدة', 'كأس العالم', 'البنك المركزي', 'سوريا', 'العراق', 'مصر',
    'الاتحاد الأوروبي', 'وزارة الخارجية', 'المغرب', 'انتخابات', 'التضخم');

my @bylines = (
	sub { "كتب: $_[0]" }, sub { "كتب - $_[0]" }, sub { "كتب/ $_[0]" },
	sub { "كتبت - $_[0]" }, sub { "بقلم: $_[0]" }, sub { "بقلم / $_[0]" },
	sub { "إعداد: $_[0]" }, sub { "إعداد وتحرير: $_[0]" },
	sub { "تحرير: $_[0]" }, sub { "بواسطة: $_[0]" },
	sub { "بواسطة $_[0]" }, sub { "الكاتب: $_[0]" },
	sub { "متابعة - $_[0]" }, sub { "ترجمة: $_[0]" },
	sub { "تقرير: $_[0]" }, sub { "$_[0] _ $_[1]" },
	sub { "$_[0] - $_[1]" }, sub { "$_[1] - $_[0]" },
	sub { "$_[0] - $_[2]" }, sub { "مراسل الموقع - $_[0]" },
);
my @datelines = (
	sub { "$_[0] - $_[1] - " }, sub { "$_[0] ($_[1]) - " },
	sub { "$_[0] - " }, sub { "$_[0]/ $_[1]: " }, sub { "$_[0]: " },
	sub { "($_[1]) - " }, sub { "$_[0] – $_[1] – " },
	sub { "$_[0]، ($_[1])-- " }, sub { "$_[0] ـ «$_[1]»: " },
	sub { "متابعات - " },
);
my @credits = (
	sub { "المصدر: $_[0]" }, sub { "المصدر : $_[0]" },
	sub { "المصدر / $_[0]" }, sub { "المصدر | $_[0]" },
	sub { "المصدر - $_[0]" }, sub { "* المصدر: $_[0]" },
	sub { "مصدر الخبر: $_[0]" }, sub { "مصدر الخبر / $_[0]" },
	sub { "نقلا عن: $_[0]" }, sub { "نقلاً عن $_[0]" },
	sub { "عن: $_[0]" }, sub { "مصدر: $_[0]" },
	sub { "المصدر:\n$_[0]" }, sub { "$_[0]" }, sub { "($_[0])" },
	sub { "Source: $_[0]" }, sub { "المصـدر: $_[0]" },
);
my @promo_labels = rows(<<'');
	اقرأ أيضا: 
	اقرأ أيضاً | 
	إقرأ أيضا : 
	طالع أيضًا: 
	طالع أيضاً.. 
	شاهد أيضا: 
	شاهد أيضًا | 
	قد يهمك: 
	قد يهمك أيضا: 
	قد يعجبك: 
	لمزيد من التفاصيل اقرأ: 
	ذات صلة: 
	خبر ذو صلة: 
	موضوع متصل: 
	اقرأ كذلك: 
	للاطلاع أيضا: 
	إقرأ المزيد: 
	تابع أيضا: 

my @promo_heads = rows(<<'');
	اقرأ أيضا
	اقرأ أيضاً:
	إقرأ أيضا:
	طالع أيضا:
	شاهد أيضا
	قد يهمك
	ذات صلة
	مواضيع ذات صلة
	اقرأ المزيد

my @related_heads = rows(<<'');
	أخبار ذات صلة
	أخبار ذات صلة:
	مقالات ذات صلة
	مواضيع ذات صلة
	موضوعات متعلقة
	مواضيع متعلقة:
	أخبار متعلقة
	اقرأ أيضا
	قد يهمك أيضا
	قد يعجبك أيضاً
	شاهد أيضاً
	اخترنا لك
	الأكثر قراءة
	الأكثر مشاهدة
	حول هذه القصة
	المزيد حول هذا الموضوع
	أخبار مشابهة
	مقالات أخرى
	المزيد من الأخبار
	مقالات مقترحة
	اقرأ في الموقع
	تابع أيضا
	من نفس القسم
	آخر الأخبار
	أحدث المقالات
	روابط ذات صلة
	Related Posts

my @bullets = ('• ', '  • ', '- ', '* ', '▪ ', '◾ ', '– ', '» ', '', '', '#.', '#-', '#)');
my @article_heads = rows(<<'');
	من قسم الاقتصاد:
	من قسم الرياضة
	في الملف نفسه:
	خبر آخر:
	من أرشيف الموقع:
	الخبر التالي
	المقال التالي:
	موضوع آخر من الصفحة
	وفي خبر آخر
	أخبار أخرى:
	من أخبار اليوم
	إقرأ أيضاً:
	اقرأ أيضا
	طالع أيضا:
	مقالات ذات صلة
	قد يهمك أيضا:

my @share = rows(<<'');
	شارك
	شارك الخبر
	شارك المقال:
	مشاركة عبر البريد
	فيسبوك تويتر واتساب تلغرام
	فيسبوك
	تويتر
	واتساب
	طباعة
	نسخ الرابط
	انشر الخبر على
	Facebook Twitter WhatsApp
	شارك على فيسبوك
	غرد
	حفظ
	أرسل إلى صديق

my @follow = rows(<<'');
	تابعونا على أخبار جوجل
	تابعوا آخر الأخبار عبر Google News
	اشترك في نشرتنا البريدية لتصلك أهم الأخبار
	اشترك في القائمة البريدية
	انضم إلى قناتنا على تليغرام
	للاشتراك في قناتنا على واتساب اضغط هنا
	حمّل تطبيقنا الآن
	تابع صفحتنا على فيسبوك
	لمتابعة آخر الأخبار حمل تطبيق الموقع
	تابعنا على تويتر
	اشترك الآن في قناتنا على يوتيوب

my @footer = rows(<<'');
	جميع الحقوق محفوظة © 2024
	© 2023 جميع الحقوق محفوظة لموقع المرسى الإخباري
	كافة الحقوق محفوظة لصحيفة المرسى
	سياسة الخصوصية
	اتصل بنا
	من نحن
	نستخدم ملفات تعريف الارتباط لتحسين تجربتك على الموقع
	هذا الموقع يستخدم الكوكيز. موافق
	شروط الاستخدام
	أعلن معنا
	زر الذهاب إلى الأعلى
	تصميم وتطوير شركة المرسى
	Powered by WordPress

my @comments = rows(<<'');
	التعليقات
	0 تعليق
	لا توجد تعليقات
	اترك تعليقاً
	أضف تعليقك
	لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *
	التعليقات مغلقة
	إلغاء الرد
	الاسم *
	البريد الإلكتروني *
	الآراء الواردة في التعليقات تعبر عن آراء أصحابها فقط

my @captions = rows(<<'');
	صورة أرشيفية
	أرشيفية
	صورة تعبيرية
	جانب من الاجتماع (رويترز)
	الصورة من الأرشيف - أ ف ب
	(Getty)
	أرشيف
	© Reuters

my @counters = rows(<<'');
	مدة القراءة: 3 دقائق
	وقت القراءة: دقيقتان
	قراءة دقيقتين
	عدد المشاهدات: 1254
	1,254 مشاهدة
	عدد القراءات : 530
	المشاهدات : 77
	حجم الخط
	ع ع ع
	استمع للمقال

my @ads = ('إعلان', 'إعلانات', 'مساحة إعلانية', 'Advertisement', 'اعلان', 'ADVERTISEMENT');
my @subheads = rows(<<'');
	تفاصيل الحادث
	ردود فعل دولية
	خلفية الأزمة
	ماذا بعد؟
	تحركات مرتقبة
	موقف الحكومة

# Sentences that begin as furniture does, and are none.
my @prose = rows(<<'');
	اقرأ باسم ربك، بهذه الآية افتتح الإمام خطبته أمام حشد من المصلين في الجامع الكبير.
	شارك في الاجتماع وزراء الخارجية والدفاع ورؤساء أجهزة الأمن في الدول الخمس.
	تابع الوزير قائلا إن الحكومة لن تتراجع عن خطتها مهما كانت الضغوط.
	نشر في عام 2015 كتابا عن تاريخ المدينة أثار جدلا واسعا بين الباحثين.
	كتب على صفحته في موقع فيسبوك: لن نسكت بعد اليوم عن هذه التجاوزات.
	إعلان الطوارئ في المحافظة جاء بعد يومين من الفيضانات التي أغرقت القرى.
	التاريخ يعيد نفسه في هذه البلدة التي شهدت قبل نصف قرن الأحداث ذاتها.
	عن عمر ناهز ثمانين عاما رحل الفنان بعد صراع طويل مع المرض.
	المصدر ذاته أكد أن المحادثات ستستأنف الأسبوع المقبل في العاصمة.
	وأضاف المصدر: لم نتلق حتى الآن أي رد رسمي على المقترح.
	بقلم أحمر وقع الرئيس المرسوم الذي انتظره الموظفون منذ أشهر.
	للمزيد من الضغط على الشركة قرر العمال تمديد الإضراب أسبوعا آخر.
	المزيد من الضحايا سقطوا يوم الجمعة في القصف الذي طال السوق الشعبي.
	شاهد أيضا عدد من السكان أعمدة الدخان وهي ترتفع من المبنى المجاور.
	قد يهمك أن تعرف أن هذه المادة تدخل في صناعة أكثر من ألف دواء.
	تم النشر دون علم الوزارة التي فتحت تحقيقا في تسريب الوثيقة.
	وفقا للمصدر نفسه فإن عدد المشاهدات تجاوز المليون في يوم واحد.
	التعليقات الغاضبة انهالت على الصفحة الرسمية للنادي بعد دقائق من الهزيمة.
	المشاركات في المسيرة رفعن لافتات تطالب بتعديل القانون.
	إعداد الطعام في المخيم تتولاه نساء متطوعات منذ ساعات الفجر.
	نقلا عن شهود عيان قالت الشرطة إن السائق فر من المكان قبل وصولها.
	الوسوم التي تصدرت تويتر طالبت بالإفراج عن المعتقلين فورا.
	مقالات ذات صلة بالموضوع نشرتها الصحف البريطانية صباح الأحد أثارت القلق.
	تحرير الأسعار كان آخر الشروط التي وضعها صندوق النقد الدولي.
	متابعة الملف أسندت إلى لجنة خاصة يرأسها نائب رئيس الوزراء.
	الرئيسية في هذا الاتفاق نقطتان: وقف إطلاق النار وتبادل الأسرى.

my @questions = rows(<<'');
	* كيف ترون مستقبل المفاوضات بعد الجولة الأخيرة؟
	* وما الذي تغير في موقفكم منذ العام الماضي؟
	* هل تتوقعون اتفاقا قريبا؟
	* ماذا عن موقف المعارضة؟
	* لماذا تأخر الإعلان عن النتائج؟

my @handles = rows(<<'');
	— Marsa News (@almarsa_news) May 3, 2020
	— وزارة الصحة (@moh_example) 12 أكتوبر 2019
	pic.twitter.com/aBcD1234
	View this post on Instagram

my @rules = ('***', '* * *', '=====', '-----', '______', '* * * * *', '~~~', '###', '• • •');

# --- a page in the making ---------------------------------------------------

my $p;	# the page: text, byte offset, articles, joiner, end of owned lines
sub put {
	my ($line) = @_;
	my $eol = $p->{eol} // ($p->{blank} ? "\n\n" : "\n");
	$p->{tail} = length encode_utf8($eol =~ s/^[^\n]*\n//r);
	$p->{text} .= $line . $eol;
	$p->{at} = length encode_utf8($p->{text});
}
# A line that belongs to the current article; the first one ends its gap.
sub own {
	my ($line) = @_;
	my $a = $p->{articles}[-1];
	$a->{gap}[1] //= $p->{at};
	put($line);
	$p->{owned} = $p->{at} - $p->{tail};
}
sub begin {
	push @{$p->{articles}}, { gap => [$p->{owned}, undef], related => [],
	    promos => [], map { $_ => undef } qw(title text date credit tags_raw tags) };
	$p->{src} = article();
}
sub now { return $p->{articles}[-1] }
sub furniture { put($_) for some(1 + random($_[0]), @_[1 .. $#_]) }

sub title { now()->{title} = $p->{src}{title}; own(($_[0] // '') . now()->{title}) }
sub dated {
	my ($group, $label, $tail) = @_;
	(my $s, now()->{date}) = date($group);
	own(quirk($label) . $s . ($tail // ''));
}
# A site labels its dates in one way, and puts them in one place.
sub label { return $p->{label} //= maybe(60) ? pick(@date_labels) : '' }
sub above { return $p->{above} //= maybe($_[0]) }
# What content systems and editors leave around a label.
sub quirk {
	my ($label) = @_;
	$p->{quirk} //= random(12);
	return $label =~ s/ $/\x{A0}/r if $p->{quirk} == 0;
	return "\x{200F}$label" if $p->{quirk} == 1;
	return "$label\x{200E}" if $p->{quirk} == 2;
	return $label;
}
sub byline { own(pick(@bylines)->(pick(@people), pick(@places), pick(@agencies))) }
sub promo {
	my $h = headline();
	push @{now()->{promos}}, $h;
	if (maybe(65)) { own(pick(@promo_labels) . $h) }
	else { own(pick(@promo_heads)); own($h) }
}
# The body; options are the chances (in percent, at each gap between two
# lines) of what stands amid it.
sub body {
	my (%o) = @_;
	my @b = @{$p->{src}{body}};
	@b = @b[0 .. $o{lines} - 1] if $o{lines} && @b > $o{lines};
	@b = $o{map}->(@b) if $o{map};
	$b[0] = pick(@datelines)->(pick(@places), pick(@agencies)) . $b[0]
	    if maybe($o{dateline} // 0);
	$b[0] = $o{lead} . $b[0] if $o{lead};
	$b[-1] .= $o{glue} if $o{glue};
	my @text;
	for my $i (0 .. $#b) {
		if ($i > 0) {
			put(pick(@ads)) if maybe($o{ad} // 0);
			my $promo = $o{promo} && maybe($o{promo});
			promo() if $promo;
			put(pick(@follow)) if maybe($o{follow} // 0);
			put(pick(@captions)) if maybe($o{caption} // 0);
			$o{amid}->() if $o{amid} && $i == int(@b / 2);
			# None below a bare promo's headline: it would look like
			# a second one.
			if (!$promo && $i < $#b && maybe($o{subhead} // 0)) {
				push @text, pick(@subheads);
				own($text[-1]);
			}
		}
		own($b[$i]);
		push @text, $o{glue} && $i == $#b
		    ? substr($b[$i], 0, length($b[$i]) - length $o{glue}) : $b[$i];
	}
	now()->{text} = join "\n", @text;
}
sub credit {
	my $c = maybe(50) ? pick(@outlets) : pick(@agencies);
	$c .= pick(' + ', ' - ') . pick('وكالات', 'رويترز') if maybe(10);
	now()->{credit} = $c;
	own($_) for split /\n/, pick(@credits)->($c) =~ s/^(.*:) /quirk("$1 ")/er;
}
sub tags {
	my @t = some(2 + random(5), @tags);
	my $label = pick('الوسوم: ', 'وسوم: ', 'كلمات مفتاحية: ', 'الكلمات المفتاحية: ',
	    'كلمات دالة: ', 'الكلمات الدالة : ', 'كلمات البحث: ', 'الوسوم | ',
	    'TAGS: ', 'Tags: ', 'الكلمات الدلالية: ', 'وسوم الخبر: ', 'تاغات: ');
	my $sep = pick('، ', '، ', ', ', ' / ', ' | ', ' - ', '#', "\n");
	if ($sep eq "\n") {
		own($label =~ s/ $//r);
		own($_) for @t;
		now()->{tags_raw} = join "\n", @t;
	} elsif ($sep eq '#') {
		@t = grep { !/ / } @t;
		@t = ('مصر', 'العراق') if !@t;
		now()->{tags_raw} = join ' ', map { "#$_" } @t;
		own($label . now()->{tags_raw});
	} else {
		now()->{tags_raw} = join $sep, @t;
		own($label . now()->{tags_raw});
	}
	now()->{tags} = \@t;
}
sub related {
	my ($n, @heads) = @_;
	own(pick(@heads ? @heads : @related_heads));
	my $b = $p->{bullet} // pick(@bullets);
	my $i = 0;
	for (1 .. $n) {
		my $h = headline();
		push @{now()->{related}}, $h;
		own($b =~ s/#/++$i/er =~ s/^(\d.)$/$1 /r . $h);
	}
}
sub menu { put(join(pick(' ', ' | ', ' » '), 'الرئيسية', some(4, @sections))) }
sub menu_lines { put($_) for 'الرئيسية', some(4, @sections) }
sub crumb { put(join pick(' » ', ' / ', ' > '), 'الرئيسية', pick(@sections), $p->{src}{title}) }
sub today { my ($s) = date('std'); put(($_[0] ? pick('', 'اليوم: ') : 'اليوم: ') . $s) }
sub updated { my ($s) = date($_[0]); return " | آخر تحديث: $s" }

# --- the families -----------------------------------------------------------

my %family = (
'blog' => sub {
	put('مدونة المرسى') if maybe(50);
	for my $i (0 .. random(3)) {
		begin();
		title();
		dated('std', pick('', 'نشر في ', 'Posted on ', 'كتب في '),
		    pick('', ' بواسطة admin', ' - 0 تعليق'));
		put('اترك تعليقا') if maybe(30);
		body(promo => 6);
		tags() if maybe(60);
		if (maybe(50)) { put('شارك هذا الموضوع:'); furniture(3, @share) }
		if (maybe(30)) { put('معجب بهذه:'); put('إعجاب تحميل...') }
		related(3 + random(3)) if maybe(50);
	}
	put('← المقال السابق') if maybe(30);
	furniture(3, @comments);
	furniture(2, @footer);
},
'portal' => sub {
	# A masthead's day without a label is only told from the article's own
	# date where there is one.
	my ($own, $day) = (maybe(80), maybe(50));
	today($own) if $day;
	put('صحيفة المرسى') if maybe(40);
	maybe(50) ? menu() : menu_lines();
	my $n = maybe(40) ? 2 : 1;
	for my $i (1 .. $n) {
		put(pick(@article_heads)) if $i > 1;
		begin();
		crumb() if maybe(40);
		put(pick(@sections)) if maybe(30);
		title();
		byline() if maybe(60);
		dated('all', label(), maybe(20) ? updated('std') : '') if $own;
		furniture(3, @share) if maybe(50);
		put(pick(@counters)) if maybe(30);
		put(pick(@captions)) if maybe(40);
		body(ad => 8, promo => 8, follow => 5);
		credit() if maybe(60);
		tags() if maybe(50);
		related(4 + random(3)) if maybe(60);
		furniture(2, @follow) if maybe(40);
	}
	furniture(3, @comments) if maybe(50);
	furniture(4, @footer);
},
'egypt' => sub {
	for my $i (0 .. (maybe(30) ? 1 : 0)) {
		put(pick(@article_heads)) if $i;
		begin();
		put(pick(@sections)) if maybe(50);
		dated('egypt', '') if above(40);
		title();
		dated('egypt', label()) if !above();
		put(pick(@captions)) if maybe(40);
		byline();
		body(promo => 14, subhead => 10, ad => 5);
		tags() if maybe(40);
		related(3 + random(3), 'موضوعات متعلقة', 'مواضيع متعلقة',
		    'اقرأ أيضا', 'الأكثر قراءة', 'موضوعات ذات صلة') if maybe(50);
	}
	furniture(2, @footer) if maybe(50);
},
'levant' => sub {
	for my $i (0 .. random(3)) {
		begin();
		dated('levant', label()) if above(60);
		title();
		dated('levant', '') if !above() && maybe(60);
		body(dateline => 60, promo => 4);
		if (maybe(50)) {
			now()->{credit} = pick(@agencies);
			own('(' . now()->{credit} . ')');
		}
		furniture(2, @share) if maybe(40);
	}
},
'maghreb' => sub {
	menu() if maybe(40);
	for my $i (0 .. (maybe(35) ? 1 : 0)) {
		put(pick(@article_heads)) if $i;
		begin();
		title();
		own(pick('هسبريس - و.م.ع', 'الشروق - وكالات', 'سعاد بوعلام',
		    'هسبريس من الرباط')) if maybe(50);
		dated(pick('ma', 'dz'), label());
		body(dateline => 20, promo => 6, subhead => 5);
		tags() if maybe(50);
		furniture(2, @share) if maybe(40);
		related(3, 'مقالات ذات صلة', 'إقرأ أيضا', 'مواضيع ذات صلة') if maybe(40);
	}
	furniture(3, @comments) if maybe(50);
},
'wire' => sub {
	for my $i (0 .. 1 + random(5)) {
		begin();
		title();
		my $a = pick('وام', 'واس', 'سانا', 'ومع', 'بترا', 'كونا', 'العمانية');
		my $place = pick(@places);
		if (above(50)) {
			my ($s, $iso) = date('std');
			$iso = substr $iso, 0, 10;
			my ($y, $m, $d) = split /-/, $iso;
			now()->{date} = $iso;
			$s = $d + 0 . " $month{B}[$m - 1]";
			body(lead => pick("$place في $s $y / $a / ",
			    "$place $s $y ($a) - ", "$place، $s $y ($a) -- "));
		} else {
			body(lead => pick("$place في 12 مايو / $a / ",
			    "$place / $a / ", "$place - $a - "));
		}
		put(pick('انتهى', '- انتهى -', '(النهاية)', 'انتهى/', '//انتهى//')) if maybe(60);
	}
},
'stars' => sub {
	my $rule = pick(@rules);
	for my $i (0 .. 1 + random(4)) {
		put($rule) if $i;
		begin();
		title();
		body();
	}
},
'no-cue' => sub {
	for my $i (0 .. 1 + random(2)) {
		begin();
		title();
		body();
	}
},
'feed' => sub {
	my ($t, $d, $u, $b) = @{pick(
	    ['العنوان: ', 'التاريخ: ', 'الرابط: ', 'النص:'],
	    ['عنوان الخبر: ', 'تاريخ النشر: ', 'رابط الخبر: ', 'نص الخبر:'],
	    ['Title: ', 'Date: ', 'Link: ', ''])};
	my ($group, $with_link, $foot) = (pick('en', 'num', 'std'), maybe(60), maybe(60));
	my $rule = maybe(50) ? pick(@rules) : '';
	for my $i (0 .. 1 + random(5)) {
		put($rule) if $i && $rule;
		begin();
		title($t);
		dated($group, $d);
		own($u . 'https://news.example.com/ar/' . (1000 + random(9000))) if $with_link;
		own($b) if $b;
		body();
		if ($foot) {
			now()->{credit} = pick(@outlets);
			own('المصدر: ' . now()->{credit});
		}
	}
},
'forum' => sub {
	put('منتديات المرسى > المنتدى السياسي');
	for my $i (0 .. 1 + random(3)) {
		begin();
		dated('num', '');
		put('#' . ($i + 1));
		put(pick('أبو فهد', 'بنت النيل', 'Captain Sami'));
		put(pick('عضو مميز', 'عضو جديد', 'مشرف القسم'));
		put('تاريخ التسجيل: Mar 20' . (10 + random(9)));
		put('المشاركات: ' . (100 + random(9000)));
		title();
		body();
		if (maybe(50)) { own(pick('منقول', 'منقول للفائدة')) }
		elsif (maybe(60)) { credit() }
		put('رد مع اقتباس') if maybe(60);
		put('__________________') if maybe(40);
	}
	put('« الموضوع السابق | الموضوع التالي »');
},
'section' => sub {
	menu() if maybe(30);
	for my $i (0 .. 1) {
		put(pick(@article_heads)) if $i;
		begin();
		title();
		dated('all', label()) if !$i && maybe(70);
		body(promo => 5);
		credit() if maybe(50);
		tags() if !$i && maybe(40);
	}
	related(4 + random(4)) if maybe(50);
	furniture(2, @footer) if maybe(30);
},
'category' => sub {
	menu();
	put(pick('أرشيف القسم: ', 'تصنيف: ', 'القسم: ', 'أخبار ') . pick(@sections));
	my ($group, $more) = (pick('std', 'num', 'levant'),
	    pick('أكمل القراءة »', 'اقرأ المزيد', 'قراءة المزيد', 'المزيد ...', 'التفاصيل'));
	my $lab = label();
	for my $i (0 .. 2 + random(4)) {
		begin();
		title();
		dated($group, $lab);
		body(lines => 2);
		put($more);
	}
	put(pick('1 2 3 ... 12 التالي »', 'الصفحة 1 من 12', '« السابق التالي »'));
	furniture(2, @footer);
},
'glued' => sub {
	for my $i (0 .. random(2)) {
		put(pick('إقرأ أيضاً:', 'اقرأ أيضا:')) if $i;
		begin();
		if (above(40)) { dated('num', pick(@sections)); title() }
		else { title(); dated('std', pick('تاريخ النشر:', 'نشر في:')) }
		my $c = pick(@outlets);
		my $how = random(3);
		if ($how == 0) { body(glue => "المصدر: $c"); now()->{credit} = $c }
		elsif ($how == 1) {
			my $raw = join ' ، ', my @t = some(3, @tags);
			body(glue => "كلمات دلالية: $raw");
			@{now()}{qw(tags_raw tags)} = ($raw, \@t);
		} else {
			body();
			now()->{credit} = $c;
			own('تابعونا على واتسابالمصدر: ' . $c);
		}
		if (maybe(40)) {
			my $h = headline();
			push @{now()->{related}}, $h;
			own('أخبار ذات صلة' . $h);
		}
	}
},
'aggregator' => sub {
	for my $i (0 .. random(3)) {
		put(pick('الخبر التالي', 'خبر جديد', '-----', 'أخبار أخرى')) if $i && maybe(60);
		begin();
		title();
		if (maybe(50)) {
			dated('num', 'تاريخ الخبر: ');
			now()->{credit} = pick(@outlets);
			own('مصدر الخبر / ' . now()->{credit});
			put('التصنيف: ' . pick(@sections));
			put('مستوى الصحة: ' . random(100) . '%') if maybe(50);
		} else {
			my $c = now()->{credit} = pick(@outlets);
			dated('num', '', " - المصدر: $c");
		}
		put('عدد المشاهدات: ' . random(900)) if maybe(50);
		body();
		put('رابط المصدر') if maybe(40);
		put('إبلاغ عن الخبر') if maybe(20);
	}
	related(5 + random(4)) if maybe(60);
},
'channel' => sub {
	begin();
	put('بث مباشر') if maybe(40);
	menu_lines() if maybe(60);
	title();
	put(pick('منذ 3 ساعات', 'قبل ساعتين', 'منذ يومين')) if my $ago = maybe(40);
	dated('std', '', maybe(40) ? updated('std') : '') if !$ago;
	furniture(3, @share);
	put(pick(@captions)) if maybe(50);
	body(subhead => 15, promo => 10, ad => 5, follow => 4, caption => 4);
	if (maybe(70)) {
		my $c = now()->{credit} = pick('الجزيرة + وكالات', 'الجزيرة', 'وكالات',
		    'سكاي نيوز عربية', 'العربية.نت - وكالات');
		own('المصدر : ' . $c);
	}
	related(3 + random(3), 'حول هذه القصة', 'المزيد من سياسة', 'أخبار ذات صلة',
	    'الأكثر مشاهدة', 'آخر الأخبار');
	furniture(2, @follow);
	furniture(3, @footer);
},
'date-at-end' => sub {
	my ($by, $when) = (maybe(50), maybe(75));
	for my $i (0 .. 1 + random(3)) {
		begin();
		title();
		body();
		byline() if $by;
		dated('all', label()) if $when;
	}
},
'lists' => sub {
	for my $i (0 .. random(2)) {
		begin();
		title();
		dated('all', label()) if maybe(50);
		body(promo => 10);
		credit() if maybe(40);
		related(3 + random(4));
		related(3 + random(3)) if maybe(40);
	}
	furniture(3, @footer);
},
'gulf' => sub {
	for my $i (0 .. (maybe(40) ? 1 : 0)) {
		begin();
		dated('gulf', label()) if above(50);
		title();
		dated('gulf', label()) if !above();
		own(pick(@people) . ' - ' . pick(@places)) if maybe(40);
		body(dateline => 60, promo => 6);
		furniture(2, @share) if maybe(50);
		related(3) if maybe(40);
	}
},
'telegram' => sub {
	for my $i (0 .. 1 + random(4)) {
		begin();
		title();
		body(lines => 3);
		if (maybe(60)) {
			my @t = some(3, grep { !/ / } @tags);
			now()->{tags} = \@t;
			now()->{tags_raw} = join ' ', map { "#$_" } @t;
			own(now()->{tags_raw});
		}
		put('للاشتراك في القناة: t.me/almarsa_news');
		put(pick('ــــــــــــــــ', '➖➖➖➖➖', '@almarsa_news')) if maybe(60);
	}
},
'english' => sub {
	for my $i (0 .. random(2)) {
		begin();
		title();
		own('By ' . pick('Sami Haddad', 'Editor', 'admin')) if maybe(50);
		dated('en', pick('Published: ', 'Posted on ', 'Date: ', ''));
		body(promo => 4);
		if (maybe(50)) { now()->{credit} = pick(@outlets); own('Source: ' . now()->{credit}) }
		if (maybe(50)) {
			my @t = some(3, @tags);
			@{now()}{qw(tags tags_raw)} = (\@t, join ', ', @t);
			own('Tags: ' . now()->{tags_raw});
		}
		put('Share on Facebook') if maybe(50);
		related(3, 'Related Posts', 'Related News', 'You may also like', 'Read also') if maybe(50);
	}
	put('Leave a Reply');
	put('All rights reserved');
},
'print' => sub {
	my ($s) = date('std');
	put('جريدة المرسى - العدد ' . (1000 + random(9000)) . " - $s");
	for my $i (0 .. 1 + random(3)) {
		put('الصفحة ' . (1 + random(16))) if maybe(40);
		put(pick(@sections)) if maybe(40);
		begin();
		title();
		byline() if maybe(70);
		body(dateline => 40, subhead => 8);
		put('تتمة ص ' . (2 + random(8))) if maybe(10);
	}
},
'prose' => sub {
	begin();
	title();
	dated('all', label()) if maybe(70);
	my @more = some(4, @prose);
	body(map => sub { my @b = @_; splice @b, 1 + random(@b - 1), 0, $_ for @more; return @b });
	credit() if maybe(40);
	related(4) if maybe(40);
},
'interview' => sub {
	begin();
	title();
	byline() if maybe(50);
	dated('all', label()) if maybe(70);
	my @q = some(3, @questions);
	body(map => sub {
		my @b = @_;
		my $i = 1;
		splice(@b, $i, 0, $_), $i += 2 for @q[0 .. ($#q < @b - 2 ? $#q : @b - 2)];
		return @b;
	});
	furniture(2, @footer) if maybe(50);
},
'live' => sub {
	begin();
	title();
	dated('std', label());
	my $h = 6 + random(6);
	my $form = pick('%02d:%02d - ', '%02d:%02d | ', '%d:%02d ');
	body(map => sub { return map { sprintf($form, ++$h, random(60)) . $_ } @_ });
	furniture(2, @share) if maybe(50);
	related(3) if maybe(50);
},
'unended' => sub {
	# Editors who end no paragraph with a full stop.
	for my $i (0 .. random(3)) {
		begin();
		title();
		dated('all', label());
		body(map => sub { return map { s/\.$//r } @_ }, promo => 5);
		credit() if maybe(40);
	}
	related(3) if maybe(30);
},
'one-paragraph' => sub {
	for my $i (0 .. random(3)) {
		begin();
		title();
		dated('all', label());
		body(map => sub { return join ' ', @_ }, dateline => 30);
		credit() if maybe(50);
		tags() if maybe(30);
	}
},
'wrapped' => sub {
	# Text of a mail or a terminal browser: lines of some 70 characters.
	for my $i (0 .. random(2)) {
		put(pick(@rules)) if $i;
		begin();
		title();
		dated('all', label());
		body(map => sub {
			return map { my $l = $_; $l =~ s/(.{55,70}) /$1\n/g; split /\n/, $l } @_;
		});
		own('المصدر: ' . (now()->{credit} = pick(@outlets))) if maybe(50);
	}
},
'repeat-title' => sub {
	for my $i (0 .. (maybe(30) ? 1 : 0)) {
		put('إقرأ أيضاً:') if $i;
		begin();
		own($p->{src}{title} . pick(' - المرسى نيوز', ' | موقع المرسى', ' » صحيفة المرسى'));
		menu() if maybe(50);
		crumb() if maybe(50);
		title();
		dated('all', label()) if maybe(70);
		body();
		related(4) if maybe(50);
	}
},
'label-lines' => sub {
	# A table of labels and values, each on its line.
	for my $i (0 .. random(2)) {
		begin();
		title();
		own(pick('التاريخ', 'تاريخ النشر', 'التاريخ:'));
		dated('num', '');
		if (maybe(60)) { own('الكاتب'); own(pick(@people)) }
		if (maybe(60)) { own('القسم'); own(pick(@sections)) }
		if (maybe(60)) { own('المصدر'); own(now()->{credit} = pick(@outlets)) }
		body();
		furniture(2, @share) if maybe(40);
	}
},
'meta-line' => sub {
	# All labels on one line below the title.
	for my $i (0 .. random(2)) {
		begin();
		title();
		my ($s, $iso) = date(pick('std', 'num', 'levant'));
		now()->{date} = $iso;
		my $sep = pick(' | ', ' - ', ' / ', ' • ');
		own(join $sep, pick(@sections), $s =~ s/ \| | - / /r, pick('كتب: ', 'بواسطة ') . pick(@people),
		    maybe(50) ? '3 دقائق قراءة' : ());
		body();
		credit() if maybe(30);
	}
},
'embeds' => sub {
	begin();
	title();
	dated('all', label()) if maybe(60);
	body(amid => sub { furniture(2, @handles) }, follow => 6);
	put(pick('شاهد الفيديو', 'لمشاهدة الفيديو اضغط هنا', 'فيديو', 'الصفحة التالية')) if maybe(50);
	related(3) if maybe(40);
},
'mid-list' => sub {
	# A whole list of headlines amid the article.
	begin();
	title();
	dated('all', label()) if maybe(70);
	body(amid => sub { related(3 + random(2)) });
	credit() if maybe(40);
	furniture(2, @footer) if maybe(40);
},
'dateline-line' => sub {
	for my $i (0 .. random(3)) {
		begin();
		title();
		dated('all', label()) if above(60);
		own(pick('دمشق-سانا', 'صنعاء/ سبأ نت:', 'الرياض – واس', 'القاهرة - رويترز',
		    'موسكو (أ ف ب)', 'عمان - بترا', 'بيروت - الأناضول', 'لندن ـ وكالات',
		    'الخرطوم: سونا', 'واشنطن-(د ب أ)'));
		body();
		furniture(2, @share) if maybe(40);
	}
},
'site' => sub {
	# Any order of anything, the same on the whole page.
	my $group = pick(qw(std egypt num levant dz ma en gulf));
	my @head = some(1 + random(4), qw(section date byline share counter caption));
	my @above = some(random(3), grep { /section|date/ } @head);
	my @tail = some(random(5), qw(credit tags share follow related comments));
	my $between = maybe(40) ? pick(@rules, @article_heads) : '';
	my %part = (
		section => sub { put(pick(@sections)) },
		date => sub { dated($group, label()) },
		byline => sub { byline() },
		share => sub { furniture(3, @share) },
		counter => sub { put(pick(@counters)) },
		caption => sub { put(pick(@captions)) },
		credit => sub { credit() },
		tags => sub { tags() },
		follow => sub { furniture(2, @follow) },
		related => sub { related(3 + random(3)) },
		comments => sub { furniture(2, @comments) },
	);
	$p->{eol} = pick("\n", "\n", "\n\n", "\n\n", "\r\n", " \n", "\n\x{A0}\n", "\n\n\n");
	$p->{bullet} = pick(@bullets);
	menu() if maybe(30);
	for my $i (0 .. random(4)) {
		put($between) if $i && $between;
		begin();
		$part{$_}->() for @above;
		title();
		for my $h (@head) { $part{$h}->() if !grep { $_ eq $h } @above }
		body(promo => 3, ad => 3, dateline => 20);
		$part{$_}->() for @tail;
	}
	furniture(3, @footer) if maybe(50);
},
);

for my $family (sort keys %family) {
	for my $n (1 .. $per_family) {
		$p = { text => '', at => 0, owned => 0, articles => [], blank => maybe(35) };
		$family{$family}->();
		$next += 7;
		my @a = @{$p->{articles}};
		$a[0]{gap} = [0, 0];
		$_->{start} = $_->{gap}[0] for @a;
		$a[$_]{end} = $_ < $#a ? $a[$_ + 1]{start} : $p->{at} for 0 .. $#a;
		print $json->encode({ id => "$family-$n", text => $p->{text},
		    gold => { family => $family, articles => \@a } }), "\n";
	}
}
