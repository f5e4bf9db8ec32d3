#include "news/meta.h"

#include <stdlib.h>

#include "base/iso.h"
#include "news/label.h"
#include "news/pagekind.h"
#include "news/said.h"
#include "news/site.h"
#include "text/misread.h"
#include "text/utf8.h"

static struct span
name_of(const struct meta *m, enum field f)
{
	if (f == FIELD_TEXT && m->schema == SCHEMA_KHABAR)
		return m->field;
	return field_rows[f].name[m->schema];
}

/* What the record says already; NULL where it says nothing: null, false, [],
 * "". */
static const struct json_member *
find_said(const struct meta *m, const struct record *r, enum field f)
{
	const struct json_member *v = record_find(r, name_of(m, f));

	if (v == NULL || v->type == JSON_NULL || v->type == JSON_FALSE ||
	    (v->type >= JSON_STRING && span_trim(json_inside(v)).n == 0))
		return NULL;
	return v;
}

/* Each field is asked for several times. */
static void
look_up(struct meta *m, const struct record *r)
{
	for (int f = FIELD_TITLE; f <= FIELD_WARNINGS; f++)
		m->said[f - FIELD_TITLE] = (struct meta_said) {
			.member = find_said(m, r, (enum field)f)
		};
}

static const struct json_member *
said(const struct meta *m, enum field f)
{
	if (f == FIELD_AUTHOR && m->outlet_author && m->article.authors.n > 0)
		return NULL; /* than whom a person says more */
	return m->said[f - FIELD_TITLE].member;
}

/* Does the record's value win over the text's? */
static bool
record_wins(const struct meta *m, const struct json_member *v, bool found)
{
	return v != NULL && !(m->prefer == PREFER_TEXT && found);
}

static struct buf *
set(const struct meta *m, struct record *r, enum field f)
{
	return record_set(r, name_of(m, f));
}

/* A string; null where it is empty. */
static void
put_filled(struct buf *out, struct span s)
{
	put_maybe(out, s.n > 0 ? s : span_of(NULL, 0));
}

static void
put_spans(struct buf *out, const struct span *s, size_t n)
{
	size_t i;

	put_array(out);
	for (i = 0; i < n; i++)
		put_string(out, s[i]);
	put_array_end(out);
}

/* A string or null: the record's, or s. */
static void
set_string(const struct meta *m, struct record *r, enum field f, struct span s)
{
	const struct json_member *v = said(m, f);
	struct json_member one;

	if (record_wins(m, v, s.n > 0) && said_one(v, &one))
		said_put(set(m, r, f), &one);
	else
		put_filled(set(m, r, f), s);
}

/* How a list in one string is parted. */
static enum said_parted
parted(enum field f)
{
	return f == FIELD_AUTHOR                       ? SAID_AUTHORS
	    : f == FIELD_TAGS || f == FIELD_CATEGORIES ? SAID_KEYWORDS
						       : SAID_WHOLE;
}

/* Put the strings of the record's field f, which it has; how many there are. */
static size_t
put_said(
    struct meta *m, struct record *r, enum field f, struct buf *out, bool *lost)
{
	struct meta_said *s = &m->said[f - FIELD_TITLE];
	size_t n = said_list(out, r, said(m, f), parted(f), &m->parted, lost);

	s->read = true;
	s->good = n > 0;
	s->lost = *lost;
	return n;
}

/* An array of strings: the record's, or list. */
static void
set_array(
    struct meta *m, struct record *r, enum field f, const struct spans *list)
{
	bool wins = record_wins(m, said(m, f), list->n > 0), lost;
	struct buf *out = set(m, r, f);
	size_t before = out->n;

	if (wins) {
		put_array(out);
		if (put_said(m, r, f, out, &lost) > 0) {
			put_array_end(out);
			return;
		}
		out->n = before;
	}
	put_spans(out, list->s, list->n);
}

static void
set_date_value(
    const struct meta *m, struct record *r, enum field f, const struct date *d)
{
	char text[DATE_TEXT];

	put_maybe(set(m, r, f),
	    d->known ? span_of(text, date_format(d, text)) : span_of(NULL, 0));
}

