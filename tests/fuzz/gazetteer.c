/*
 * A gazetteer with numbers in it changed and its check made anew: refused, or
 * used on a text, and what comes out is whole, whoever wrote the file.
 */
#include <stdlib.h>

#include "entity/entities.h"
#include "fuzz/change.h"
#include "fuzz/fuzz.h"
#include "text/utf8.h"
#include "view/html.h"

static const char magic[8] = "KHABARG2";

static const char text[] =
    "قال سالم بن رائد من حلب إن نجمة البحر في طرابلس اللبنانية.\n"
    "زار عبد الله مصر وسوريا، ثم طرابلس؛ وقال سالم: حلب والجزيرة بعيدتان.\n"
    "نجمة البحر تعمل في ولاية جورجيا وفي ج.غ منذ عام 2020";

/* Names, some of which two entities claim. */
static void
make(struct buf *image)
{
	static const char *const names[][3] = { { "own:1", "PER",
						    "سالم بن رائد" },
		{ "iso3166:SY", "LOC", "سوريا" },
		{ "geonames:1", "LOC", "حلب" },
		{ "geonames:LB", "LOC", "طرابلس" },
		{ "geonames:LY", "LOC", "طرابلس" },
		{ "iso3166:EG", "LOC", "مصر" },
		{ "own:2", "ORG", "نجمة البحر" }, { "", "PER", "عبد الله" },
		{ "own:3", "ORG", "الجزيرة" }, { "own:4", "LOC", "الجزيرة" },
		{ "own:5", "MISC", "جورجيا" } };
	struct gazetteer_builder b = { 0 };

	for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
		gazetteer_phrase(&b,
		    gazetteer_entity(&b, span_str(names[i][0]),
			span_str(names[i][1]), span_str(names[i][2]), i,
			1 + i % 2),
		    span_str(names[i][2]));
	gazetteer_likeness(&b, SPAN("حلب"), 70);
	gazetteer_image(&b, image);
	gazetteer_builder_free(&b);
}

/* Each way to write what was found. */
static void
write_all(const struct mentions *found, struct span s)
{
	struct view_options o = { .unit = OFFSET_CHARS };
	struct html h = { .records = 0 };
	struct record r = { .nfields = 0 };
	struct buf out = { 0 };
	unsigned long n = 0;

	view_json(&o, found, s, SPAN("f"), &out);
	view_tsv(&o, found, s, SPAN("r"), SPAN("f"), &out);
	view_brat(&o, found, s, &n, &out);
	view_ansi(&o, found, s, &out);
	record_new(&r);
	html_record(&h, &r, SPAN("id"));
	html_field(&h, found, SPAN("f"), s);
	html_record_end(&h, &o, &out);
	must(utf8_valid(buf_span(&out)) == out.n);
	must(utf8_valid(buf_span(&h.texts)) == h.texts.n);
	must(utf8_valid(buf_span(&h.roll.names)) == h.roll.names.n);
	html_free(&h);
	record_free(&r);
	buf_free(&out);
}

/* Let e use g, which was not there before. */
static void
use(struct entities *e, const struct gazetteer *g)
{
	const struct gazetteer *list[MATCH_LISTS];
	struct span s = span_str(text);

	memcpy(list, e->tagger.list, sizeof list);
	list[MATCH_USER] = list[MATCH_BUILT_IN] = g;
	for (int user = 1; user >= 0; user--) {
		tagger_free(&e->tagger);
		tagger_init(&e->tagger, NULL, list);
		entities_find(e, s);
		for (size_t i = 0; i < e->found.n; i++)
			must(e->found.m[i].start < e->found.m[i].end &&
			    e->found.m[i].end <= s.n);
		write_all(&e->found, s);
		list[MATCH_USER] = NULL;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct entity_tables k;
	static struct entities e;
	static struct buf whole, changed;
	struct gazetteer g;
	char *image;

	if (size % CHANGE_BYTES != 0)
		return 0; /* no whole change */
	if (whole.n == 0) {
		make(&whole);
		entity_tables_open(
		    &k, NULL, NULL, NULL, NULL, span_of(NULL, 0), 1);
		entities_init(&e, &k);
	}
	change_image(&changed, buf_span(&whole), data, size, magic);
	must((image = change_copy(&changed)) != NULL);
	if (gazetteer_open(&g, span_of(image, changed.n)) == NULL)
		use(&e, &g);
	free(image);
	return 0;
}
