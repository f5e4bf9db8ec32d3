/* Gazetteers, catalogues, CLDR's XML, shares of a path. */
#include <stdlib.h>

#include "places/cldr.h"
#include "gazetteer/frame.h"
#include "gazetteer/gazetteer.h"
#include "places/mo.h"
#include "places/places.h"
#include "tap.h"
#include "text/fold.h"

/* The id of the name that words (folded, parted by blanks) make, or "". */
static struct span
look(const struct gazetteer *g, const char *words)
{
	struct span rest = span_str(words);
	uint64_t state = GAZETTEER_ROOT;
	uint32_t node = 0;

	while (rest.n > 0) {
		state = gazetteer_step(
		    state, hash_span(span_cut(&rest, ' '), 0));
		node = gazetteer_node(g, state);
	}
	return (node & NODE_ENTRY) == 0
	    ? SPAN("")
	    : gazetteer_id(g, &g->entry[(node & NODE_ENTRY) - 1]);
}

static void
is(const struct gazetteer *g, const char *words, const char *id)
{
	ok(span_eq(look(g, words), span_str(id)), "%s is %s", words,
	    *id ? id : "no name");
}

static void
test_names(void)
{
	struct gazetteer_builder b = { 0 };
	struct buf image = { 0 };
	struct gazetteer g;
	uint32_t e;
	unsigned refused = 0;

	e = gazetteer_entity(&b, SPAN("a"), SPAN("PER"), SPAN("سيرغي"), 9, 2);
	ok(gazetteer_phrase(&b, e, SPAN("سيرغي بن عبد الإله")), "a phrase");
	e = gazetteer_entity(&b, SPAN("b"), SPAN("PER"), SPAN("سيرغي"), 9, 2);
	ok(gazetteer_phrase(&b, e, SPAN("سيرغي")), "a part of it");
	e = gazetteer_entity(&b, SPAN("c"), SPAN("NEW"), SPAN("x"), 1, 1);
	ok(gazetteer_phrase(&b, e, SPAN("سيرغي")), "a better claim");
	ok(!gazetteer_phrase(&b, e, SPAN(" .")), "no word");
	gazetteer_image(&b, &image);
	gazetteer_builder_free(&b);
	ok(gazetteer_open(&g, buf_span(&image)) == NULL, "it opens");
	is(&g, "سيرغي بن عبد الاله", "a");
	is(&g, "سيرجي بن عبد الاله", "a");
	is(&g, "سيرجي بن عبدالاله", "a");
	is(&g, "سيرغي", "c");
	is(&g, "سيرجي", "");
	is(&g, "سيرغي بن", "");
	is(&g, "سيرغي بن عبد الاله x", "");
	ok(g.labels == 5 && span_eq(g.label[4], SPAN("NEW")), "a new label");
	for (size_t i = 0; i < image.n; i++) {
		image.p[i] = (char)(image.p[i] ^ 0x10);
		refused += gazetteer_open(&g, buf_span(&image)) != NULL;
		image.p[i] = (char)(image.p[i] ^ 0x10);
	}
	ok(refused == image.n, "%u of %zu changed bytes refused", refused,
	    image.n);
	for (size_t n = 0; n < image.n; n += 97)
		if (gazetteer_open(&g, span_of(image.p, n)) == NULL)
			ok(false, "cut at %zu", n);
	buf_free(&image);
}

/* The node of a folded word. */
static uint32_t
node_of(const struct gazetteer *g, const char *word)
{
	return gazetteer_node(
	    g, gazetteer_step(GAZETTEER_ROOT, hash_span(span_str(word), 0)));
}

static uint32_t
add(struct gazetteer_builder *b, const char *id, const char *label,
    const char *name, unsigned rank)
{
	uint32_t e = gazetteer_entity(
	    b, span_str(id), span_str(label), span_str(name), rank, 2);

	gazetteer_phrase(b, e, span_str(name));
	return e;
}