/* Read a date out of a string of the record. */
static bool
read_date(struct meta *m, struct span s, struct date *d)
{
	if (date_parse_form(s, d) || date_parse_mail(s, d))
		return true;
	fold(&m->article.fold, s);
	return date_find(m->rules->dates, &m->article.fold, s, 0,
		   m->article.fold.text.n, m->reference, d) &&
	    d->known;
}

/* A date that the record says, as a string: that in it, or all of it as JSON
 * where there is none. */
static struct span
date_said(struct record *r, const struct json_member *v)
{
	struct json_member one;
	struct json_error e;
	struct span s;

	if (v == NULL)
		return (struct span) { NULL, 0 };
	if (!said_one(v, &one) || one.type != JSON_STRING)
		return said_one(v, &one) ? one.value : v->value;
	return record_string(r, &one, &s, &e) ? s : one.value;
}

/* Days from 1970 of a known date; of a month its first. */
static long
day_of(const struct date *d)
{
	return iso_days(d->year, d->month, d->day > 0 ? d->day : 1);
}

/* Is the record's date that of the page's markup? */
static bool
is_markup(const struct meta *m)
{
	const struct json_member *v = said(m, FIELD_DATE_FROM);

	return v != NULL && v->type == JSON_STRING &&
	    span_eq(json_inside(v), date_from_name(DATE_FROM_MARKUP));
}

/* The date printed as the article's own wins over the record's, which is the
 * day of the crawl in web corpora. */
static void
set_dates(struct meta *m, struct record *r)
{
	struct article *a = &m->article;
	const struct json_member *v = said(m, FIELD_DATE);
	const struct json_member *raw = said(m, FIELD_DATE_RAW);
	struct span s = date_said(r, v), from;
	struct json_member one;
	struct date d;

	if (!a->date.known && a->date_raw.n == 0)
		a->date_raw = a->date_unread;
	if (s.n > 0 &&
	    (!a->date.known || m->prefer == PREFER_RECORD ||
		(is_markup(m) && m->prefer != PREFER_TEXT))) {
		d.known = false;
		if (read_date(m, s, &d)) {
			a->date_conflict = is_markup(m) && a->date.known &&
			    labs(day_of(&d) - day_of(&a->date)) > 1;
			a->date = d;
			a->date_raw = s;
			a->date_from = is_markup(m) ? DATE_FROM_MARKUP
						    : DATE_FROM_RECORD;
		} else if (a->date_raw.n == 0)
			a->date_raw = s;
	}
	m->date_lost = s.n > 0 && !a->date.known;
	set_date_value(m, r, FIELD_DATE, &a->date);
	if (raw != NULL && said_one(raw, &one) &&
	    (a->date_raw.n == 0 || a->date_raw.p == s.p))
		said_put(set(m, r, FIELD_DATE_RAW), &one);
	else
		put_filled(set(m, r, FIELD_DATE_RAW), a->date_raw);
	from = a->date.known ? date_from_name(a->date_from)
			     : (struct span) { NULL, 0 };
	if (is_markup(m)) /* of a date that may have lost */
		put_filled(set(m, r, FIELD_DATE_FROM), from);
	else
		set_string(m, r, FIELD_DATE_FROM, from);
}

static void
set_modified(struct meta *m, struct record *r)
{
	struct date *d = &m->article.modified, known = { .known = false };
	struct span s = date_said(r, said(m, FIELD_DATE_MODIFIED));

	m->modified_said = s.n > 0 && !(m->prefer == PREFER_TEXT && d->known) &&
	    read_date(m, s, &known);
	if (m->modified_said)
		*d = known;
	m->date_lost |= s.n > 0 && !d->known;
	set_date_value(m, r, FIELD_DATE_MODIFIED, d);
}

