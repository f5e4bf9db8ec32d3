/*
 * CoNLL columns: a token and its tag a line, a blank line between sentences.
 */
#include "learn/corpus.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/status.h"
#include "rules/table.h"

static const struct {
	const char *name;
	unsigned type;
} known[] = { { "PER", 0 }, { "ORG", 1 }, { "LOC", 2 }, { "MISC", 3 },
	{ "PERS", 0 }, { "MIS", 3 }, { "GPE", 2 } };

enum { KNOWN_TYPES = 4 };

void
corpus_init(struct corpus *c)
{
	*c = (struct corpus) { .types = KNOWN_TYPES };
	for (unsigned i = 0; i < KNOWN_TYPES; i++)
		c->type[i] = span_str(known[i].name);
}

/* The number of the type called name, a new one if need be; MODEL_TYPES where
 * there is no room for it. */
static unsigned
type_number(struct corpus *c, struct span name)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (span_eq(name, span_str(known[i].name)))
			return known[i].type;
	for (unsigned i = KNOWN_TYPES; i < c->types; i++)
		if (span_eq(name, c->type[i]))
			return i;
	if (c->types == MODEL_TYPES || name.n > sizeof c->name[0])
		return MODEL_TYPES;
	memcpy(c->name[c->types], name.p, name.n);
	c->type[c->types] = span_of(c->name[c->types], name.n);
	return c->types++;
}

static void
push(struct corpus *c, struct token t, uint8_t tag)
{
	if (c->tokens.n == c->tokens.cap)
		c->tokens.t = mem_grow(
		    c->tokens.t, &c->tokens.cap, c->tokens.n + 1, sizeof t);
	if (c->tokens.n >= c->tag_cap)
		c->tag = mem_grow(c->tag, &c->tag_cap, c->tokens.n + 1, 1);
	c->tokens.t[c->tokens.n] = t;
	c->tag[c->tokens.n++] = tag;
}

/* Add the parts of one token; type is MODEL_TYPES for O.  Marks at the ends
 * of a token in an entity are outside of it. */
static void
add_token(struct corpus *c, struct tokens *parts, struct span word,
    unsigned type, bool inside)
{
	size_t at = c->text.n, first = 0, last;

	buf_adds(&c->text, word);
	buf_addc(&c->text, ' ');
	tokens_split(parts, word);
	last = parts->n;
	while (first < last && parts->t[first].kind == TOKEN_MARK)
		first++;
	while (last > first && parts->t[last - 1].kind == TOKEN_MARK)
		last--;
	if (first == last) {
		first = 0;
		last = parts->n;
	}
	for (size_t i = 0; i < parts->n; i++) {
		struct token t = parts->t[i];
		uint8_t tag = 0;

		t.at += (uint32_t)at;
		if (type < MODEL_TYPES && i >= first && i < last) {
			tag = (uint8_t)(inside ? 2 + 2 * type : 1 + 2 * type);
			inside = true;
		}
		push(c, t, tag);
	}
}

/* Where marks have cut an entity in two, they are part of it. */
static void
mend(struct corpus *c, const struct sentence *s)
{
	uint8_t *tag = c->tag + s->first;

	for (size_t i = 1; i < s->n; i++) {
		size_t j = i;

		if (tag[i] == 0 || tag[i] % 2 == 1)
			continue;
		while (j > 0 && tag[j - 1] == 0)
			j--;
		if (j > 0 && (tag[j - 1] == tag[i] || tag[j - 1] == tag[i] - 1))
			memset(tag + j, tag[i], i - j);
	}
	for (size_t i = 0; i < s->n; i++)
		if (tag[i] != 0 && tag[i] % 2 == 0 &&
		    (i == 0 ||
			(tag[i - 1] != tag[i] && tag[i - 1] != tag[i] - 1)))
			tag[i]--;
}

static void
add_sentence(struct corpus *c, const struct sentence *s)
{
	if (c->sentences == c->sentences_cap)
		c->sentence = mem_grow(c->sentence, &c->sentences_cap,
		    c->sentences + 1, sizeof *s);
	mend(c, s);
	c->sentence[c->sentences++] = *s;
}

static void
end_sentence(struct corpus *c, struct sentence *s)
{
	s->n = c->tokens.n - s->first;
	if (s->n > 0)
		add_sentence(c, s);
	s->first = c->tokens.n;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct span
first_column(struct span line)
{
	size_t n = 0;

	while (n < line.n && !blank(line.p[n]))
		n++;
	return span_of(line.p, n);
}

static struct span
last_column(struct span line)
{
	size_t at = line.n;

	while (at > 0 && !blank(line.p[at - 1]))
		at--;
	return span_skip(line, at);
}

static void
add_line(struct corpus *c, struct tokens *parts, const char *path,
    unsigned long number, struct span line, unsigned *previous)
{
	struct span word = first_column(line), tag = last_column(line);
	unsigned type = MODEL_TYPES;

	if (tag.n > 2 && tag.p[1] == '-' &&
	    (tag.p[0] == 'B' || tag.p[0] == 'I'))
		type = type_number(c, span_skip(tag, 2));
	else if (!span_eq(tag, SPAN("O")))
		errx(STATUS_FATAL, "%s:%lu: not a token and its tag", path,
		    number);
	if (type == MODEL_TYPES && tag.n > 1)
		errx(STATUS_FATAL,
		    "%s:%lu: more than %d labels or one too long", path, number,
		    MODEL_TYPES);
	add_token(c, parts, word, type, tag.p[0] == 'I' && type == *previous);
	*previous = type;
}

void
corpus_load(struct corpus *c, struct clerk *clerk, const char *path)
{
	struct span file = table_load(clerk, path), rest = file, line;
	struct sentence s = { c->tokens.n, 0, (uint8_t)c->domains };
	struct tokens parts = { 0 };
	unsigned previous = MODEL_TYPES;
	unsigned long number = 0;

	while (rest.n > 0) {
		line = span_trim(span_cut(&rest, '\n'));
		number++;
		if (line.n > 0) {
			add_line(c, &parts, path, number, line, &previous);
			continue;
		}
		end_sentence(c, &s);
		previous = MODEL_TYPES;
	}
	end_sentence(c, &s);
	c->domains++;
	free((void *)(uintptr_t)file.p);
	tokens_free(&parts);
}

void
corpus_add(struct corpus *c, struct span text, const struct token *token,
    const uint8_t *tag, size_t n)
{
	struct sentence s = { c->tokens.n, n, (uint8_t)c->domains };
	size_t at = c->text.n - token[0].at;

	buf_adds(&c->text, text);
	for (size_t i = 0; i < n; i++) {
		struct token t = token[i];

		t.at += (uint32_t)at;
		push(c, t, tag[i]);
	}
	add_sentence(c, &s);
}

void
corpus_free(struct corpus *c)
{
	tokens_free(&c->tokens);
	buf_free(&c->text);
	free(c->tag);
	free(c->sentence);
	*c = (struct corpus) { 0 };
}
