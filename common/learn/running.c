/*
 * Clusters of three sizes, coarse to fine, as hierarchical clusters are used at
 * several depths (Turian, Ratinov and Bengio, ACL 2010).
 */
#include "learn/running.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/status.h"
#include "learn/embed.h"
#include "io/clerk.h"
#include "io/reader.h"
#include "record/kind.h"
#include "record/record.h"
#include "text/fold.h"

/* How many clusters, coarse to fine. */
static const uint32_t clusters[WORD_CLUSTERS] = { 256, 1024, 4096 };

enum { KMEANS_ROUNDS = 15 };

static void
push(struct running *r, uint32_t word)
{
	if (r->n == r->cap)
		r->word = mem_grow(r->word, &r->cap, r->n + 1, sizeof *r->word);
	r->word[r->n++] = word;
}

void
running_add(struct running *r, struct lexicon_builder *b, struct span text)
{
	tokens_split(&r->tokens, text);
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct token *t = &r->tokens.t[i];
		struct lexicon_word *w;

		if (t->kind == TOKEN_BREAK) {
			push(r, EMBED_BREAK);
			continue;
		}
		r->folded.n = 0;
		fold_add(&r->folded, span_of(text.p + t->at, t->n));
		if (r->folded.n == 0 || r->folded.n >= WORD_BYTES)
			continue;
		if (t->kind == TOKEN_NUMBER)
			memset(r->folded.p, '0', r->folded.n);
		w = lexicon_word(b, buf_span(&r->folded));
		w->count++;
		push(r, (uint32_t)(w - b->word));
	}
	push(r, EMBED_BREAK);
}

struct ranked {
	uint32_t word, count;
};

static int
by_count(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->word < y->word ? -1 : x->word > y->word;
}

/* The words seen often enough, the most frequent first. */
static struct ranked *
rank(const struct lexicon_builder *b, uint32_t least, uint32_t *n)
{
	struct ranked *r = mem_alloc((b->words + 1) * sizeof *r);

	*n = 0;
	for (uint32_t i = 0; i < b->words; i++)
		if (b->word[i].count >= least)
			r[(*n)++] = (struct ranked) { i, b->word[i].count };
	qsort(r, *n, sizeof *r, by_count);
	return r;
}

static void
assign(struct lexicon_builder *b, const struct ranked *r,
    const struct embed_text *text, const float *vector,
    void (*progress)(const char *, double))
{
	uint32_t n = text->words;

	for (int level = 0; level < WORD_CLUSTERS; level++) {
		uint16_t *c = embed_clusters(
		    vector, text->count, n, clusters[level], KMEANS_ROUNDS);

		for (uint32_t i = 0; i < n; i++)
			b->word[r[i].word].cluster[level] = (uint16_t)(1 +
			    c[i]);
		free(c);
		if (progress != NULL)
			progress("clusters", (level + 1.0) / WORD_CLUSTERS);
	}
}

void
running_cluster(struct running *r, struct lexicon_builder *b, uint32_t least,
    unsigned epochs, void (*progress)(const char *, double))
{
	uint32_t n, *number = mem_alloc((b->words + 1) * sizeof *number);
	uint32_t *count = mem_alloc((b->words + 1) * sizeof *count);
	struct ranked *ranks = rank(b, least, &n);
	struct embed_text text = { r->word, 0, count, n };
	float *vector;

	memset(number, 0xff, b->words * sizeof *number);
	for (uint32_t i = 0; i < n; i++) {
		number[ranks[i].word] = i;
		count[i] = ranks[i].count;
	}
	for (size_t i = 0; i < r->n; i++)
		if (r->word[i] == EMBED_BREAK)
			r->word[text.n++] = EMBED_BREAK;
		else if (number[r->word[i]] != UINT32_MAX)
			r->word[text.n++] = number[r->word[i]];
	r->n = 0;
	if (n > 0) {
		vector = embed_train(&text, epochs, progress);
		assign(b, ranks, &text, vector, progress);
		free(vector);
	}
	free(ranks);
	free(count);
	free(number);
}