/* The record's dateline, as ours are written; false where it is no such. */
static bool
put_dateline(struct buf *out, struct record *r, struct span object)
{
	struct json_member places = { .type = JSON_ARRAY };
	struct span agency;
	bool lost;

	places.value = said_member(
	    object, field_name(FIELD_DATELINE_PLACES), JSON_ARRAY);
	agency = said_member(
	    object, field_name(FIELD_DATELINE_AGENCY), JSON_STRING);
	if (places.value.p == NULL)
		return false;
	put_object(out);
	put_array(field_key(out, FIELD_DATELINE_PLACES));
	said_list(out, r, &places, SAID_WHOLE, NULL, &lost);
	put_array_end(out);
	field_key(out, FIELD_DATELINE_AGENCY);
	if (agency.p != NULL)
		put_json(out, agency);
	else
		put_null(out);
	put_object_end(out);
	return true;
}

static void
set_dateline(const struct meta *m, struct record *r)
{
	const struct dateline *d = &m->article.dateline;
	const struct json_member *v = said(m, FIELD_DATELINE);
	struct buf *out = set(m, r, FIELD_DATELINE);

	if (v != NULL && v->type == JSON_OBJECT &&
	    record_wins(m, v, d->places > 0) && put_dateline(out, r, v->value))
		return;
	if (d->places == 0 && d->agency == NULL) {
		put_null(out);
		return;
	}
	put_object(out);
	put_spans(
	    field_key(out, FIELD_DATELINE_PLACES), d->place, (size_t)d->places);
	put_filled(field_key(out, FIELD_DATELINE_AGENCY),
	    d->agency ? d->agency->name : span_of(NULL, 0));
	put_object_end(out);
}

/* The body lines, one a line. */
static void
gather_body(struct meta *m)
{
	const struct page *p = &m->page;
	size_t i;

	m->body.n = 0;
	for (i = 0; i < p->n; i++) {
		struct span all;

		if (m->article.place[i] != PLACE_BODY)
			continue;
		all = line_trim(line_all(&p->line[i]));
		if (all.n == 0)
			continue;
		if (m->body.n > 0)
			buf_addc(&m->body, '\n');
		buf_adds(&m->body, all);
	}
}

/* Look whether field v can be written, and whether a part of it cannot. */
static void
try_said(
    struct meta *m, struct record *r, enum field f, const struct json_member *v)
{
	struct meta_said *s = &m->said[f - FIELD_TITLE];
	struct buf scratch = { 0 };
	struct json_member one;
	bool lost;

	s->read = true;
	if (field_rows[f].types & TYPE_STRINGS)
		put_said(m, r, f, &scratch, &lost);
	else {
		s->good = field_rows[f].types & TYPE_STRING
		    ? said_one(v, &one)
		    : v->type == JSON_OBJECT &&
			put_dateline(&scratch, r, v->value);
		s->lost = !s->good;
	}
	buf_free(&scratch);
}

/* Does the record's field f say what can be written?  *lost: or a part of it
 * cannot. */
static bool
reads(struct meta *m, struct record *r, enum field f, bool *lost)
{
	const struct json_member *v = said(m, f);
	const struct meta_said *s = &m->said[f - FIELD_TITLE];

	if (v != NULL && !s->read)
		try_said(m, r, f, v);
	*lost = v != NULL && s->lost;
	return v != NULL && s->good;
}

static void
set_tags(struct meta *m, struct record *r)
{
	struct article *a = &m->article;
	bool lost;

	tags_split(
	    &m->tags, m->rules, a->tags_raw, a->title, buf_span(&m->body));
	set_array(m, r, FIELD_TAGS, &m->tags.out);
	if (!reads(m, r, FIELD_TAGS, &lost) && lost && a->tags_raw.n == 0)
		a->tags_raw = said(m, FIELD_TAGS)->value;
	set_string(m, r, FIELD_TAGS_RAW, a->tags_raw);
}

/* What an earlier run has removed. */
static void
put_removed_before(struct buf *out, struct span array)
{
	struct json_member one;
	size_t at = 0;

	while (json_element(array, &at, &one)) {
		struct span role, line;

		role = said_member(
		    one.value, field_name(FIELD_REMOVED_ROLE), JSON_STRING);
		line = said_member(
		    one.value, field_name(FIELD_REMOVED_TEXT), JSON_STRING);
		if (role.p == NULL || line.p == NULL)
			continue;
		put_object(out);
		put_json(field_key(out, FIELD_REMOVED_ROLE), role);
		put_json(field_key(out, FIELD_REMOVED_TEXT), line);
		put_object_end(out);
	}
}

