/* Entities of any text keep their promises; catalogues and XML of any bytes
 * are read without harm.  The first byte says which. */
#include <stdlib.h>

#include "entity/entities.h"
#include "view/view.h"
#include "places/places.h"
#include "text/utf8.h"
#include "fuzz/fuzz.h"

static struct entities *
prepare(void)
{
	static struct entity_tables k;
	static struct entities e;
	static struct gazetteer g;
	static struct buf image;
	static const char *const names[] = { "نجمة البحر", "حلب", "لله",
		"عبد الله", "ج.غ", "سالم بن رائد", "sea star", "طرابلس",
		"طرابلس", "الجزيرة", "مصر" };
	static const char *const labels[] = { "PER", "LOC", "ORG", "NONE" };
	struct gazetteer_builder b = { 0 };

	if (image.n > 0)
		return &e;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		gazetteer_phrase(&b,
		    gazetteer_entity(&b, SPAN("iso3166:SY"),
			span_str(labels[i % 4 == 3 && i > 6 ? 1 : i % 4]),
			span_str(names[i]), (unsigned)i, 1),
		    span_str(names[i]));
	gazetteer_likeness(&b, SPAN("حلب"), 70);
	gazetteer_image(&b, &image);
	gazetteer_builder_free(&b);
	must(gazetteer_open(&g, buf_span(&image)) == NULL);
	entity_tables_open(&k, NULL, NULL, &g, NULL, span_of(NULL, 0), 1);
	entities_init(&e, &k);
	return &e;
}

static void
check_text(struct span text)
{
	struct entities *e = prepare();
	struct view_options o = { .unit = OFFSET_UTF16 };
	struct buf out = { 0 };
	unsigned long n = 0;
	size_t end = 0;

	text.n = utf8_valid(text);
	entities_find(e, text);
	for (size_t i = 0; i < e->found.n; i++) {
		const struct mention *m = &e->found.m[i];

		must(m->start >= end + m->prefix && m->start < m->end);
		must(m->end <= text.n && m->group <= i);
		must(((unsigned char)text.p[m->start] & 0xc0) != 0x80);
		end = m->end;
	}
	view_json(&o, &e->found, text, SPAN("f"), &out);
	view_tsv(&o, &e->found, text, SPAN("r"), SPAN("f"), &out);
	view_brat(&o, &e->found, text, &n, &out);
	view_ansi(&o, &e->found, text, &out);
	must(utf8_valid(buf_span(&out)) == out.n);
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gazetteer_builder b = { 0 };
	struct span s = span_of((const char *)data, size), codes;

	if (size == 0)
		return 0;
	s = span_skip(s, 1);
	switch (data[0]) {
	case 'm':
		places_geonames(&b, s, NULL);
		break;
	case 'x':
		if (utf8_valid(s) == s.n) {
			places_subdivisions(&b, s);
			places_cldr(&b, s);
		}
		break;
	case 'i': /* codes, a NUL, a catalogue */
		codes = span_cut(&s, '\0');
		places_iso3166(&b, s, codes);
		break;
	default:
		check_text(s);
	}
	gazetteer_builder_free(&b);
	return 0;
}
