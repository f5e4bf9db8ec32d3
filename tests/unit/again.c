/*
 * Lines that come again (news/again.h) are what they were the first time, by
 * themselves and on another page.
 */
#include "news/again.h"

#include "news/page.h"
#include "tap.h"

static const char first[] = "متحف جديد في صور\n"
			    "تاريخ النشر: 5 مايو 2024\n"
			    "• اقرأ أيضا\n"
			    "اقرأ أيضا\n"
			    "منذ ساعتين\n"
			    "العنوان: مهرجان الزيتون يفتتح أبوابه\n"
			    "تابعونا على فيسبوك\n"
			    "أخبار ذات صلةناقش المجلس أمس خطة الري.\n"
			    "وقال المزارعون إن المطر عاد إلى السهل، وإن القمح "
			    "نما هذا العام كما لم ينم منذ أعوام، وإن الطريق "
			    "إلى السوق فتح من جديد بعد أن جف الوحل عليه.\n";

static const char other[] = "تابعونا على فيسبوك\n"
			    "  العنوان: مهرجان الزيتون يفتتح أبوابه  \n"
			    "منذ ساعتين\n"
			    "أخبار ذات صلةناقش المجلس أمس خطة الري.\n"
			    "اقرأ أيضا\n"
			    "• اقرأ أيضا\n";

/* Is all the same that a line is, apart from where it lies in memory? */
static bool
same_line(const struct page *a, const struct page *b, size_t i)
{
	struct line k = a->line[i], l = b->line[i];

	if (k.text.p - a->text.p != l.text.p - b->text.p)
		return false;
	return span_eq(k.text, l.text) && memcmp(&k.e, &l.e, sizeof k.e) == 0 &&
	    k.before == l.before && k.bytes == l.bytes && k.rest == l.rest &&
	    k.number == l.number && k.points == l.points &&
	    k.words == l.words && k.margin == l.margin && k.role == l.role &&
	    k.kind == l.kind && k.label == l.label && k.bullet == l.bullet &&
	    k.stop == l.stop && k.sentence == l.sentence &&
	    k.labelled == l.labelled && k.glued == l.glued &&
	    k.fixed == l.fixed;
}

/* Does p, which has read other pages, read text as a new page does? */
static bool
reads_alike(struct page *p, const struct rules *r, const char *text,
    const struct date *reference)
{
	struct page fresh = { .n = 0 };
	bool same;
	size_t i;

	page_read(p, r, span_str(text), reference);
	page_read(&fresh, r, span_str(text), reference);
	same = p->n == fresh.n && p->n > 0;
	for (i = 0; same && i < p->n; i++)
		if (!(same = same_line(p, &fresh, i)))
			printf("# line %zu differs\n", i);
	page_free(&fresh);
	return same;
}

static void
test_pages(const struct rules *r)
{
	struct date day = { .known = true,
		.year = 2024,
		.month = 5,
		.day = 5,
		.hour = 12,
		.second = -1 };
	struct page p = { .n = 0 };

	ok(reads_alike(&p, r, first, NULL), "a page");
	ok(reads_alike(&p, r, first, NULL), "the same page again");
	ok(reads_alike(&p, r, first, NULL), "and once more");
	ok(reads_alike(&p, r, other, NULL), "its lines on another page");
	ok(reads_alike(&p, r, first, &day), "with a reference");
	ok(reads_alike(&p, r, other, NULL), "and without it");
	page_free(&p);
}

static bool
finds(const struct again *a, const char *all)
{
	struct line l;

	line_start(&l, span_str(all));
	return again_find(a, &l);
}

static void
test_table(const struct rules *r)
{
	static const char text[] = "تابعونا على فيسبوك";
	struct again a = { .line = NULL };
	struct date day = { .month = 5 };
	char prose[400];
	struct line l;

	again_with(&a, r, NULL);
	ok(!finds(&a, text), "nothing is kept");
	line_start(&l, span_str(text));
	again_keep(&a, &l, l.text);
	ok(!finds(&a, text), "a line is not kept at once");
	again_keep(&a, &l, l.text);
	ok(finds(&a, text), "but when it comes again");
	ok(finds(&a, "  تابعونا على فيسبوك\n"), "blanks around do not count");
	ok(!finds(&a, "• تابعونا على فيسبوك"), "a bullet does");
	again_with(&a, r, NULL);
	ok(finds(&a, text), "it stays");
	again_with(&a, r, &day);
	ok(!finds(&a, text), "with another reference it goes");
	memset(prose, 'x', sizeof prose - 1);
	prose[sizeof prose - 1] = '\0';
	line_start(&l, span_str(prose));
	again_keep(&a, &l, l.text);
	again_keep(&a, &l, l.text);
	ok(!finds(&a, prose), "a long line is not kept");
	again_free(&a);
}

int
main(void)
{
	struct rules r;

	rules_init(&r, NULL);
	test_pages(&r);
	test_table(&r);
	rules_free(&r);
	return tap_done();
}