/* What was no line: tags, addresses of links. */
static void
put_markup(struct buf *out, const struct form *form)
{
	struct form_at at = { .step = 0 };
	struct span markup;

	while (form_markup(form, &at, &markup)) {
		put_object(out);
		put_string(
		    field_key(out, FIELD_REMOVED_ROLE), role_name(ROLE_MARKUP));
		put_string(field_key(out, FIELD_REMOVED_TEXT), markup);
		put_object_end(out);
	}
}

/* Every line that is in no field and not in the body. */
static void
set_removed(const struct meta *m, struct record *r)
{
	const struct page *p = &m->page;
	const struct json_member *v = said(m, FIELD_REMOVED);
	struct buf *out = set(m, r, FIELD_REMOVED);
	size_t i;

	put_array(out);
	if (v != NULL && v->type == JSON_ARRAY)
		put_removed_before(out, v->value);
	for (i = 0; i < p->n; i++) {
		struct span all;

		if (m->article.place[i] != PLACE_REMOVED)
			continue;
		all = line_trim(line_all(&p->line[i]));
		if (all.n == 0)
			continue;
		put_object(out);
		put_string(field_key(out, FIELD_REMOVED_ROLE),
		    role_name((enum role)p->line[i].role));
		put_string(field_key(out, FIELD_REMOVED_TEXT), all);
		put_object_end(out);
	}
	put_markup(out, &p->form);
	put_array_end(out);
}

/* Does the record's field f stand where the text says something else? */
static bool
overrules(struct meta *m, struct record *r, enum field f)
{
	bool lost;

	return m->prefer != PREFER_TEXT && reads(m, r, f, &lost);
}

/* Is something that the record says not in what is written? */
static bool
has_lost(struct meta *m, struct record *r)
{
	static const enum field fields[] = { FIELD_TITLE, FIELD_AUTHOR,
		FIELD_DATELINE, FIELD_CREDIT, FIELD_AGENCY, FIELD_SITENAME,
		FIELD_CATEGORIES, FIELD_TAGS, FIELD_TAGS_RAW, FIELD_RELATED,
		FIELD_LANGUAGE };
	bool lost = false;

	for (size_t i = 0; i < sizeof fields / sizeof fields[0] && !lost; i++)
		reads(m, r, fields[i], &lost);
	return lost;
}

/* Lines whose value gave way to the record's are in no field. */
static void
give_way(struct meta *m, struct record *r)
{
	struct article *a = &m->article;

	if (overrules(m, r, FIELD_AUTHOR))
		a->authors.n = 0;
	if (overrules(m, r, FIELD_CATEGORIES))
		a->categories.n = 0;
	if (overrules(m, r, FIELD_RELATED))
		a->related.n = 0;
	if (overrules(m, r, FIELD_DATELINE))
		a->dateline.places = 0;
	if (overrules(m, r, FIELD_CREDIT))
		a->credit.n = 0;
	if (overrules(m, r, FIELD_SITENAME))
		a->sitename.n = 0;
	if (overrules(m, r, FIELD_TAGS_RAW))
		a->tags_raw.n = 0;
	if (m->modified_said && m->prefer != PREFER_TEXT)
		a->modified_line = m->page.n;
	article_settle(a, &m->page);
}

/* Is the date more than a day after the reference? */
static bool
is_future(const struct meta *m)
{
	const struct date *d = &m->article.date;

	return d->known && m->reference != NULL && m->reference->known &&
	    day_of(d) > day_of(m->reference) + 1;
}

/* Is a date printed behind a label, and none known? */
static bool
is_unread(const struct article *a)
{
	return !a->date.known &&
	    (a->date_unread.n > 0 ||
		(a->date_from == DATE_FROM_LABEL && a->date_raw.n > 0));
}

