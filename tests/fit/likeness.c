/*
 * Makes common/tables/likeness.tsv: how likely a word of running text means
 * the person, organisation or place that it can be the name of.
 *
 * Words that mean alike have vectors that lie near each other (learn/embed.h).
 * So a name that is another word, too (العيون, the city, and eyes), is told by
 * how many of its nearest neighbours are one-word names of the same label.
 * Words that the gazetteer has, seen `least` times, are asked; neighbours are
 * words seen as often.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/opt.h"
#include "learn/embed.h"
#include "learn/running.h"
#include "tagger/data.h"
#include "text/clitic.h"

enum { NEIGHBOURS = 25, LABELS = 3 };

struct neighbours {
	const char *gazetteer;
	struct opt_list texts;
	struct span field;
	unsigned least, epochs;
	struct gazetteer g;
	struct lexicon_builder words;
	struct running running;
	const struct lexicon_word **word; /* by their numbers */
	unsigned char *label;             /* 1 + label of each, or 0 */
	uint32_t n;
	float *vector;
};

#define AT(member) OPT_AT(struct neighbours, member)

static const struct opt options[] = {
	{ 'g', "gazetteer", "FILE", "whose names are asked for", OPT_FILE,
	    AT(gazetteer), .must = true },
	{ 't', "text", "FILE", "records to learn words from", OPT_LIST,
	    AT(texts) },
	{ 0, "field", "NAME", "the field with their text", OPT_SPAN, AT(field),
	    .init = "text" },
	{ 0, "least", "N", "how often a word must be seen", OPT_NUMBER,
	    AT(least), .min = 1, .max = 1000000, .init = "12" },
	{ 0, "epochs", "N", "passes over the text", OPT_NUMBER, AT(epochs),
	    .min = 1, .max = 100, .init = "5" },
	{ 0 },
};

static void
count_words(void *arg, struct span text)
{
	struct neighbours *l = arg;

	running_add(&l->running, &l->words, text);
}

/* 1 + the label of a one-word name, or 0. */
static unsigned char
label_of(const struct gazetteer *g, struct span word)
{
	uint32_t node = gazetteer_node(g,
			    gazetteer_step(
				GAZETTEER_ROOT, hash_span(word, 0))) &
	    NODE_ENTRY;

	if (node == 0 || g->entry[node - 1].label >= LABELS)
		return 0;
	return (unsigned char)(1 + g->entry[node - 1].label);
}

/* The same of a word that may have proclitics in front. */
static unsigned char
label_within(const struct gazetteer *g, struct span word)
{
	struct clitic_form form[CLITIC_FORMS];
	size_t n = clitic_forms(word, form);
	unsigned char label = 0;

	for (size_t i = 0; i < n && label == 0; i++)
		if (!form[i].article)
			label = label_of(g, span_skip(word, form[i].cut));
	return label;
}

static int
by_count(const void *a, const void *b)
{
	const struct lexicon_word *const *x = a, *const *y = b;

	if ((*x)->count != (*y)->count)
		return (*x)->count > (*y)->count ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

static void
rank(struct neighbours *l)
{
	l->word = mem_alloc((l->words.words + 1) * sizeof *l->word);
	for (uint32_t i = 0; i < l->words.words; i++)
		if (l->words.word[i].count >= l->least)
			l->word[l->n++] = &l->words.word[i];
	qsort(l->word, l->n, sizeof *l->word, by_count);
}

static void
learn(struct neighbours *l)
{
	struct running *r = &l->running;
	uint32_t *number = mem_alloc((l->words.words + 1) * sizeof *number);
	uint32_t *count = mem_alloc((l->n + 1) * sizeof *count);
	struct embed_text text = { r->word, 0, count, l->n };

	memset(number, 0xff, l->words.words * sizeof *number);
	for (uint32_t i = 0; i < l->n; i++) {
		number[l->word[i] - l->words.word] = i;
		count[i] = l->word[i]->count;
	}
	for (size_t i = 0; i < r->n; i++)
		if (r->word[i] == EMBED_BREAK)
			r->word[text.n++] = EMBED_BREAK;
		else if (number[r->word[i]] != UINT32_MAX)
			r->word[text.n++] = number[r->word[i]];
	l->vector = embed_train(&text, l->epochs, NULL);
	free(count);
	free(number);
}

static float
dot(const float *a, const float *b)
{
	typedef float lanes __attribute__((vector_size(32)));
	lanes sum = { 0 }, x, y;
	float total = 0;

	for (int i = 0; i < EMBED_DIM; i += 8) {
		memcpy(&x, a + i, sizeof x);
		memcpy(&y, b + i, sizeof y);
		sum += x * y;
	}
	for (int i = 0; i < 8; i++)
		total += sum[i];
	return total;
}

/* The numbers of the nearest neighbours of word w; how many. */
static int
nearest(const struct neighbours *l, uint32_t w, uint32_t near[NEIGHBOURS])
{
	float how[NEIGHBOURS];
	int n = 0;

	for (uint32_t i = 0; i < l->n; i++) {
		float d;
		int at;

		if (i == w)
			continue;
		d = dot(l->vector + (size_t)w * EMBED_DIM,
		    l->vector + (size_t)i * EMBED_DIM);
		if (n == NEIGHBOURS && d <= how[n - 1])
			continue;
		at = n < NEIGHBOURS ? n++ : n - 1;
		for (; at > 0 && how[at - 1] < d; at--) {
			how[at] = how[at - 1];
			near[at] = near[at - 1];
		}
		how[at] = d;
		near[at] = i;
	}
	return n;
}

static void
print_row(const struct neighbours *l, uint32_t w)
{
	uint32_t near[NEIGHBOURS];
	unsigned like[1 + LABELS] = { 0 };
	int n = nearest(l, w, near);

	for (int i = 0; i < n; i++)
		like[l->label[near[i]]]++;
	printf("%.*s", (int)l->word[w]->n, l->words.text.p + l->word[w]->at);
	for (int i = 1; i <= LABELS; i++)
		printf("\t%u", like[i] * 100 / NEIGHBOURS);
	puts("");
}

int
main(int argc, char **argv)
{
	static struct neighbours l;

	opt_parse(argc, argv, options, "[options] >likeness.tsv", &l);
	data_gazetteer(l.gazetteer, &l.g);
	running_texts(l.texts.item, l.texts.n, l.field, count_words, &l);
	rank(&l);
	learn(&l);
	l.label = mem_zero(l.n + 1, 1);
	for (uint32_t i = 0; i < l.n; i++)
		l.label[i] = label_within(&l.g,
		    span_of(l.words.text.p + l.word[i]->at, l.word[i]->n));
	for (uint32_t i = 0; i < l.n; i++)
		if (label_of(&l.g,
			span_of(
			    l.words.text.p + l.word[i]->at, l.word[i]->n)) != 0)
			print_row(&l, i);
	return fclose(stdout) != 0;
}
