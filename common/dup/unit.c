#include "dup/unit.h"

#include "dup/when.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static void
bad(struct unit *u, const char *what, size_t at)
{
	u->what = what;
	u->at = at;
}

/* One field of several that are compared; false where the record is bad. */
static bool
add_field(
    struct unit *u, const struct unit_plan *plan, const struct json_member *m)
{
	struct json_error e;
	struct span text;
	XXH128_hash_t h;

	if (!record_string(&u->record, m, &text, &e)) {
		bad(u, e.what, e.at);
		return false;
	}
	h = XXH3_128bits_withSeed(text.p, text.n, u->sketch.raw);
	u->sketch.raw = h.low64;
	u->sketch.raw_high ^= h.high64;
	u->length += text.n;
	if (!plan->exact)
		words_add(&u->sketch.words, &plan->map, text);
	return true;
}

/* The title's words, where it is not among the fields that are compared. */
static void
read_title(struct unit *u, const struct unit_plan *plan)
{
	const struct json_member *m = record_find(&u->record, SPAN("title"));
	struct span title;
	struct json_error e;

	for (unsigned i = 0; i < plan->nfields; i++)
		if (span_eq(plan->field[i], SPAN("title")))
			return;
	if (m != NULL && m->type == JSON_STRING &&
	    record_string(&u->record, m, &title, &e))
		words_add(&u->sketch.title, &plan->map, title);
}

/* The date, and what follows from all that was read. */
static void
make_sketch(struct unit *u, const struct unit_plan *plan)
{
	struct sketch *s = &u->sketch;

	s->minute = when_minute(record_value(&u->record, plan->date));
	s->trace.day = s->minute / (24 * 60) < UINT16_MAX
	    ? s->minute / (24 * 60)
	    : UINT16_MAX;
	if (s->minute == 0)
		s->minute = plan->now;
	if (!plan->exact) {
		read_title(u, plan);
		sketch_make(s, &plan->sketch, &plan->map);
	}
	if (plan->exact ? u->length == 0 : s->words.n == 0)
		s->raw = s->raw_high = 0;
}

/* Hash and cut all fields that are there; at least one has to be. */
static bool
read_fields(struct unit *u, const struct unit_plan *plan)
{
	const char *wrong = NULL;
	unsigned i, found = 0;

	for (i = 0; i < plan->nfields; i++) {
		const struct json_member *m = record_find(
		    &u->record, plan->field[i]);

		if (m == NULL)
			continue;
		if (m->type == JSON_STRING) {
			if (!add_field(u, plan, m))
				return false;
			found++;
		} else if (m->type != JSON_NULL || plan->nfields == 1)
			wrong = m->value.p;
	}
	if (wrong != NULL)
		bad(u, "field is no string", (size_t)(wrong - u->line.p));
	else if (found == 0)
		bad(u, record_missing(&u->record, plan->field[0]), 0);
	return wrong == NULL && found > 0;
}

void
unit_make(struct unit *u, const struct unit_plan *plan)
{
	struct span line = u->line;
	struct json_error e;

	u->what = NULL;
	u->sketch.words.n = u->sketch.title.n = u->length = 0;
	u->sketch.nkeys = 0;
	u->sketch.raw = u->sketch.norm = u->sketch.raw_high = 0;
	if (u->place.unit == 1 && span_starts(line, SPAN("\xef\xbb\xbf")))
		line = span_skip(line, 3);
	if ((u->blank = span_trim(line).n == 0))
		return;
	if (!record_parse(&u->record, line, &e)) {
		bad(u, e.what, e.at + u->line.n - line.n);
		return;
	}
	if (!read_fields(u, plan))
		return;
	u->name = record_name(&u->record, plan->id, u->number);
	make_sketch(u, plan);
}

void
unit_free(struct unit *u)
{
	record_free(&u->record);
	sketch_free(&u->sketch);
	aside_free(&u->aside);
}