static void
read_texts(struct reader *in, struct record *record, struct span field,
    void (*use)(void *, struct span), void *arg)
{
	enum read_result got;
	struct json_error e;
	struct span line, text;

	while ((got = reader_next(in, &line)) <= READ_LAST) {
		const struct json_member *m;

		if (!record_parse(record, line, &e))
			continue;
		m = record_find(record, field);
		if (m != NULL && m->type == JSON_STRING &&
		    record_string(record, m, &text, &e))
			use(arg, text);
	}
	if (got == READ_ERROR)
		errx(STATUS_FATAL, "text: %s", reader_why(in));
}

void
running_texts(struct clerk *c, const char *const *files, size_t n,
    struct span field, void (*use)(void *, struct span), void *arg)
{
	struct reader in = { .delimiter = '\n', .max = SIZE_MAX / 4 };
	struct record record = { 0 };
	const char *what;

	for (size_t i = 0; i < n; i++) {
		int fd = clerk_open(c, files[i]);

		if (fd == -1)
			err(STATUS_FATAL, "%s", files[i]);
		reader_start(&in, fd);
		if ((what = kind_refuses(&in, 0)) != NULL)
			errx(STATUS_FATAL, "%s: %s", files[i], what);
		read_texts(&in, &record, field, use, arg);
		reader_close(fd);
	}
	record_free(&record);
	reader_free(&in);
}

void
running_free(struct running *r)
{
	free(r->word);
	tokens_free(&r->tokens);
	buf_free(&r->folded);
	*r = (struct running) { 0 };
}

void
priors_start(struct priors *p, const struct lexicon_builder *b)
{
	*p = (struct priors) { 0 };
	p->count = mem_zero(b->words + 1, sizeof *p->count);
	p->use = mem_zero(b->words + 1, sizeof *p->use);
}

/* Count what the tags around word i of the line make of it. */
static void
count_use(struct lexeme_use *u, const struct tagger *t, uint32_t i)
{
	unsigned tag = t->tag[i], type = (tag - 1) / 2;
	unsigned next = i + 1 < t->n ? t->tag[i + 1] : 0;
	bool first = tag % 2 == 1, last;

	u->total++;
	u->before += tag == 0 && next == 1;
	if (tag == 0 || type > 2)
		return;
	last = next != 2 + 2 * type;
	u->alone[type] += first && last;
	u->first[type] += first && !last;
	u->inside[type] += !first && !last;
	u->last[type] += !first && last;
}

static void
count_line(
    struct priors *p, const struct lexicon_builder *b, const struct tagger *t)
{
	for (uint32_t i = 0; i < t->n; i++) {
		const struct probe *w = &t->probe[i];
		const struct lexicon_word *known = lexicon_known(
		    b, w->hash[w->best]);

		if (known == NULL)
			continue;
		p->count[known - b->word][(t->tag[i] + 1) / 2]++;
		count_use(&p->use[known - b->word], t, i);
	}
	p->seen += t->n;
}

void
priors_add(struct priors *p, const struct lexicon_builder *b, struct tagger *t,
    struct span text)
{
	size_t at = 0, n;

	tokens_split(&p->tokens, text);
	tagger_text(t, text, p->tokens.t, p->tokens.n);
	while ((n = tagger_next(p->tokens.t, p->tokens.n, &at)) > 0) {
		tagger_line(t, at, n);
		count_line(p, b, t);
		at += n;
	}
}

void
priors_finish(struct priors *p, struct lexicon_builder *b, unsigned types)
{
	for (uint32_t i = 0; i < b->words; i++) {
		b->word[i].prior = lexeme_prior(p->count[i], types);
		b->word[i].role = lexeme_role(&p->use[i]);
		b->word[i].place = lexeme_place(&p->use[i]);
	}
	free(p->count);
	free(p->use);
	tokens_free(&p->tokens);
	*p = (struct priors) { 0 };
}
