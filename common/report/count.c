#include "report/count.h"

#include <stdlib.h>

#include "text/fold.h"
#include "text/utf8.h"

const char *const count_kinds[] = { "exact", "normalized", "near", "contained",
	NULL };
const char *const count_labels[] = { "PER", "ORG", "LOC", "MISC", NULL };

/* A record while it is counted. */
struct value {
	struct record *r;
	struct span id;
	unsigned long unit;
	bool repeat;
	unsigned kind; /* of the repeat */
	struct span title, source, date, url;
	struct span order; /* the date, if it is one and has come */
	struct span of;    /* what it repeats */
	unsigned long of_unit, source_born;
	struct moment when;
	struct span source_key; /* the source as it is compared */
};

static struct top *
all_tops(struct count *c, size_t i)
{
	struct top *all[] = { &c->fields, &c->days, &c->sources, &c->pairs,
		&c->sitename, &c->credit, &c->agency, &c->language, &c->titles,
		&c->stories, &c->entity[0], &c->entity[1], &c->entity[2],
		&c->entity[3] };

	return i < sizeof all / sizeof all[0] ? all[i] : NULL;
}

void
count_init(struct count *c, size_t counters, unsigned examples, size_t articles)
{
	struct top *t;

	for (size_t i = 0; (t = all_tops(c, i)) != NULL; i++) {
		t->most = counters;
		t->seed = i;
	}
	c->cuttings.most = articles;
	copies_init(&c->copies, counters, 32 * counters);
	c->copies.pairs.seed = 1000;
	c->pairs.most = 4 * counters;
	c->findings.examples = examples;
	furniture_init(&c->furniture);
}

/* The string in m; its p is NULL where there is none, and where it is empty. */
static struct span
string(struct record *r, const struct json_member *m)
{
	struct json_error e;
	struct span s;

	if (m == NULL || m->type != JSON_STRING ||
	    !record_string(r, m, &s, &e) || s.n == 0)
		return span_of(NULL, 0);
	return s;
}

static struct span
field(struct record *r, enum field f)
{
	return string(r, field_find(r, f));
}

/* A field that no tool of khabar's owns, or else another. */
static struct span
foreign(struct record *r, struct span name, struct span other)
{
	const struct json_member *m = record_find(r, name);

	return string(r, m != NULL ? m : record_find(r, other));
}

static void
found(
    struct count *c, const struct value *v, struct span name, struct span value)
{
	findings_add(&c->findings, name, false, v->id, value);
}

static bool
is_filled(const struct json_member *m)
{
	if (m->type == JSON_NULL)
		return false;
	if (m->type != JSON_STRING && m->type != JSON_ARRAY &&
	    m->type != JSON_OBJECT)
		return true;
	return span_trim(json_inside(m)).n > 0;
}

/* The record's article is one of those that s counts. */
static void
told_by(struct count *c, const struct top_slot *s)
{
	if (c->ins < CUTTING_NAMES)
		c->in[c->ins++] = s->hash;
}

/* Count key once for the record. */
static struct top_slot *
count_key(struct count *c, struct top *t, const struct value *v,
    struct span key, struct span shown)
{
	unsigned long before = t->names;
	struct top_slot *s = top_add(t, key, shown, v->unit);

	if (t->names > before)
		told_by(c, s);
	return s;
}

static void
count_fields(struct count *c, const struct value *v)
{
	for (size_t i = 0; i < v->r->members.n; i++) {
		const struct json_member *m = &v->r->members.m[i];
		struct top_slot *s;
		unsigned long before = c->fields.names;

		s = top_add(&c->fields, m->key, m->key, v->unit);
		/* A key that is there twice counts once. */
		if (c->fields.names > before)
			s->tally[0] += is_filled(m);
	}
}