/* Is there a U+FFFD, left by somebody's failed conversion? */
static bool
has_replacement(struct span s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end && (p = memchr(p, 0xef, (size_t)(end - p))) != NULL) {
		if (end - p >= 3 && memcmp(p, "\xef\xbf\xbd", 3) == 0)
			return true;
		p++;
	}
	return false;
}

/* Does the body end with an ellipsis, as excerpts in feeds do? */
static bool
is_truncated(const struct meta *m)
{
	struct span body = buf_span(&m->body);

	return span_ends(body, SPAN("…")) || span_ends(body, SPAN("...")) ||
	    span_ends(body, SPAN("[…]")) || span_ends(body, SPAN("[...]"));
}

static void
set_warnings(struct meta *m, struct record *r, struct span text)
{
	const struct date *d = &m->article.date;
	unsigned kinds = m->page.layout.n > 0 ? 0
					      : pagekind_of(m->rules, &m->page);
	const struct json_member *v = said(m, FIELD_WARNINGS);
	const struct {
		bool set;
		const char *code;
	} codes[] = { { kinds & PAGE_LIST, "page_list" },
		{ kinds & PAGE_LIVE, "page_live" },
		{ kinds & PAGE_STUB, "page_stub" },
		{ kinds & PAGE_ERROR, "page_error" },
		{ d->ambiguous, "date_ambiguous" },
		{ d->weekday_mismatch, "weekday_mismatch" },
		{ d->hijri_converted, "hijri_converted" },
		{ m->article.date_of_page && !d->known, "date_of_page" },
		{ m->article.date_conflict, "date_conflict" },
		{ is_unread(&m->article) || m->date_lost, "date_unread" },
		{ is_future(m), "date_future" },
		{ has_replacement(text) || misread_told(text) ||
			language_is_lost(&m->signs),
		    "mojibake" },
		{ language_is_visual(&m->signs), "visual_order" },
		{ is_truncated(m), "truncated" },
		{ has_lost(m, r), "field_unread" },
		{ m->entities_dropped, "entities_dropped" } };
	struct buf *out = set(m, r, FIELD_WARNINGS);
	bool lost;
	size_t i;

	put_array(out);
	if (v != NULL)
		said_list(out, r, v, SAID_WHOLE, NULL, &lost);
	for (i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (codes[i].set)
			put_string(out, span_str(codes[i].code));
	put_array_end(out);
}

/* Entities that were tagged in text have no place in another one. */
static void
drop_entities(struct meta *m, struct record *r, struct span text)
{
	const struct json_member *v = record_find(
	    r, field_name(FIELD_ENTITIES));

	if (v == NULL || m->schema != SCHEMA_KHABAR ||
	    span_eq(buf_span(&m->body), text))
		return;
	m->entities_dropped = find_said(m, r, FIELD_ENTITIES) != NULL;
	record_drop(r, field_name(FIELD_ENTITIES));
}

static void
put_evidence(struct buf *out, const struct line *l)
{
	unsigned e;

	put_object(out);
	put_string(field_key(out, FIELD_EVIDENCE_LINE), line_trim(line_all(l)));
	put_string(field_key(out, FIELD_EVIDENCE_LABEL),
	    label_name((enum label)l->label));
	put_number(field_key(out, FIELD_EVIDENCE_MARGIN), l->margin);
	put_array(field_key(out, FIELD_EVIDENCE_NAMES));
	for (e = 0; e < EVIDENCE_COUNT; e++)
		if (evidence_has(&l->e, e))
			put_string(
			    out, span_str(evidence_name((enum evidence)e)));
	put_array_end(out);
	put_object_end(out);
}

/* Why each line was taken for what it is. */
static void
set_evidence(const struct meta *m, struct record *r)
{
	struct buf *out = set(m, r, FIELD_EVIDENCE);
	size_t i;

	put_array(out);
	for (i = 0; i < m->page.n; i++)
		put_evidence(out, &m->page.line[i]);
	put_array_end(out);
}

/* Has the record been here before?  Then its text is a body already. */
static bool
is_done(const struct meta *m, const struct record *r)
{
	const struct json_member *removed, *warnings;

	removed = record_find(r, name_of(m, FIELD_REMOVED));
	warnings = record_find(r, name_of(m, FIELD_WARNINGS));
	return removed != NULL && removed->type == JSON_ARRAY &&
	    warnings != NULL && warnings->type == JSON_ARRAY &&
	    record_find(r, name_of(m, FIELD_TAGS_RAW)) != NULL;
}

static struct span
known_title(const struct meta *m, struct record *r)
{
	const struct json_member *v = said(m, FIELD_TITLE);
	struct span s = { NULL, 0 };
	struct json_member one;
	struct json_error e;

	if (v == NULL || !said_one(v, &one))
		return s;
	if (one.type != JSON_STRING)
		return one.value;
	record_string(r, &one, &s, &e);
	return s;
}

/* Is s the name of an outlet, or what the record calls its site? */
static bool
is_outlet(struct meta *m, struct record *r, struct span s)
{
	const struct json_member *site = record_find(
	    r, name_of(m, FIELD_SITENAME));

	if (site != NULL && site->type == JSON_STRING &&
	    span_eq(json_inside(site), s))
		return true;
	fold(&m->article.fold, s);
	return rules_outlet(m->rules, buf_span(&m->article.fold.text)) != NULL;
}

/* Does the page's markup name its outlet as the author, and nobody else? */
static bool
has_outlet_author(struct meta *m, struct record *r)
{
	const struct json_member *v = record_find(r, name_of(m, FIELD_AUTHOR));
	struct json_member one;
	size_t at = 0, n = 0;

	if (v == NULL || v->type != JSON_ARRAY || m->page.layout.n == 0)
		return false;
	for (; json_element(v->value, &at, &one); n++)
		if (one.type != JSON_STRING ||
		    !is_outlet(m, r, json_inside(&one)))
			return false;
	return n > 0;
}

void
meta_set(struct meta *m, struct record *r, struct span text)
{
	struct article *a = &m->article;

	m->entities_dropped = false;
	if (is_done(m, r))
		return;
	look_up(m, r);
	m->page.known_title = m->prefer == PREFER_TEXT
	    ? (struct span) { NULL, 0 }
	    : known_title(m, r);
	layout_read(&m->page.layout, r);
	m->page.site = sites_find(
	    m->rules->sites, &(struct page_in) { .record = r });
	page_read(&m->page, m->rules, text, m->reference);
	article_read(a, m->rules, &m->page, m->reference);
	m->outlet_author = has_outlet_author(m, r);
	gather_body(m);
	set_string(m, r, FIELD_TITLE, a->title);
	set_dates(m, r);
	set_modified(m, r);
	set_array(m, r, FIELD_AUTHOR, &a->authors);
	set_dateline(m, r);
	set_string(m, r, FIELD_CREDIT, a->credit);
	set_string(m, r, FIELD_AGENCY, a->agency);
	set_string(m, r, FIELD_SITENAME, a->sitename);
	set_array(m, r, FIELD_CATEGORIES, &a->categories);
	set_tags(m, r);
	set_array(m, r, FIELD_RELATED, &a->related);
	set_string(m, r, FIELD_LANGUAGE,
	    language_of(m->languages, m->body.n > 0 ? buf_span(&m->body) : text,
		&m->signs));
	put_string(set(m, r, FIELD_TEXT), buf_span(&m->body));
	if (m->keep_raw)
		put_string(set(m, r, FIELD_RAW_TEXT), text);
	drop_entities(m, r, text);
	give_way(m, r);
	set_removed(m, r);
	set_warnings(m, r, text);
	if (m->explain)
		set_evidence(m, r);
	if (!m->keep_raw) /* it is of a text that is no longer there */
		record_drop(r, field_name(FIELD_LAYOUT));
	page_shrink(&m->page);
}

void
meta_free(struct meta *m)
{
	page_free(&m->page);
	article_free(&m->article);
	tags_free(&m->tags);
	tags_free(&m->parted);
	buf_free(&m->body);
}
