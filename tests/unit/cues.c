/*
 * Cues: each row of the table finds its own example, by the role of the row
 * and, where it counts glued, behind a sentence, too; and the tables of names
 * have no phrase twice.
 */
#include "news/cue.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "news/nameset.h"
#include "tables/tables.h"
#include "tap.h"
#include "text/fold.h"
#include "text/utf8.h"

static struct folded f;

static struct span
folded(struct span s)
{
	fold(&f, s);
	return buf_span(&f.text);
}

/* The example of a row, by the whole table. */
static void
test_example(struct cues *c, const struct table *t, const struct span *cell)
{
	struct cue cue;
	int role = role_find(cell[0]);
	bool found = cue_find(c, folded(cell[4]), &cue);

	ok(found && (int)cue.role == role && cue.rest <= f.text.n,
	    "cues.tsv:%lu: %.*s: %.*s", t->line, (int)cell[0].n, cell[0].p,
	    (int)cell[4].n, cell[4].p);
	if (found && (int)cue.role != role)
		printf("# is %s\n", role_name(cue.role).p);
}

/* A bare cue is one with a colon and with a bullet, and none with a sentence
 * behind it. */
static void
test_bare(struct cues *c, const struct table *t, const struct span *cell)
{
	struct buf line = { 0 };
	struct cue cue;

	buf_adds(&line, SPAN("• "));
	buf_adds(&line, cell[4]);
	buf_adds(&line, SPAN(" :"));
	ok(cue_find(c, folded(buf_span(&line)), &cue) &&
		(int)cue.role == role_find(cell[0]),
	    "cues.tsv:%lu: with marks around", t->line);
	buf_free(&line);
}

/* The letters that a glued row must have are in what it matches. */
static void
test_glue(struct cues *c, const struct table *t, const struct span *cell)
{
	struct buf line = { 0 };
	const char *colon = memchr(cell[4].p, ':', cell[4].n);
	long at;

	if (!ok(colon != NULL, "cues.tsv:%lu: a colon in the example", t->line))
		return;
	buf_adds(&line, SPAN("انتهى العمل أمس."));
	buf_adds(&line, span_to(cell[4].p, colon));
	ok(cue_may_be_glued(c, buf_span(&line)),
	    "cues.tsv:%lu: its letters are there", t->line);
	at = cue_before_colon(c, folded(buf_span(&line)));
	ok(at > 0 && f.map[at] == sizeof "انتهى العمل أمس." - 1,
	    "cues.tsv:%lu: found behind a sentence", t->line);
	buf_free(&line);
}

static void
test_cues(void)
{
	struct span cell[TABLE_CELLS];
	struct cues *c = cues_new();
	struct table t;

	table_start(&t, "cues.tsv", table_cues());
	cues_add(c, &t, true);
	table_start(&t, "cues.tsv", table_cues());
	while (table_row(&t, cell) > 0) {
		if (span_eq(cell[0], SPAN("define")))
			continue;
		ok(utf8_valid(cell[4]) == cell[4].n && cell[4].n > 0,
		    "cues.tsv:%lu: an example", t.line);
		test_example(c, &t, cell);
		if (span_eq(cell[1], SPAN("bare")))
			test_bare(c, &t, cell);
		if (cell[5].n > 0)
			test_glue(c, &t, cell);
	}
	cues_free(c);
}

/* Lines that start as cues do and are none. */
static void
test_prose(void)
{
	static const struct span lines[] = {
		SPAN("قال المصدر إن العمل في الجسر يبدأ مطلع الأسبوع المقبل."),
		SPAN("المصدر الذي فضل عدم ذكر اسمه قال إن المفاوضات مستمرة"),
		SPAN("كلمات الوزير كانت واضحة"),
		SPAN("شارك في الاجتماع عدد من الوزراء والسفراء العرب"),
		SPAN("تابع الفريق تدريباته على ملعب المدينة أمس"),
		SPAN("نشر الجيش قواته على طول الحدود الشرقية للبلاد"),
		SPAN("صور الأقمار الصناعية تظهر تراجع الغطاء النباتي"),
		SPAN("كتب التاريخ تروي قصة المدينة القديمة"),
		SPAN("حقوق الإنسان في صلب المحادثات بين الجانبين"),
		SPAN("إعلان نتائج الانتخابات البلدية غدا"),
		SPAN("مقالات الكاتب الراحل تصدر في كتاب"), SPAN(""), SPAN(":"),
		SPAN("1"), SPAN("\xd9\x80")
	};
	struct cues *c = cues_new();
	struct table t;
	struct cue cue;

	table_start(&t, "cues.tsv", table_cues());
	cues_add(c, &t, false);
	cues_ready(c);
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		if (!ok(!cue_find(c, folded(lines[i]), &cue), "no cue: %s",
			lines[i].p))
			printf("# %s\n", role_name(cue.role).p);
	cues_free(c);
}