/* A repeat, and of what: to be known before the rest is counted. */
static void
count_repeat(struct count *c, struct value *v)
{
	const struct json_member *m = field_find(v->r, FIELD_DUP);
	struct json_error e;
	struct span kind, cluster;

	if (m == NULL)
		return;
	c->marked++;
	if (m->type != JSON_OBJECT || !record_parse(&c->inner, m->value, &e))
		return;
	v->repeat = true;
	c->repeats++;
	kind = field(&c->inner, FIELD_DUP_KIND);
	for (unsigned i = 0; i < COUNT_KINDS; i++)
		if (span_eq(kind, span_str(count_kinds[i])))
			v->kind = i;
	c->kind[v->kind]++;
	cluster = field(&c->inner, FIELD_DUP_CLUSTER);
	v->of = field(&c->inner, FIELD_DUP_OF);
	if (cluster.p == NULL)
		cluster = v->of;
	if (cluster.p != NULL)
		count_key(c, &c->stories, v, cluster,
		    v->title.p != NULL ? v->title : v->id);
}

static void
check_title(struct count *c, const struct value *v)
{
	struct span title = v->title;

	if (title.p == NULL)
		return;
	if (utf8_count(title) > CHECK_TITLE)
		found(c, v, SPAN("title_long"), title);
	if (furniture_in(&c->furniture, title))
		found(c, v, SPAN("title_furniture"), title);
	if (!v->repeat)
		count_key(c, &c->titles, v, title, title);
}

/* The host of a URL without its "www.". */
static struct span
host_of(struct span url)
{
	const char *at = memmem(url.p, url.n, "://", 3);
	struct span host;

	if (at == NULL)
		return span_of(NULL, 0);
	host = span_skip(url, (size_t)(at + 3 - url.p));
	host = span_cut(&host, '/');
	if (span_starts(host, SPAN("www.")))
		host = span_skip(host, 4);
	return host.n > 0 ? host : span_of(NULL, 0);
}

/* A name as it is compared, in room: BBC and bbc are one. */
static struct span
compared(struct buf *room, struct span name)
{
	struct span s;

	room->n = 0;
	fold_add(room, name);
	s = span_trim(buf_span(room));
	return s.n > 0 ? s : name;
}

static void
count_name(
    struct count *c, struct top *t, const struct value *v, struct span name)
{
	if (name.p != NULL)
		count_key(c, t, v, compared(&c->name, name), name);
}

/* Where it is from: the site, else who is credited, else the agency; of
 * records from elsewhere `source` or the host of `url`. */
static void
count_source(struct count *c, struct value *v)
{
	struct span site = field(v->r, FIELD_SITENAME);
	struct span credit = field(v->r, FIELD_CREDIT);
	struct span agency = field(v->r, FIELD_AGENCY);
	struct top_slot *s;

	count_name(c, &c->sitename, v, site);
	count_name(c, &c->credit, v, credit);
	count_name(c, &c->agency, v, agency);
	if (credit.p != NULL && utf8_count(credit) > CHECK_SOURCE)
		found(c, v, SPAN("credit_long"), credit);
	if (credit.p != NULL && furniture_in(&c->furniture, credit))
		found(c, v, SPAN("credit_furniture"), credit);
	v->source = site.p != NULL ? site : credit.p != NULL ? credit : agency;
	if (v->source.p == NULL)
		v->source = foreign(v->r, SPAN("source"), SPAN("host"));
	v->url = foreign(v->r, SPAN("url"), SPAN("URL"));
	if (v->source.p == NULL && v->url.p != NULL)
		v->source = host_of(v->url);
	if (v->source.p == NULL)
		v->source = SPAN("");
	v->source_key = compared(&c->source, v->source);
	s = count_key(c, &c->sources, v, v->source_key, v->source);
	v->source_born = s->born;
	if (v->repeat)
		s->tally[v->kind]++;
}

static void
count_day(struct count *c, const struct value *v, struct span day)
{
	top_add(&c->days, day, day, v->unit);
	c->name.n = 0;
	buf_adds(&c->name, day);
	buf_addc(&c->name, '\t');
	buf_adds(&c->name, v->source_key);
	top_add(&c->pairs, buf_span(&c->name), v->source, v->unit);
}

