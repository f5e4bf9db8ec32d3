/*
 * A model with numbers in it changed and its check made anew: refused, or used
 * to tag a text, and every tag is one that it has.
 */
#include <stdlib.h>

#include "fuzz/change.h"
#include "fuzz/fuzz.h"
#include "tagger/tagger.h"

enum { SLOTS = 256, TYPES = 3, TAGS = 1 + 2 * TYPES };

static const char magic[8] = "KHABARN3";

static const char text[] =
    "قال الوزير سالم بن رائد (رويترز) من حلب إن \"نجمة البحر\" هناك.\n"
    "وزارة المياه في دمشق 2020 telegram";

static const struct lexicon none;

/* Give each feature of the text's words a row that is there for all offsets. */
static void
add_features(struct model_parts *p, uint32_t *key, uint32_t *rows)
{
	struct feature f[WORD_FEATURES];
	struct tokens tokens = { 0 };
	struct word w;
	size_t used = 0;

	tokens_split(&tokens, span_str(text));
	for (size_t i = 0; i < tokens.n; i++) {
		const struct token *t = &tokens.t[i];
		size_t n;

		if (t->kind == TOKEN_BREAK)
			continue;
		word_look(&w, span_of(text + t->at, t->n), t->kind, &none);
		n = word_features(&w, f);
		for (size_t k = 0; k < n && used < SLOTS / 2; k += 7, used++) {
			size_t slot = f[k].hash & (SLOTS - 1);

			while (rows[slot] != 0)
				slot = (slot + 1) & (SLOTS - 1);
			key[slot] = (uint32_t)(f[k].hash >> 32);
			rows[slot] = 31;
		}
	}
	tokens_free(&tokens);
	p->key = key;
	p->rows = rows;
	p->slots = SLOTS;
}

/* As the lexicon has it. */
static uint32_t
key_of(struct span folded)
{
	return (uint32_t)(hash_span(folded, 0) >> 32);
}

static void
make(struct buf *image)
{
	static int16_t move[MOVE_PAIRS * TAGS * TAGS];
	static uint32_t key[SLOTS], rows[SLOTS];
	static struct model_parts p = { .types = TYPES, .scale = 100 };
	static const struct lexeme lexeme[] = { { .prior = 2, .place = 1 },
		{ .role = 3, .cluster = { 1, 2, 3 } } };
	uint32_t word[] = { key_of(SPAN("سالم")), key_of(SPAN("حلب")) };
	const int32_t weight[MODEL_TAGS] = { 10, -20, 30, 2000, 5 };
	struct buf row = { 0 };

	must(word[0] < word[1]);
	p.type[0] = SPAN("PER");
	p.type[1] = SPAN("ORG");
	p.type[2] = SPAN("LOC");
	for (int i = 0; i < WORD_OFFSETS; i++)
		model_add_row(&row, weight, 0);
	add_features(&p, key, rows);
	p.move = move;
	p.row = buf_span(&row);
	p.word = word;
	p.lexeme = lexeme;
	p.lexemes = 2;
	model_image(&p, image);
	buf_free(&row);
}

static void
use(const struct model *m)
{
	static const struct gazetteer *const lists[MATCH_LISTS];
	struct tokens tokens = { 0 };
	struct tagger t;
	size_t at = 0, n;

	tokens_split(&tokens, span_str(text));
	tagger_init(&t, m, lists);
	tagger_text(&t, span_str(text), tokens.t, tokens.n);
	while ((n = tagger_next(tokens.t, tokens.n, &at)) > 0) {
		tagger_line(&t, at, n);
		for (size_t i = 0; i < n; i++)
			must(t.tag[i] < m->tags);
		at += n;
	}
	tagger_free(&t);
	tokens_free(&tokens);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buf whole, changed;
	struct model m;
	char *image;

	if (size % CHANGE_BYTES != 0)
		return 0; /* no whole change */
	if (whole.n == 0)
		make(&whole);
	change_image(&changed, buf_span(&whole), data, size, magic);
	must((image = change_copy(&changed)) != NULL);
	if (model_open(&m, span_of(image, changed.n)) == NULL) {
		use(&m);
		model_close(&m);
	}
	free(image);
	return 0;
}
