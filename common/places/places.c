/*
 * Ranks: whom a name belongs to that several places claim.  A country comes
 * before a city, the larger city before the smaller one, a city before a
 * region, and an American city, of which many are called after a better known
 * one, behind others of eight times its people.
 */
#include "places/places.h"

#include <ctype.h>
#include <stdlib.h>

#include "places/cldr.h"
#include "places/mo.h"
#include "record/json.h"
#include "rules/table.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Who gets a name that several claim. */
enum {
	RANK_COUNTRY = 10,
	RANK_CITY = 30, /* to 62, by the logarithm of its people */
	RANK_REGION = 70,
	RANK_SHORT = 80
};

/* GeoNames numbers of places in the United States, of which many are called
 * after a better known one: Moscow, Idaho. */
enum { US_FIRST = 4040000, US_LAST = 5900000 };

/* Words in front of the name of a subdivision that news leaves out. */
static const char *const kinds[] = { "ولاية ", "محافظة ", "مقاطعة ", "إمارة ",
	"امارة ", "منطقة ", "إقليم ", "اقليم ", "مدينة ", "بلدية ", "قضاء ",
	"دائرة ", "جمهورية " };

/* Words that alone make no name of a part of a country that could be told from
 * other words: جنوب غرب, الساحل الغربي. */
static const char *const directions[] = { "شمال", "جنوب", "شرق", "غرب", "وسط",
	"الشمال", "الجنوب", "الشرق", "الغرب", "الوسط", "الشمالي", "الجنوبي",
	"الشرقي", "الغربي", "الشمالية", "الجنوبية", "الشرقية", "الغربية",
	"الوسطى", "الوسطي", "المركزية", "المركز", "الساحل", "الحدود", "المدينة",
	"الجبل", "النيل", "السهل", "الضفة" };

static bool
is_direction(struct span word)
{
	for (size_t i = 0; i < sizeof directions / sizeof *directions; i++)
		if (span_eq(word, span_str(directions[i])))
			return true;
	return false;
}

static bool
only_directions(struct span name)
{
	while (name.n > 0)
		if (!is_direction(span_cut(&name, ' ')))
			return false;
	return true;
}

static bool
arabic(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0xd8 &&
		    (unsigned char)s.p[i] <= 0xdb)
			return true;
	return false;
}

/* name without the invisible marks that some catalogues hold, and up to what
 * stands in brackets. */
static void
clean(struct buf *out, struct span name)
{
	const char *end = name.p + name.n;
	size_t n;

	out->n = 0;
	for (const char *p = name.p; p < end && *p != '('; p += n) {
		uint32_t cp = utf8_get(p, end, &n);

		if (cp < 0x2000 || fold_class(cp) != FOLD_DROP)
			buf_add(out, p, n);
	}
	while (out->n > 0 && out->p[out->n - 1] == ' ')
		out->n--;
}

static void
add_place(struct gazetteer_builder *b, struct span id, struct span name,
    unsigned rank)
{
	struct buf cleaned = { 0 };
	uint32_t entity;

	clean(&cleaned, name);
	name = buf_span(&cleaned);
	if (arabic(name) && !only_directions(name)) {
		entity = gazetteer_entity(b, id, SPAN("LOC"), name, rank,
		    rank == RANK_COUNTRY ? 1 : 2);
		if (entity != UINT32_MAX)
			gazetteer_phrase(b, entity, name);
		if (entity != UINT32_MAX && rank == RANK_COUNTRY &&
		    span_starts(id, SPAN("iso3166:")))
			gazetteer_believe(b, entity, name, LIKELY_SURE);
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			if (rank == RANK_REGION &&
			    span_starts(name, span_str(kinds[i])))
				add_place(b, id,
				    span_skip(name, strlen(kinds[i])),
				    RANK_SHORT);
	}
	buf_free(&cleaned);
}

/* The rank of a city of so many thousands of people. */
static unsigned
city_rank(unsigned long thousands, bool american)
{
	unsigned log = 0;

	for (; thousands > 1 && log < 15; thousands /= 2)
		log++;
	return RANK_CITY + 2 * (15 - log) + (american ? 6 : 0) - (log == 15);
}

/* The number that digits begin with; at most GEONAMES_MOST. */
static unsigned long
number_of(struct span digits)
{
	unsigned long n = 0;

	for (size_t i = 0; i < digits.n && n < GEONAMES_MOST &&
	     isdigit((unsigned char)digits.p[i]);
	     i++)
		n = n * 10 + (unsigned long)(digits.p[i] - '0');
	return n < GEONAMES_MOST ? n : GEONAMES_MOST;
}

static bool
american(unsigned long number)
{
	return number >= US_FIRST && number < US_LAST;
}

static void
add_city(struct gazetteer_builder *b, const struct span *cell,
    struct places_seen *seen)
{
	unsigned long number = number_of(
	    span_skip(cell[0], strlen("geonames:")));
	struct span names = cell[4];
	uint32_t entity = gazetteer_entity(b, cell[0], SPAN("LOC"), cell[3],
	    city_rank(number_of(cell[2]), american(number)), 2);

	if (number < GEONAMES_MOST)
		seen->bit[number / 8] |= (unsigned char)(1 << number % 8);
	if (entity == UINT32_MAX)
		return;
	memcpy(b->entry[entity].country, cell[1].p, 2);
	gazetteer_phrase(b, entity, cell[3]);
	while (names.n > 0)
		gazetteer_phrase(b, entity, span_cut(&names, '|'));
}

