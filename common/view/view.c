#include "view/view.h"

#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/status.h"
#include "record/field.h"
#include "text/utf8.h"

void
view_set_score(void *view, const char *arg)
{
	struct view_options *o = view;
	char *end;
	double x = strtod(arg, &end);

	if (end == arg || *end != '\0' || !(fabs(x) <= 1e6))
		errx(STATUS_FATAL, "min-score %s: not a number", arg);
	o->min_score = (int32_t)lrint(x * 100);
}

void
view_set_labels(void *view, const char *arg)
{
	struct view_options *o = view;
	struct span rest = span_str(arg);

	for (o->labels = 0; rest.n > 0; o->labels++) {
		if (o->labels == VIEW_LABELS)
			errx(STATUS_FATAL, "more than %d labels", VIEW_LABELS);
		o->label[o->labels] = span_cut(&rest, ',');
	}
}

static bool
asks_for(const struct view_options *o, struct span label)
{
	for (unsigned i = 0; i < o->labels; i++)
		if (span_eq(label, o->label[i]))
			return true;
	return false;
}

void
view_check_labels(const struct view_options *o, const struct gazetteer *lists)
{
	static const char *const own[] = { "PER", "ORG", "LOC", "MISC" };
	bool known = o->labels == 0;

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		known |= asks_for(o, span_str(own[i]));
	for (unsigned i = 0; i < lists->labels; i++)
		known |= asks_for(o, lists->label[i]);
	if (!known)
		errx(STATUS_FATAL,
		    "--labels: no entity has such a label; there are PER, ORG, "
		    "LOC, MISC and those of lists");
}

size_t
view_measure(struct view_ruler *r, size_t to)
{
	if (r->unit == OFFSET_BYTES)
		return to;
	if (to < r->at)
		r->at = r->count = 0;
	r->count += utf8_count(span_of(r->text.p + r->at, to - r->at));
	if (r->unit == OFFSET_UTF16)
		for (size_t i = r->at; i < to; i++)
			r->count += (unsigned char)r->text.p[i] >= 0xf0;
	r->at = to;
	return r->count;
}

bool
view_wanted(const struct view_options *o, const struct mention *m)
{
	if (m->score != MENTION_NO_SCORE && m->score < o->min_score)
		return false;
	return o->labels == 0 || asks_for(o, m->label);
}

static struct span
slice(struct span text, const struct mention *m)
{
	return span_of(text.p + m->start, m->end - m->start);
}

/* Hundredths, as 1.05, at `to`; room for PUT_NUMBER bytes. */
static char *
add_score(char *to, int32_t score)
{
	uint32_t v = score < 0 ? -(uint32_t)score : (uint32_t)score;

	if (score < 0)
		*to++ = '-';
	to = put_number_to(to, v / 100);
	*to++ = '.';
	*to++ = (char)('0' + v / 10 % 10);
	*to++ = (char)('0' + v % 10);
	return to;
}

/* Room for all members of one mention. */
static size_t
mention_room(const struct mention *m, struct span field)
{
	enum { MEMBERS = FIELD_ENTITY_GROUP - FIELD_ENTITY_FIELD + 1 };

	return MEMBERS * (PUT_MEMBER + PUT_NUMBER + 2) +
	    PUT_ESCAPE *
	    (field.n + m->label.n + m->end - m->start + m->id.n + m->name.n +
		m->prefix + m->title.n);
}

/* The keys from the label on, with their values. */
static char *
add_named(char *to, const struct mention *m, struct span text)
{
	struct span prefix = { NULL, 0 };

	if (m->prefix > 0)
		prefix = span_of(text.p - m->prefix, m->prefix);
	to = put_maybe_to(field_key_to(to, FIELD_ENTITY_LABEL), m->label);
	to = put_maybe_to(field_key_to(to, FIELD_ENTITY_TEXT), text);
	to = put_maybe_to(field_key_to(to, FIELD_ENTITY_ID), m->id);
	to = put_maybe_to(field_key_to(to, FIELD_ENTITY_NAME), m->name);
	to = put_maybe_to(field_key_to(to, FIELD_ENTITY_PREFIX), prefix);
	to = put_maybe_to(field_key_to(to, FIELD_ENTITY_TITLE), m->title);
	to = put_maybe_to(field_key_to(to, FIELD_ENTITY_SOURCE),
	    span_str(mention_sources[m->source]));
	to = field_key_to(to, FIELD_ENTITY_SCORE);
	to = m->score == MENTION_NO_SCORE ? put_maybe_to(to, span_of(NULL, 0))
					  : add_score(to, m->score);
	return put_number_to(field_key_to(to, FIELD_ENTITY_GROUP), m->group);
}

static void
put_mention(struct view_ruler *r, const struct mention *m, struct span field,
    struct buf *out)
{
	int64_t start = (int64_t)view_measure(r, m->start);
	int64_t end = (int64_t)view_measure(r, m->end);
	char *to = put_room(out, mention_room(m, field));

	if (field.p != NULL) {
		to = field_first_to(to, FIELD_ENTITY_FIELD);
		to = field_key_to(put_maybe_to(to, field), FIELD_ENTITY_START);
	} else
		to = field_first_to(to, FIELD_ENTITY_START);
	to = put_number_to(to, start);
	to = put_number_to(field_key_to(to, FIELD_ENTITY_END), end);
	to = add_named(to, m, slice(r->text, m));
	out->n = (size_t)(to - out->p);
	put_object_end(out);
}

void
view_json(const struct view_options *o, const struct mentions *all,
    struct span text, struct span field, struct buf *out)
{
	struct view_ruler r = { text, o->unit, 0, 0 };

	for (size_t i = 0; i < all->n; i++)
		if (view_wanted(o, &all->m[i]))
			put_mention(&r, &all->m[i], field, out);
}

