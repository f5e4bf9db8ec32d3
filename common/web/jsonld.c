/*
 * The scripts are kept as the elements of one array.  Nodes are looked for
 * where a page's own ones stand, not in the lists of other articles that it
 * holds: at the top, in arrays there, in
 * @graph and mainEntity.
 */
#include "web/jsonld.h"

#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "record/json.h"
#include "record/mend.h"
#include "record/put.h"
#include "web/tidy.h"

enum {
	NODES = 256,   /* of a page that are looked at */
	DEPTH = 8,     /* of nodes in nodes, references included */
	NAMES = 32,    /* of an array */
	MEMBERS = 100, /* of a node */
	SAYINGS = 2000 /* of a page */
};

/* --- What is wrong is mended -----------------------------------------------
 */

/* Marks that HTML or XHTML has around a script, and the semicolon of one that
 * is taken for JavaScript. */
static struct span
without_marks(struct span s)
{
	static const char *const before[] = { "\xef\xbb\xbf", "//", "/*",
		"<!--", "<![CDATA[", "*/" };
	static const char *const behind[] = { "//", "/*", "-->", "]]>", "*/",
		";" };
	size_t i;

	s = span_trim(s);
	for (i = 0; i < sizeof before / sizeof before[0]; i++)
		if (span_starts(s, span_str(before[i]))) {
			s = span_trim(span_skip(s, strlen(before[i])));
			i = (size_t)-1;
		}
	for (i = 0; i < sizeof behind / sizeof behind[0]; i++)
		if (span_ends(s, span_str(behind[i]))) {
			s.n -= strlen(behind[i]);
			s = span_trim(s);
			i = (size_t)-1;
		}
	return s;
}

bool
jsonld_add(struct buf *all, struct span script)
{
	struct buf one = { 0 };
	struct buf decoded = { 0 };
	bool good;

	script = without_marks(script);
	if (script.n > 10 && memmem(script.p, 10, "&quot;", 6) != NULL)
		script = tidy(&decoded, script);
	good = mend_json(&one, script);
	if (good && all->n == 0)
		put_array(all);
	if (good)
		put_json(all, buf_span(&one));
	buf_free(&one);
	buf_free(&decoded);
	return good;
}

/* --- Nodes -----------------------------------------------------------------
 */

enum node_kind { OTHER, ARTICLE, PAGE, SITE, ORGANISATION, PERSON, LIST };

struct node {
	struct json_members members; /* owned */
	enum node_kind kind;
};

struct graph {
	struct node node[NODES];
	size_t n;
	size_t said;
	struct buf text; /* of the string at hand */
	const struct jsonld_listener *to;
};

static const struct json_member *
member(const struct node *n, struct span key)
{
	for (size_t i = 0; i < n->members.n; i++)
		if (span_eq(n->members.m[i].key, key))
			return &n->members.m[i];
	return NULL;
}

/* The string in m, decoded in g->text; empty where it is none. */
static struct span
string_of(struct graph *g, const struct json_member *m)
{
	size_t at;

	g->text.n = 0;
	if (m == NULL || m->type != JSON_STRING ||
	    !json_decode(json_inside(m), &g->text, &at))
		return SPAN("");
	return buf_span(&g->text);
}

/* The type as a kind: its name without a prefix, by how it ends, for there are
 * many kinds of article and new ones come. */
static enum node_kind
kind_of_type(struct span type)
{
	static const struct {
		const char *end;
		enum node_kind kind;
	} rows[] = {
		{ "Article", ARTICLE },
		{ "BlogPosting", ARTICLE },
		{ "CollectionPage", LIST },
		{ "SearchResultsPage", LIST },
		{ "ItemList", OTHER },
		{ "ProfilePage", LIST },
		{ "Page", PAGE },
		{ "WebSite", SITE },
		{ "Organization", ORGANISATION },
		{ "Corporation", ORGANISATION },
		{ "Person", PERSON },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t n = strlen(rows[i].end);

		if (type.n >= n &&
		    strncasecmp(type.p + type.n - n, rows[i].end, n) == 0)
			return rows[i].kind;
	}
	return OTHER;
}

static enum node_kind
kind_of(struct graph *g, const struct json_member *type)
{
	struct json_member one;
	enum node_kind kind = OTHER, k;
	size_t at = 0;

	if (type == NULL)
		return OTHER;
	if (type->type != JSON_ARRAY)
		return kind_of_type(string_of(g, type));
	while (json_element(type->value, &at, &one)) {
		k = kind_of_type(string_of(g, &one));
		if (k != OTHER && (kind == OTHER || k < kind))
			kind = k;
	}
	return kind;
}

static void gather(struct graph *g, const struct json_member *value, int depth);

static void
gather_object(struct graph *g, struct span json, int depth)
{
	static const char *const holders[] = { "@graph", "mainEntity" };
	struct node *n = &g->node[g->n];
	struct json_error e;
	const struct json_member *m;

	if (g->n == NODES)
		return;
	if (!json_object(json, &n->members, &e)) {
		free(n->members.m);
		n->members = (struct json_members) { 0 };
		return;
	}
	if (n->members.n > MEMBERS)
		n->members.n = MEMBERS;
	n->kind = kind_of(g, member(n, SPAN("@type")));
	g->n++;
	for (size_t i = 0; i < sizeof holders / sizeof holders[0]; i++)
		if ((m = member(n, span_str(holders[i]))) != NULL)
			gather(g, m, depth + 1);
}

