/*
 * The costs say what is likelier to be one keyword: a listed name, a phrase of
 * the article, or words that nobody knows; the limits bound the work.
 */
#include "news/tags.h"

#include <stdlib.h>

#include "base/mem.h"
#include "news/bracket.h"
#include "text/utf8.h"

enum {
	WORDS_MOST = 200, /* of a line without separators */
	PHRASE_MOST = 8   /* words of one keyword */
};

/* What a keyword costs, in tenths. */
enum {
	COST_NAME = 3,
	COST_WORD_NAME = 4,
	COST_PHRASE = 10,
	COST_CONTAINS = 12,
	COST_UNKNOWN = 15,
	COST_WORD = 2,
	COST_KNOWN_WORD = 12,
	COST_NEVER = 10000
};

struct tag_word {
	struct span text; /* of the raw keywords */
	struct span folded;
	bool stop, head, known, printed;
	bool starts; /* listed names may start with it */
};

struct splitting {
	struct tags *t;
	const struct rules *r;
	struct span folded_body; /* a blank at both ends */
	struct tag_word word[WORDS_MOST];
	size_t n;
	int cost[WORDS_MOST + 1];
	size_t from[WORDS_MOST + 1];
	size_t apart; /* what starts before this word is printed nowhere */
};

static void
push(struct spans *list, struct span s)
{
	s = line_trim(s);
	while (s.n > 0 && (s.p[0] == '#' || s.p[0] == '-'))
		s = line_trim(span_skip(s, 1));
	s = bracket_strip(s);
	if (fold_letters(s) == 0)
		return;
	list->s = mem_grow(list->s, &list->cap, list->n + 1, sizeof list->s[0]);
	list->s[list->n++] = s;
}

/* May a separator start with this byte, by ASCII or what leads marks? */
static bool
may_separate(char c)
{
	static const bool first[256] = { [','] = true,
		['|'] = true,
		[';'] = true,
		['/'] = true,
		['#'] = true,
		['\n'] = true,
		['\t'] = true,
		['-'] = true,
		['*'] = true,
		[']'] = true,
		[')'] = true,
		[0x7d] = true, /* a closing brace */
		['"'] = true,
		[0xc2] = true,
		[0xd8] = true,
		[0xe2] = true };

	return first[(unsigned char)c];
}

/* Bytes of the separator at the start of s, or 0.  A dash parts words only
 * with blanks around it. */
