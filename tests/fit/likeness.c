/*
 * Makes common/tables/likeness.tsv: how likely a word of running text means
 * the place that it can be the name of.
 *
 * Words that mean alike have vectors that lie near each other (learn/embed.h).
 * So a name that is another word, too (العيون, the city, and eyes), is told by
 * how many of its nearest neighbours are names of places: of those that
 * khabar's own tables vouch for, and of cities of 128,000 and more.  Words that
 * are seen SEEN times are asked for and may be neighbours.
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

enum { NEIGHBOURS = 25, SEEN = 12, RANK_LARGE = 46 };

struct neighbours {
	const char *gazetteer;
	struct opt_list texts;
	struct span field;
	unsigned least, epochs;
	struct gazetteer g;
	struct lexicon_builder words;
	struct running running;
	const struct lexicon_word **word; /* by their numbers */
	bool *place;                      /* is it one, to be sure? */
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
	    AT(least), .min = 1, .max = 1000000, .init = "5" },
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

static uint32_t
node_of(const struct gazetteer *g, struct span word)
{
	return gazetteer_node(
	    g, gazetteer_step(GAZETTEER_ROOT, hash_span(word, 0)));
}

/* The entry of the place that is called word, or NULL. */
static const struct gazetteer_entry *
place_of(const struct gazetteer *g, struct span word)
{
	uint32_t entry = node_of(g, word) & NODE_ENTRY;

	return entry != 0 && g->entry[entry - 1].label == LABEL_LOC
	    ? &g->entry[entry - 1]
	    : NULL;
}

/* Whether a word, which may have proclitics in front, is a place for sure. */
static bool
is_place(const struct gazetteer *g, struct span word)
{
	struct clitic_form form[CLITIC_FORMS];
	size_t n = clitic_forms(word, form);

	for (size_t i = 0; i < n; i++) {
		struct span rest = span_skip(word, form[i].cut);
		const struct gazetteer_entry *e = place_of(g, rest);

		if (e != NULL && !form[i].article &&
		    (gazetteer_likely(node_of(g, rest)) >= LIKELY_SOME ||
			e->rank <= RANK_LARGE))
			return true;
	}
	return false;
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

		if (i == w || l->word[i]->count < SEEN)
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

static struct span
word_of(const struct neighbours *l, uint32_t i)
{
	return span_of(l->words.text.p + l->word[i]->at, l->word[i]->n);
}

static void
print_row(const struct neighbours *l, uint32_t w)
{
	uint32_t near[NEIGHBOURS];
	struct span word = word_of(l, w);
	int n = nearest(l, w, near), places = 0;

	for (int i = 0; i < n; i++)
		places += l->place[near[i]];
	printf("%.*s\t%d\n", (int)word.n, word.p, places * 100 / NEIGHBOURS);
}

int
main(int argc, char **argv)
{
	static struct neighbours l;

	opt_parse(argc, argv, options, "[options] >likeness.tsv", &l);
	data_gazetteer(NULL, l.gazetteer, &l.g);
	running_texts(NULL, l.texts.item, l.texts.n, l.field, count_words, &l);
	rank(&l);
	learn(&l);
	l.place = mem_zero(l.n + 1, sizeof *l.place);
	for (uint32_t i = 0; i < l.n; i++)
		l.place[i] = is_place(&l.g, word_of(&l, i));
	puts("# likeness.tsv: words of running text that may be places.\n"
	     "# Columns: word, folded; how many percent of its 25 nearest "
	     "neighbours in meaning\n# are places.\n"
	     "# Made by tests/fit/likeness from news; numbers alone are kept "
	     "of it.");
	for (uint32_t i = 0; i < l.n; i++)
		if (l.word[i]->count >= SEEN &&
		    place_of(&l.g, word_of(&l, i)) != NULL)
			print_row(&l, i);
	return fclose(stdout) != 0;
}