/* The nodes in a value. */
static void
gather(struct graph *g, const struct json_member *value, int depth)
{
	struct json_member one;
	size_t at = 0;

	if (depth > DEPTH)
		return;
	if (value->type == JSON_OBJECT)
		gather_object(g, value->value, depth);
	else if (value->type == JSON_ARRAY)
		while (json_element(value->value, &at, &one))
			gather(g, &one, depth + 1);
}

/* --- What they say ---------------------------------------------------------
 */

static const struct node *
find_id(struct graph *g, struct span id)
{
	const struct json_member *m;

	for (size_t i = 0; i < g->n; i++)
		if ((m = member(&g->node[i], SPAN("@id"))) != NULL &&
		    m->type == JSON_STRING && span_eq(json_inside(m), id) &&
		    member(&g->node[i], SPAN("name")) != NULL)
			return &g->node[i];
	return NULL;
}

struct saying {
	enum jsonld_of of;
	struct span property;
};

static void say_value(struct graph *g, const struct saying *s,
    const struct json_member *v, bool is_person, int depth);

/* An object stands for its name, or is a reference to a node that has one. */
static void
say_object(struct graph *g, const struct saying *s, struct span json, int depth)
{
	static const char *const names[] = { "name", "@value", "headline" };
	struct node inner = { 0 };
	const struct node *n = &inner;
	const struct json_member *m = NULL;
	struct json_error e;

	if (!json_object(json, &inner.members, &e)) {
		free(inner.members.m);
		return;
	}
	inner.kind = kind_of(g, member(n, SPAN("@type")));
	if (member(n, SPAN("name")) == NULL &&
	    (m = member(n, SPAN("@id"))) != NULL && m->type == JSON_STRING) {
		n = find_id(g, json_inside(m));
		n = n != NULL ? n : &inner;
	}
	m = NULL;
	for (size_t i = 0; m == NULL && i < sizeof names / sizeof names[0]; i++)
		m = member(n, span_str(names[i]));
	if (m != NULL)
		say_value(g, s, m, n->kind != ORGANISATION, depth + 1);
	free(inner.members.m);
}

static void
say_value(struct graph *g, const struct saying *s, const struct json_member *v,
    bool is_person, int depth)
{
	struct json_member one;
	size_t at = 0, n = 0;
	struct span text;

	if (depth > DEPTH || g->said++ > SAYINGS)
		return;
	if (v->type == JSON_OBJECT)
		say_object(g, s, v->value, depth);
	else if (v->type == JSON_ARRAY)
		while (n++ < NAMES && json_element(v->value, &at, &one))
			say_value(g, s, &one, is_person, depth + 1);
	else if ((text = string_of(g, v)).n > 0)
		g->to->say(g->to->arg, s->of, s->property, text, is_person);
}

/* All that a node says in its own members. */
static void
say_node(struct graph *g, const struct node *n, enum jsonld_of of)
{
	for (size_t i = 0; i < n->members.n; i++) {
		const struct json_member *m = &n->members.m[i];
		struct saying s = { of, m->key };

		if (!span_starts(m->key, SPAN("@")))
			say_value(g, &s, m, true, 0);
	}
}

static const struct node *
choose(struct graph *g, bool (*alike)(void *arg, struct span headline))
{
	const struct node *found = NULL;
	size_t articles = 0;

	for (size_t i = 0; i < g->n; i++) {
		const struct node *n = &g->node[i];

		if (n->kind != ARTICLE)
			continue;
		articles++;
		if (alike(
			g->to->arg, string_of(g, member(n, SPAN("headline")))))
			return n;
		if (found == NULL ||
		    member(found, SPAN("datePublished")) == NULL)
			found = n;
	}
	return articles <= 2 ? found : NULL;
}

void
jsonld_read(const struct buf *all,
    bool (*alike)(void *arg, struct span headline),
    const struct jsonld_listener *to)
{
	static const struct {
		enum node_kind kind;
		enum jsonld_of of;
	} rows[] = { { PAGE, JSONLD_PAGE }, { SITE, JSONLD_SITE },
		{ ORGANISATION, JSONLD_SITE } };
	struct graph *g;
	struct buf whole = { 0 };
	struct json_member top;
	const struct node *article;

	if (all->n == 0)
		return;
	g = mem_zero(1, sizeof *g);
	g->to = to;
	buf_adds(&whole, buf_span(all));
	put_array_end(&whole);
	top = (struct json_member) { .value = buf_span(&whole),
		.type = JSON_ARRAY };
	gather(g, &top, 0);
	if ((article = choose(g, alike)) != NULL)
		say_node(g, article, JSONLD_ARTICLE);
	for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++)
		for (size_t i = 0; i < g->n; i++)
			if (g->node[i].kind == rows[r].kind)
				say_node(g, &g->node[i], rows[r].of);
	for (size_t i = 0; i < g->n; i++) {
		if (g->node[i].kind == LIST)
			to->say(
			    to->arg, JSONLD_LIST, SPAN(""), SPAN(""), false);
		free(g->node[i].members.m);
	}
	buf_free(&g->text);
	buf_free(&whole);
	free(g);
}