void
places_cities(struct gazetteer_builder *b, struct clerk *c, const char *path,
    struct places_seen *seen)
{
	struct span cell[TABLE_CELLS], text = table_load(c, path);
	struct table t;

	table_start(&t, path, text);
	while (table_row(&t, cell) > 0) {
		if (!span_starts(cell[0], SPAN("geonames:")) ||
		    cell[1].n != 2 || cell[3].n == 0)
			table_die(&t, "not id, country, people, name", cell[0]);
		add_city(b, cell, seen);
	}
	free((void *)(uintptr_t)text.p);
}

/* The id of a GeoNames key: N of a place, RU of a country, RU.48 of a first
 * order division. */
static unsigned
geonames_id(struct buf *id, struct span key)
{
	bool country = key.n == 2 && !isdigit((unsigned char)key.p[0]);

	id->n = 0;
	buf_adds(id, country ? SPAN("iso3166:") : SPAN("geonames:"));
	buf_adds(id, key);
	if (country)
		return RANK_COUNTRY;
	if (memchr(key.p, '.', key.n) != NULL)
		return RANK_REGION;
	return city_rank(1, american(number_of(key)));
}

static bool
is_seen(const struct places_seen *seen, unsigned long number)
{
	return seen != NULL && number < GEONAMES_MOST &&
	    (seen->bit[number / 8] >> number % 8 & 1) != 0;
}

bool
places_geonames(struct gazetteer_builder *b, struct span file,
    const struct places_seen *seen)
{
	struct buf id = { 0 };
	struct span key, name;
	struct mo m;
	bool good = mo_open(&m, file);

	for (uint32_t i = 0; good && i < m.count; i++) {
		unsigned rank;

		if (!mo_pair(&m, i, &key, &name))
			good = false;
		else if (key.n > 0 && !is_seen(seen, number_of(key))) {
			rank = geonames_id(&id, key);
			add_place(b, buf_span(&id), name, rank);
		}
	}
	buf_free(&id);
	return good;
}

/* The Arabic of an English country name. */
static bool
translate(const struct mo *m, struct span english, struct span *arabic_name)
{
	struct span id;

	for (uint32_t i = 0; i < m->count; i++)
		if (mo_pair(m, i, &id, arabic_name) && span_eq(id, english))
			return true;
	return false;
}

/* One country: {"alpha_2": "RU", "name": ..., "official_name": ...}. */
static void
add_country(struct gazetteer_builder *b, const struct mo *m,
    const struct json_members *country)
{
	struct buf id = { 0 };
	struct span name;

	buf_adds(&id, SPAN("iso3166:"));
	for (size_t i = 0; i < country->n; i++)
		if (country->m[i].plain &&
		    span_eq(country->m[i].key, SPAN("alpha_2")))
			buf_adds(&id, json_inside(&country->m[i]));
	for (size_t i = 0; i < country->n; i++)
		if (country->m[i].plain &&
		    span_ends(country->m[i].key, SPAN("name")) &&
		    translate(m, json_inside(&country->m[i]), &name))
			add_place(b, buf_span(&id), name, RANK_COUNTRY);
	buf_free(&id);
}

bool
places_iso3166(struct gazetteer_builder *b, struct span file, struct span json)
{
	struct json_members top = { 0 }, country = { 0 };
	struct json_error e;
	struct json_member one;
	size_t at = 0;
	struct mo m;
	bool good = mo_open(&m, file) &&
	    json_object(span_trim(json), &top, &e) && top.n > 0 &&
	    top.m[0].type == JSON_ARRAY;

	while (good && json_element(top.m[0].value, &at, &one))
		if (json_object(one.value, &country, &e))
			add_country(b, &m, &country);
	free(top.m);
	free(country.m);
	return good;
}

/* Codes of CLDR that are no place: the world, unions, unknown. */
static bool
no_place(struct span type)
{
	static const char *const codes[] = { "001", "EU", "EZ", "UN", "ZZ",
		"QO", "XA", "XB" };

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (span_eq(type, span_str(codes[i])))
			return true;
	return false;
}

void
places_cldr(struct gazetteer_builder *b, struct span xml)
{
	struct span type, name;
	struct buf id = { 0 };

	while (cldr_next(&xml, SPAN("territory"), &type, &name)) {
		if (no_place(type))
			continue;
		id.n = 0;
		buf_adds(&id,
		    isdigit((unsigned char)type.p[0]) ? SPAN("m49:")
						      : SPAN("iso3166:"));
		buf_adds(&id, type);
		add_place(b, buf_span(&id), name, RANK_COUNTRY);
	}
	buf_free(&id);
}

void
places_subdivisions(struct gazetteer_builder *b, struct span xml)
{
	struct span type, name;
	struct buf id = { 0 };

	while (cldr_next(&xml, SPAN("subdivision"), &type, &name)) {
		if (type.n < 3)
			continue;
		id.n = 0;
		buf_adds(&id, SPAN("iso3166-2:"));
		for (size_t i = 0; i < type.n; i++) {
			if (i == 2)
				buf_addc(&id, '-');
			buf_addc(&id, (char)toupper((unsigned char)type.p[i]));
		}
		add_place(b, buf_span(&id), name, RANK_REGION);
	}
	buf_free(&id);
}