/* A row's own brackets count no group. */
static void
test_user(void)
{
	struct cues *c = cues_new();
	struct table t;
	struct cue cue;

	table_start(&t, "user",
	    SPAN("related\tbare\t0\t((a)(b)|(?i)x)\tab\n"
		 "source\trest\t40\t(q)(?= (r))\tq r\n"));
	cues_add(c, &t, true);
	table_start(&t, "cues.tsv", table_cues());
	cues_add(c, &t, false);
	ok(cue_find(c, SPAN("ab:"), &cue) && cue.role == ROLE_RELATED &&
		cue.rest == 3,
	    "a user's row with groups");
	ok(cue_find(c, SPAN("q r"), &cue) && cue.role == ROLE_SOURCE &&
		cue.rest == 2,
	    "and what stands behind it");
	ok(cue_find(c, folded(SPAN("المصدر: وكالات")), &cue) &&
		cue.role == ROLE_SOURCE,
	    "ours behind it");
	cues_free(c);
}

/* What is compiled is what the tables say. */
static void
test_compiled(void)
{
	struct span cell[TABLE_CELLS];
	struct outlets outlets = { .n = 0 };
	struct names set, tags;
	struct table t;
	size_t rows = 0, wrong = 0;
	int value;

	nameset_outlets(&outlets);
	nameset_open(NAMESET_OUTLETS, &set);
	nameset_open(NAMESET_TAGS, &tags);
	table_start(&t, "agencies.tsv", table_agencies());
	for (; table_row(&t, cell) > 0; rows++) {
		value = names_find(&set, folded(span_cut(&cell[0], '|')));
		wrong += value < 0 || (size_t)value >= outlets.n ||
		    !span_eq(outlets.of[value].name, cell[1]);
	}
	ok(rows == outlets.n && wrong == 0, "outlets are compiled");
	table_start(&t, "persons.tsv", table_persons());
	for (wrong = 0; table_row(&t, cell) > 0;)
		wrong += names_find(&tags, folded(cell[2])) != 0;
	ok(wrong == 0, "and so are persons");
	ok(names_find(&tags, SPAN("xyz")) < 0 &&
		names_find(&set, SPAN("xyz")) < 0,
	    "and nobody else");
	free(outlets.of);
}

struct known {
	struct buf phrases; /* each between two LFs */
	int doubles;
};

/* Are the forms of a cell, folded as names are, new? */
static void
add_forms(struct known *k, const struct table *t, struct span cell)
{
	while (cell.p != NULL && cell.n > 0) {
		struct span form = folded(span_trim(span_cut(&cell, '|')));
		struct buf key = { 0 };

		buf_addc(&key, '\n');
		buf_adds(&key, form);
		buf_addc(&key, '\n');
		if (k->phrases.n > 0 &&
		    memmem(k->phrases.p, k->phrases.n, key.p, key.n) != NULL) {
			k->doubles++;
			printf("# %s:%lu: twice: %.*s\n", t->name, t->line,
			    (int)form.n, form.p);
		}
		buf_adds(&k->phrases, buf_span(&key));
		buf_free(&key);
	}
}

static void
test_names(const char *name, struct span text)
{
	struct span cell[TABLE_CELLS];
	struct known k = { .doubles = 0 };
	struct table t;
	int rows = 0;

	table_start(&t, name, text);
	for (; table_row(&t, cell) > 0; rows++)
		add_forms(&k, &t, cell[0]);
	ok(rows > 0 && k.doubles == 0, "%s: no phrase twice", name);
	buf_free(&k.phrases);
}

int
main(void)
{
	test_cues();
	test_prose();
	test_user();
	test_names("agencies.tsv", table_agencies());
	test_names("places.tsv", table_places());
	test_names("sections.tsv", table_sections());
	test_compiled();
	folded_free(&f);
	return tap_done();
}