static void
test_places(void)
{
	struct gazetteer_builder b = { 0 };
	struct buf image = { 0 };
	struct gazetteer g;
	uint64_t state;
	uint32_t i, e;

	add(&b, "geonames:2", "LOC", "طرابلس", 50);
	add(&b, "iso3166-2:LY-TB", "LOC", "طرابلس", 40);
	add(&b, "iso3166:LB", "LOC", "لبنان", 10);
	add(&b, "x:1", "ORG", "لبنان", 20);
	e = add(&b, "geonames:3", "LOC", "العيون", 60);
	memcpy(b.entry[e].country, "MA", 2);
	add(&b, "geonames:4", "LOC", "الخميس", 60);
	e = add(&b, "x:2", "ORG", "حماس", 20);
	gazetteer_believe(&b, e, SPAN("حماس"), LIKELY_SURE);
	gazetteer_believe(&b, e, SPAN("حماس"), LIKELY_NOT);
	gazetteer_likeness(&b, SPAN("طرابلس"), 61);
	gazetteer_likeness(&b, SPAN("العيون"), 36);
	gazetteer_likeness(&b, SPAN("الخميس"), 0);
	gazetteer_likeness(&b, SPAN("حماس"), 99);
	gazetteer_likeness(&b, SPAN("قمر"), 99);
	gazetteer_image(&b, &image);
	gazetteer_builder_free(&b);
	ok(gazetteer_open(&g, buf_span(&image)) == NULL, "it opens");
	is(&g, "طرابلس", "iso3166-2:LY-TB");
	is(&g, "لبنان", "iso3166:LB");
	is(&g, "الخميس", "");
	ok(gazetteer_likely(node_of(&g, "طرابلس")) == LIKELY_SURE, "sure");
	ok(gazetteer_likely(node_of(&g, "العيون")) == LIKELY_SOME, "likely");
	ok(gazetteer_likely(node_of(&g, "لبنان")) == LIKELY_UNKNOWN, "unseen");
	ok(gazetteer_likely(node_of(&g, "حماس")) == LIKELY_SURE,
	    "what a table says first, counts");
	state = gazetteer_step(GAZETTEER_ROOT, hash_span(SPAN("طرابلس"), 0));
	i = gazetteer_others(&g, state);
	ok(i < g.others && (node_of(&g, "طرابلس") & NODE_OTHERS) != 0 &&
		span_eq(gazetteer_id(&g, &g.entry[g.other[i].entry]),
		    SPAN("geonames:2")),
	    "another place of that name");
	ok(gazetteer_others(&g, state + 1) == g.others &&
		(node_of(&g, "لبنان") & NODE_OTHERS) == 0,
	    "an organisation is none");
	ok(span_eq(gazetteer_country(&g, &g.entry[1]), SPAN("LY")) &&
		span_eq(gazetteer_country(&g, &g.entry[2]), SPAN("LB")) &&
		span_eq(gazetteer_country(&g, &g.entry[4]), SPAN("MA")) &&
		gazetteer_country(&g, &g.entry[0]).n == 0 &&
		gazetteer_country(&g, &g.entry[3]).n == 0,
	    "countries");
	buf_free(&image);
}

static void
test_cldr(void)
{
	struct span xml = SPAN("<territories><territory type=\"SY\">سوريا<"
			       "/territory><territory alt=\"x\" type=\"EG\">"
			       "مصر</territory><territory type=\"A\">a&amp;b<"
			       "/territory><territory type=\"");
	struct span type, name;

	ok(cldr_next(&xml, SPAN("territory"), &type, &name) &&
		span_eq(type, SPAN("SY")) && span_eq(name, SPAN("سوريا")),
	    "an element");
	ok(cldr_next(&xml, SPAN("territory"), &type, &name) &&
		span_eq(type, SPAN("EG")) && span_eq(name, SPAN("مصر")),
	    "another attribute in front");
	ok(!cldr_next(&xml, SPAN("territory"), &type, &name),
	    "entities and what is cut off are passed over");
}