/* Is a before b, as far as both are precise? */
static bool
is_before(struct span a, struct span b)
{
	size_t n = a.n < b.n ? a.n : b.n;

	return memcmp(a.p, b.p, n < 10 ? n : 10) < 0;
}

static void
count_date(struct count *c, struct value *v)
{
	struct span date = field(v->r, FIELD_DATE);
	struct span changed = field(v->r, FIELD_DATE_MODIFIED);
	enum check_date kind;

	v->date = date;
	if (date.p == NULL)
		return;
	kind = check_date(date);
	c->date[kind]++;
	if (kind == CHECK_INVALID) {
		found(c, v, SPAN("date_invalid"), date);
		return;
	}
	if (is_before(span_str(c->today), date))
		found(c, v, SPAN("date_future"), date);
	else
		v->order = date;
	if (is_before(date, SPAN("1990")))
		found(c, v, SPAN("date_old"), date);
	if (changed.p != NULL && check_date(changed) != CHECK_INVALID &&
	    is_before(changed, date))
		found(c, v, SPAN("modified_before"), changed);
	if (kind >= CHECK_IS_DAY)
		count_day(c, v, span_of(date.p, 10));
}

/* Who printed first what it repeats; before c->inner is used again. */
static void
count_copy(struct count *c, struct value *v)
{
	struct print p = { .unit = v->unit, .source = v->source_born };
	const struct print *first;
	struct top_slot *pair;

	v->when = moment_read(v->date);
	p.when = v->when;
	if (v->of.p != NULL) {
		first = copies_repeat(&c->copies, v->of, &p, &pair);
		if (first != NULL) {
			v->of_unit = first->unit;
			told_by(c, pair);
		}
	}
	copies_print(&c->copies, v->id, &p);
}

static void
count_text(struct count *c, const struct value *v)
{
	struct span text = field(v->r, FIELD_TEXT);
	size_t chars, log = 0;

	if (text.p == NULL) {
		found(c, v, SPAN("text_missing"), SPAN(""));
		return;
	}
	chars = utf8_count(text);
	c->texts++;
	c->chars += chars;
	while (log < COUNT_LENGTHS - 1 && chars >> (log + 1) > 0)
		log++;
	c->length[log]++;
	if (chars < CHECK_TEXT)
		found(c, v, SPAN("text_short"), text);
}

/* The strings of an array field, one after another: *at is 0 at first. */
static bool
next_string(
    struct count *c, const struct json_member *m, size_t *at, struct span *out)
{
	struct json_member one;
	size_t wrong;

	while (json_element(m->value, at, &one)) {
		c->string.n = 0;
		if (one.type != JSON_STRING ||
		    !json_decode(json_inside(&one), &c->string, &wrong))
			continue;
		*out = buf_span(&c->string);
		return true;
	}
	return false;
}

static void
count_lists(struct count *c, const struct value *v)
{
	const struct json_member *m = field_find(v->r, FIELD_AUTHOR);
	struct span s;
	size_t at = 0;

	if (m != NULL && m->type == JSON_ARRAY)
		while (next_string(c, m, &at, &s))
			if (utf8_count(s) > CHECK_AUTHOR)
				found(c, v, SPAN("author_long"), s);
	m = field_find(v->r, FIELD_WARNINGS);
	at = 0;
	if (m != NULL && m->type == JSON_ARRAY)
		while (next_string(c, m, &at, &s))
			findings_add(&c->findings, s, true, v->id, v->title);
}

static unsigned
label_of(struct span label)
{
	unsigned i;

	for (i = 0; i < COUNT_LABELS - 1; i++)
		if (span_eq(label, span_str(count_labels[i])))
			break;
	return i;
}