/* s in a cell: no TAB and no line end. */
static void
add_cell(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_addc(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
	buf_addc(out, '\t');
}

void
view_tsv(const struct view_options *o, const struct mentions *all,
    struct span text, struct span record, struct span field, struct buf *out)
{
	struct view_ruler r = { text, o->unit, 0, 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct mention *m = &all->m[i];

		if (!view_wanted(o, m))
			continue;
		add_cell(out, record);
		add_cell(out, field);
		put_digits(out, view_measure(&r, m->start));
		buf_addc(out, '\t');
		put_digits(out, view_measure(&r, m->end));
		buf_addc(out, '\t');
		add_cell(out, m->label);
		add_cell(out, slice(text, m));
		add_cell(out, m->id);
		add_cell(out, m->name);
		add_cell(out, span_str(mention_sources[m->source]));
		if (m->score != MENTION_NO_SCORE) {
			char *to = buf_room(out, PUT_NUMBER);

			out->n = (size_t)(add_score(to, m->score) - out->p);
		}
		buf_addc(out, '\t');
		put_digits(out, m->group);
		buf_addc(out, '\n');
	}
}

/* s as one word of brat's, which may hold no blank. */
static void
add_word(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_addc(out, (unsigned char)s.p[i] <= ' ' ? '_' : s.p[i]);
}

void
view_brat(const struct view_options *o, const struct mentions *all,
    struct span text, unsigned long *n, struct buf *out)
{
	struct view_ruler r = { text, o->unit, 0, 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct mention *m = &all->m[i];

		if (!view_wanted(o, m))
			continue;
		buf_printf(out, "T%lu\t", ++*n);
		add_word(out, m->label);
		buf_addc(out, ' ');
		put_digits(out, view_measure(&r, m->start));
		buf_addc(out, ' ');
		put_digits(out, view_measure(&r, m->end));
		buf_addc(out, '\t');
		add_cell(out, slice(text, m));
		out->p[out->n - 1] = '\n';
		if (m->id.p == NULL)
			continue;
		buf_printf(out, "N%lu\tReference T%lu ", *n, *n);
		add_word(out, m->id);
		buf_addc(out, '\t');
		add_cell(out, m->name);
		out->p[out->n - 1] = '\n';
	}
}

static struct span
colour(struct span label)
{
	if (span_eq(label, SPAN("PER")))
		return SPAN("\033[1;33m");
	if (span_eq(label, SPAN("ORG")))
		return SPAN("\033[1;36m");
	if (span_eq(label, SPAN("LOC")))
		return SPAN("\033[1;32m");
	if (span_eq(label, SPAN("MISC")))
		return SPAN("\033[35m");
	return SPAN("\033[1;31m");
}

/*
 * Text for a terminal.  Controls (C0 and C1 of ISO 6429) but line ends and TABs
 * are shown as dots.  Embeddings, overrides and isolates (Unicode's UAX #9) end
 * with their line at the latest, so that they turn nothing behind it.
 */
enum {
	LRE = 0x202a,
	RLE,
	PDF,
	LRO,
	RLO,
	LRI = 0x2066,
	RLI,
	FSI,
	PDI,
	DEEPEST = 125 /* UAX #9, BD2 */
};

struct shown {
	struct buf *out;
	bool isolate[DEEPEST]; /* or an embedding or override; open ones */
	size_t open;
	size_t isolates; /* of those */
};

/* Close what was opened last. */
static void
close_last(struct shown *s)
{
	bool isolate = s->isolate[--s->open];

	s->isolates -= isolate;
	buf_adds(s->out,
	    isolate ? SPAN("\xe2\x81\xa9" /* PDI */)
		    : SPAN("\xe2\x80\xac" /* PDF */));
}

/* A PDI closes the embeddings in its isolate, too; what closes nothing is not
 * shown. */
static void
add_closing(struct shown *s, bool isolate)
{
	if (isolate ? s->isolates == 0
		    : s->open == 0 || s->isolate[s->open - 1])
		return;
	while (isolate && !s->isolate[s->open - 1])
		close_last(s);
	close_last(s);
}

static bool
is_control(uint32_t cp)
{
	return (cp < ' ' && cp != '\n' && cp != '\t') ||
	    (cp >= 0x7f && cp < 0xa0);
}

static void
add_character(struct shown *s, uint32_t cp, struct span bytes)
{
	bool isolate = cp >= LRI && cp <= PDI;
	bool turns = isolate || (cp >= LRE && cp <= RLO);

	if (turns && (cp == PDF || cp == PDI)) {
		add_closing(s, isolate);
		return;
	}
	while (cp == '\n' && s->open > 0)
		close_last(s);
	if (is_control(cp) || (turns && s->open == DEEPEST)) {
		buf_addc(s->out, '.');
		return;
	}
	if (turns) {
		s->isolate[s->open++] = isolate;
		s->isolates += isolate;
	}
	buf_adds(s->out, bytes);
}

static void
add_shown(struct shown *s, struct span text)
{
	const char *p = text.p, *end = text.p + text.n;
	size_t len;

	for (; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		add_character(s, cp, span_of(p, len));
	}
}

void
view_ansi(const struct view_options *o, const struct mentions *all,
    struct span text, struct buf *out)
{
	struct shown s = { .out = out };
	size_t at = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct mention *m = &all->m[i];

		if (!view_wanted(o, m))
			continue;
		add_shown(&s, span_of(text.p + at, m->start - at));
		buf_adds(out, colour(m->label));
		add_shown(&s, slice(text, m));
		buf_adds(out, SPAN("\033[0m"));
		at = m->end;
	}
	add_shown(&s, span_skip(text, at));
	add_character(&s, '\n', SPAN("\n"));
}