static void
test_mo(void)
{
	static const uint32_t head[] = { 0x950412de, 0, 1, 28, 36, 0, 0, 1, 44,
		3, 46, 0x00620061 };
	struct buf file = { 0 };
	struct span id, string;
	struct mo m;

	buf_add(&file, (const char *)head, sizeof head);
	buf_addc(&file, 'c');
	ok(mo_open(&m, buf_span(&file)) && m.count == 1, "a catalogue");
	ok(mo_pair(&m, 0, &id, &string) && span_eq(id, SPAN("a")), "a pair");
	ok(string.n == 3, "its translation");
	ok(!mo_open(&m, span_of(file.p, 27)), "cut in its head");
	ok(mo_open(&m, span_of(file.p, 46)) && !mo_pair(&m, 0, &id, &string),
	    "cut in its strings");
	file.p[8] = 127;
	ok(!mo_open(&m, buf_span(&file)), "too many pairs");
	file.p[0] = 'x';
	ok(!mo_open(&m, buf_span(&file)), "no catalogue");
	buf_free(&file);
}

/* What is said of an image with that node, or key, in each slot. */
static const char *
hostile(uint32_t node, uint64_t key)
{
	struct gazetteer_builder b = { 0 };
	struct buf image = { 0 };
	struct gazetteer g;
	const char *bad;

	add(&b, "x:1", "ORG", "لبنان", 20);
	gazetteer_image(&b, &image);
	gazetteer_open(&g, buf_span(&image));
	for (uint64_t i = 0; i <= g.mask; i++) {
		if (node != 0)
			memcpy(image.p + ((const char *)&g.node[i] - image.p),
			    &node, sizeof node);
		if (key != 0)
			memcpy(image.p + ((const char *)&g.key[i] - image.p),
			    &key, sizeof key);
	}
	frame_seal(&image, 0, "KHABARG2");
	bad = gazetteer_open(&g, buf_span(&image));
	gazetteer_builder_free(&b);
	buf_free(&image);
	return bad;
}

static void
test_hostile(void)
{
	ok(hostile(1, 0) == NULL, "a node leads to the last entry");
	ok(hostile(2, 0) != NULL, "and one behind it");
	ok(hostile(NODE_ENTRY, 0) != NULL, "and far behind it");
	ok(hostile(NODE_MORE, 0) == NULL, "and to none");
	ok(hostile(0, 7) != NULL, "no slot is free");
}

static const char magic[] = "TESTING1";

/* Whether each byte of the image counts: it is refused when one is changed. */
static bool
all_count(struct buf *image)
{
	bool good = true;

	for (size_t i = 0; i < image->n; i++) {
		image->p[i] ^= 4;
		good = good && frame_check(buf_span(image), magic, 0) != NULL;
		image->p[i] ^= 4;
	}
	return good && frame_check(buf_span(image), magic, 0) == NULL;
}

/* Images of all lengths, of this version and of the first one. */
static void
test_frame(void)
{
	enum { FIRST = 1, MOST = 150 };
	struct frame_head h = { .order = 0 };
	bool good = true, old = true, renewed = true;

	for (size_t n = 0; n < MOST; n++) {
		struct buf image = { 0 };

		buf_add(&image, (const char *)&h, sizeof h);
		for (size_t i = 0; i < n; i++)
			buf_addc(&image, (char)(i * 7));
		frame_seal(&image, 0, magic);
		good = good && all_count(&image);
		memcpy(&h, image.p, sizeof h);
		h.version = FIRST;
		h.sum = hash_span(span_skip(buf_span(&image), sizeof h), 0);
		memcpy(image.p, &h, sizeof h);
		old = old && all_count(&image);
		renewed = renewed && frame_renew(&image) == NULL &&
		    all_count(&image) && memcmp(image.p, &h, sizeof h) != 0;
		buf_free(&image);
	}
	ok(good, "a changed byte is seen");
	ok(old, "and in an image of the first version, which is read");
	ok(renewed, "and in one with a new head");
}

int
main(void)
{
	test_names();
	test_places();
	test_frame();
	test_hostile();
	test_cldr();
	test_mo();
	return tap_done();
}