static size_t
separator(struct span s, bool after_blank)
{
	static const struct span marks[] = { SPAN("،"), SPAN(","), SPAN("|"),
		SPAN("؛"), SPAN(";"), SPAN("•"), SPAN("·"), SPAN("/"),
		SPAN("#"), SPAN("\n"), SPAN("\t") };
	static const struct span dashes[] = { SPAN("- "), SPAN("– "),
		SPAN("— "), SPAN("* ") };
	size_t i;

	if (!may_separate(s.p[0]))
		return 0;
	for (i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (span_starts(s, marks[i]))
			return marks[i].n;
	for (i = 0; after_blank && i < sizeof dashes / sizeof dashes[0]; i++)
		if (span_starts(s, dashes[i]))
			return dashes[i].n;
	return bracket_between(s);
}

bool
tags_parted(struct tags *t, struct span raw)
{
	size_t i = 0, start = 0, n;
	bool found = false;

	t->out.n = 0;

	while (i < raw.n) {
		n = separator(span_skip(raw, i), i > 0 && raw.p[i - 1] == ' ');
		if (n == 0) {
			i++;
			continue;
		}
		push(&t->out, span_of(raw.p + start, i - start));
		found = found || i > 0;
		i += n;
		start = i;
	}
	if (found)
		push(&t->out, span_skip(raw, start));
	else
		t->out.n = 0;
	return found;
}

/* Is the phrase printed in the article, from the start of a word (a proclitic
 * may stand there) to the end of one? */
static bool
is_printed(const struct splitting *s, struct span phrase)
{
	const char *p = s->folded_body.p;
	const char *end = p + s->folded_body.n;

	while (phrase.n > 0 && p < end &&
	    (p = memmem(p, (size_t)(end - p), phrase.p, phrase.n)) != NULL) {
		const char *after = p + phrase.n;
		size_t before = (size_t)(p - s->folded_body.p), len;

		if (before > 0 && after < end &&
		    fold_class(utf8_get(after, end, &len)) < FOLD_LETTER &&
		    (p[-1] == ' ' || (unsigned char)p[-1] < 0x80 ||
			(before > 3 && p[-3] == ' ')))
			return true;
		p++;
	}
	return false;
}

static struct span
phrase(const struct splitting *s, size_t from, size_t to)
{
	return span_to(s->word[from].folded.p,
	    s->word[to - 1].folded.p + s->word[to - 1].folded.n);
}

/* Is phrase from..to printed?  A part of what is printed is, too: where one was
 * not, nothing that has it in it is.  To be asked with `to` growing. */
static bool
is_whole(struct splitting *s, size_t from, size_t to)
{
	if (from < s->apart)
		return false;
	if (to - from > 1 ? is_printed(s, phrase(s, from, to))
			  : s->word[from].printed)
		return true;
	s->apart = from + 1;
	return false;
}

/* Is phrase from..to a listed name? */
static bool
is_name(const struct splitting *s, size_t from, size_t to)
{
	return s->word[from].starts &&
	    names_find(&s->t->names, phrase(s, from, to)) >= 0;
}

/* Does a listed name stand inside words from..to, not being all of them? */
static bool
holds_name(const struct splitting *s, size_t from, size_t to)
{
	size_t i, j;

	for (i = from; i < to; i++)
		for (j = i + 2; j <= to; j++)
			if (j - i < to - from && is_name(s, i, j))
				return true;
	return false;
}

/* What it costs to take words from..to as one keyword. */
static int
cost_of(struct splitting *s, size_t from, size_t to)
{
	int cost = COST_UNKNOWN;
	size_t i;

	if (s->word[from].stop || s->word[to - 1].stop)
		return COST_NEVER;
	if (is_name(s, from, to))
		return to - from > 1 ? COST_NAME : COST_WORD_NAME;
	if (is_whole(s, from, to))
		return COST_PHRASE +
		    (holds_name(s, from, to) ? COST_CONTAINS : 0);
	for (i = from; i < to; i++) {
		bool bound = i > from &&
		    (s->word[i - 1].stop || s->word[i - 1].head);

		cost += s->word[i].known && !s->word[i].stop && !bound
		    ? COST_KNOWN_WORD
		    : COST_WORD;
	}
	return cost;
}

/* What is known of the word, whose folded form is there. */
static void
look_up(const struct splitting *s, struct tag_word *w)
{
	const int kind = names_find(&s->t->words, w->folded);
	struct name_word first; /* none where it is of marks alone */

	w->stop = kind == TAGWORD_STOP;
	w->head = kind == TAGWORD_HEAD;
	w->starts = names_words(&first, 1, w->folded) == 0 ||
	    names_may_start(&s->t->names, &first);
	w->printed = is_printed(s, w->folded);
	w->known = w->printed || names_find(&s->t->names, w->folded) >= 0;
}

static void
read_words(struct splitting *s, struct span raw)
{
	const struct folded *f = &s->t->fold;
	struct span text = buf_span(&f->text);
	size_t i = 0;

	while (i < text.n && s->n < WORDS_MOST) {
		size_t from;
		struct tag_word *w = &s->word[s->n];

		while (i < text.n && text.p[i] == ' ')
			i++;
		for (from = i; i < text.n && text.p[i] != ' '; i++)
			;
		if (i == from)
			break;
		*w = (struct tag_word) { .folded = span_of(
					     text.p + from, i - from) };
		w->text = span_to(raw.p + f->map[from], raw.p + f->map[i]);
		look_up(s, w);
		s->n++;
	}
}

/* The cheapest way to part the words. */
static void
find_cheapest(struct splitting *s)
{
	size_t i, j;

	s->cost[0] = 0;
	for (j = 1; j <= s->n; j++) {
		s->cost[j] = 10 * COST_NEVER;
		for (i = j > PHRASE_MOST ? j - PHRASE_MOST : 0; i < j; i++) {
			int cost = s->cost[i] + cost_of(s, i, j);

			if (cost <= s->cost[j]) { /* at a tie, the shorter */
				s->cost[j] = cost;
				s->from[j] = i;
			}
		}
	}
}

static void
keep(struct splitting *s, size_t to)
{
	if (to == 0)
		return;
	keep(s, s->from[to]);
	push(&s->t->out,
	    line_trim(span_to(s->word[s->from[to]].text.p,
		s->word[to - 1].text.p + s->word[to - 1].text.n)));
}

/* Split where nothing is printed between the keywords. */
static void
split_words(struct tags *t, const struct rules *r, struct span raw,
    struct span title, struct span body)
{
	struct splitting s = { .t = t, .r = r };
	struct buf text = { 0 };

	nameset_open(NAMESET_TAGS, &t->names);
	nameset_open(NAMESET_TAGWORDS, &t->words);
	buf_addc(&text, ' ');
	fold_add(&text, title);
	buf_addc(&text, ' ');
	fold_add(&text, body);
	buf_addc(&text, ' ');
	s.folded_body = buf_span(&text);
	fold(&t->fold, raw);
	read_words(&s, raw);
	find_cheapest(&s);
	keep(&s, s.n);
	buf_free(&text);
}

void
tags_split(struct tags *t, const struct rules *r, struct span raw,
    struct span title, struct span body)
{
	t->out.n = 0;
	if (raw.n == 0 || tags_parted(t, raw))
		return;
	split_words(t, r, raw, title, body);
}

void
tags_free(struct tags *t)
{
	folded_free(&t->fold);
	free(t->out.s);
}