static void
count_name_day(struct count *c, unsigned label, const struct value *v,
    const struct top_slot *s)
{
	struct name_days *all = &c->days_of[label];
	size_t at = (size_t)(s - c->entity[label].slots), had = all->cap;
	struct name_day *of;

	if (!v->when.dated)
		return;
	all->of = mem_grow(all->of, &all->cap, at + 1, sizeof all->of[0]);
	if (all->cap > had)
		memset(all->of + had, 0, (all->cap - had) * sizeof all->of[0]);
	of = &all->of[at];
	if (of->born != s->born + 1)
		calendar_clear(&of->days);
	of->born = s->born + 1;
	calendar_add(&of->days, v->when.day);
}

/* An entity is its id, or its name as it is compared.  Last names that stand
 * alone are another mention's entity. */
static void
count_entity(struct count *c, const struct value *v, struct record *e)
{
	struct span id = field(e, FIELD_ENTITY_ID);
	struct span text = field(e, FIELD_ENTITY_TEXT);
	struct span name = field(e, FIELD_ENTITY_NAME);
	struct span label = field(e, FIELD_ENTITY_LABEL);
	unsigned long before;
	struct top_slot *s;
	struct top *t;

	c->mentions++;
	if (name.p == NULL)
		name = text;
	if (name.p == NULL || label.p == NULL)
		return;
	if (text.p != NULL && utf8_count(text) > CHECK_ENTITY)
		found(c, v, SPAN("entity_long"), text);
	if (id.p == NULL) {
		if (span_eq(field(e, FIELD_ENTITY_SOURCE), SPAN("coref")))
			return;
		c->name.n = 0;
		fold_add(&c->name, name);
		id = buf_span(&c->name);
	}
	t = &c->entity[label_of(label)];
	before = t->names;
	s = count_key(c, t, v, id, name);
	if (t->names > before)
		count_name_day(c, label_of(label), v, s);
}

static void
count_entities(struct count *c, const struct value *v)
{
	const struct json_member *m = field_find(v->r, FIELD_ENTITIES);
	struct json_member one;
	struct json_error e;
	size_t at = 0;

	if (m == NULL || m->type != JSON_ARRAY)
		return;
	c->tagged++;
	while (json_element(m->value, &at, &one))
		if (one.type == JSON_OBJECT &&
		    record_parse(&c->inner, one.value, &e))
			count_entity(c, v, &c->inner);
}

/* Behind all that is counted. */
static void
keep_article(struct count *c, const struct value *v)
{
	const struct cutting_facts f = { .unit = v->unit,
		.title = v->title,
		.date = v->date,
		.source = v->source,
		.url = v->url,
		.id = v->id,
		.order = v->order,
		.repeat = v->repeat,
		.of = v->of_unit,
		.found = c->findings.found,
		.pinned = c->findings.shown,
		.names = c->in,
		.n = c->ins };

	cuttings_add(&c->cuttings, &f);
}

void
count_add(struct count *c, struct record *r)
{
	struct value v = { .r = r, .unit = ++c->records };

	c->ins = 0;
	findings_start(&c->findings, v.unit);
	v.id = record_name(r, c->id_field, v.unit);
	v.title = field(r, FIELD_TITLE);
	count_fields(c, &v);
	count_repeat(c, &v);
	check_title(c, &v);
	count_source(c, &v);
	count_date(c, &v);
	count_copy(c, &v);
	count_text(c, &v);
	count_name(c, &c->language, &v, field(r, FIELD_LANGUAGE));
	count_lists(c, &v);
	count_entities(c, &v);
	keep_article(c, &v);
}

void
count_free(struct count *c)
{
	struct top *t;

	for (size_t i = 0; (t = all_tops(c, i)) != NULL; i++)
		top_free(t);
	cuttings_free(&c->cuttings);
	copies_free(&c->copies);
	for (unsigned i = 0; i < COUNT_LABELS; i++) {
		for (size_t j = 0; j < c->days_of[i].cap; j++)
			free(c->days_of[i].of[j].days.d);
		free(c->days_of[i].of);
	}
	furniture_free(&c->furniture);
	record_free(&c->inner);
	buf_free(&c->name);
	buf_free(&c->source);
	buf_free(&c->string);
}
