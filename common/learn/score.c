/*
 * Scores as conlleval's: an entity is right where both its ends and its type
 * are.  MISC is left out of the sum.
 */
#include "learn/score.h"

enum { MISC = 3 };

/* The end of the entity that starts at tag[i]. */
static size_t
entity_end(const uint8_t *tag, size_t n, size_t i)
{
	size_t j = i + 1;

	while (j < n && tag[j] == tag[i] + 1)
		j++;
	return j;
}

static void
score_sentence(
    const uint8_t *gold, const uint8_t *found, size_t n, struct score *out)
{
	for (size_t i = 0; i < n; i++) {
		out[gold[i] / 2].gold += gold[i] % 2;
		out[found[i] / 2].found += found[i] % 2;
		if (gold[i] % 2 == 1 && gold[i] == found[i] &&
		    entity_end(gold, n, i) == entity_end(found, n, i))
			out[gold[i] / 2].right++;
	}
}

void
score_corpus(struct tagger *t, const struct corpus *c, size_t from, size_t to,
    struct score out[MODEL_TYPES + 1])
{
	struct score *all = &out[MODEL_TYPES];

	memset(out, 0, (MODEL_TYPES + 1) * sizeof *out);
	for (size_t i = from; i < to; i++) {
		const struct sentence *s = &c->sentence[i];
		size_t n = s->n < TAGGER_LINE ? s->n : TAGGER_LINE;

		tagger_text(t, buf_span(&c->text), c->tokens.t + s->first, n);
		tagger_line(t, 0, n);
		score_sentence(c->tag + s->first, t->tag, n, out);
	}
	for (unsigned i = 0; i < MODEL_TYPES; i++) {
		if (i == MISC)
			continue;
		all->right += out[i].right;
		all->found += out[i].found;
		all->gold += out[i].gold;
	}
}

static double
percent(unsigned long a, unsigned long b)
{
	return b == 0 ? 0 : 100.0 * (double)a / (double)b;
}

double
score_precision(const struct score *s)
{
	return percent(s->right, s->found);
}

double
score_recall(const struct score *s)
{
	return percent(s->right, s->gold);
}

double
score_f1(const struct score *s)
{
	return percent(2 * s->right, s->found + s->gold);
}

void
score_print(
    struct tagger *t, const struct corpus *c, size_t from, size_t to, FILE *f)
{
	struct score s[MODEL_TYPES + 1];

	score_corpus(t, c, from, to, s);
	for (unsigned i = 0; i <= MODEL_TYPES; i++) {
		struct span name = i == MODEL_TYPES ? SPAN("micro")
						    : c->type[i];

		if (s[i].gold > 0)
			fprintf(f,
			    "%-6.*s P %5.1f  R %5.1f  F1 %5.1f   gold %lu\n",
			    (int)name.n, name.p, score_precision(&s[i]),
			    score_recall(&s[i]), score_f1(&s[i]), s[i].gold);
	}
}
