/* The fast tagger beside a slow one: every score and tag the same, also at the
 * bounds where a first int16 version overflowed. */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "tagger/tagger.h"
#include "learn/train.h"
#include "chance.h"
#include "tap.h"

enum { MAX = TAGGER_LINE };

/* The sum of the weights that a feature has for tag k at offset o. */
static double
weight(const struct model *m, uint64_t hash, unsigned o, unsigned k)
{
	for (uint64_t i = hash & m->mask; m->rows[i] != 0;
	     i = (i + 1) & m->mask) {
		const unsigned char *p = (const void *)(m->row.p +
		    (m->rows[i] >> 5));

		if (m->key[i] != (uint32_t)(hash >> 32))
			continue;
		if ((m->rows[i] >> o & 1) == 0)
			return 0;
		for (unsigned q = 0; q <= o; q++) {
			unsigned head = p[0] | (unsigned)p[1] << 8, at = 2;

			if ((m->rows[i] >> q & 1) == 0)
				continue;
			for (unsigned t = 0; t < 15; t++) {
				if ((head >> t & 1) == 0)
					continue;
				if (q == o && t == k)
					return (double)(signed char)p[at] *
					    (head >> 15 ? ROW_COARSE : 1);
				at++;
			}
			p += at;
		}
		return 0;
	}
	return 0;
}

static double
bound(double v, double most)
{
	return v > most ? most : v < -most ? -most : v;
}

static void
slow_scores(const struct model *m, struct span text, const struct token *token,
    size_t n, double score[MAX][MODEL_TAGS])
{
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < m->tags; k++)
			score[i][k] = 0;
	for (size_t j = 0; j < n; j++) {
		struct feature f[WORD_FEATURES];
		struct word w;
		size_t features;

		word_look(&w, span_of(text.p + token[j].at, token[j].n),
		    token[j].kind, &m->lexicon);
		features = word_features(&w, f);
		for (unsigned o = 0; o < WORD_OFFSETS; o++)
			for (unsigned k = 0; k < m->tags; k++) {
				size_t i = j + o - WORD_MIDDLE;
				double sum = 0;

				for (size_t q = 0; q < features; q++)
					sum += weight(m, f[q].hash, o, k);
				if (i < n)
					score[i][k] += bound(sum, WORD_SCORE);
			}
	}
	for (unsigned o = 0; o < FLAG_OFFSETS; o++)
		for (unsigned k = 0; k < m->tags; k++) {
			if (o >= 1 && o - 1 < n)
				score[o - 1][k] +=
				    m->flag[(FLAG_FIRST * FLAG_OFFSETS + o) *
					    MODEL_TAGS +
					k];
			if (n + o >= 2 && n + o - 2 < n)
				score[n + o - 2][k] +=
				    m->flag[(FLAG_LAST * FLAG_OFFSETS + o) *
					    MODEL_TAGS +
					k];
		}
}

static bool
legal(unsigned from, unsigned to)
{
	return to == 0 || to % 2 == 1 || from == to || from == to - 1;
}

/* The classes of the words, as the slow tagger sees them. */
static void
slow_classes(const struct model *m, struct span text, const struct token *token,
    size_t n, uint8_t *class)
{
	struct word w;

	for (size_t i = 0; i < n; i++) {
		word_look(&w, span_of(text.p + token[i].at, token[i].n),
		    token[i].kind, &m->lexicon);
		class[i] = w.class;
	}
}

static void
slow_tags(const struct model *m, double score[MAX][MODEL_TAGS],
    const uint8_t *class, size_t n, uint8_t *tag)
{
	static double path[MAX][MODEL_TAGS];
	static uint8_t back[MAX][MODEL_TAGS];
	const int16_t *move = m->move;
	uint8_t best = 0;

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			move = m->move +
			    m->tags * m->tags *
				move_pair(class[i - 1], class[i]);
		for (unsigned k = 0; k < m->tags; k++) {
			path[i][k] = -1e300;
			for (unsigned p = 0; p < m->tags; p++) {
				double v;

				if (!legal(p, k) || (i == 0 && p > 0))
					continue;
				v = score[i][k] +
				    (i ? path[i - 1][p] + move[p * m->tags + k]
				       : 0);
				if (v > path[i][k]) {
					path[i][k] = v;
					back[i][k] = (uint8_t)p;
				}
			}
		}
	}
	for (uint8_t k = 1; k < m->tags; k++)
		if (path[n - 1][k] > path[n - 1][best])
			best = k;
	for (size_t i = n; i-- > 0; best = back[i][best])
		tag[i] = best;
}

static const char *const words[] = { "زار", "سالم", "حلب", "وحلب", "بسالم",
	"شركة", "النور", "في", "2021", ".", "للنور", "OK", "،", "البحر" };
static const char *const tags[] = { "O", "B-PER", "B-LOC", "B-LOC", "B-PER",
	"B-ORG", "I-ORG", "O", "O", "O", "B-ORG", "B-MISC", "O", "B-LOC" };
enum { WORDS = sizeof words / sizeof *words };

/* A random text of words; many: of so many different ones that they take each
 * other's place in the cache, within a line too. */
static void
make_text(struct buf *b, size_t n, bool many)
{
	static const char letter[][3] = { "ا", "ب", "ت", "ج", "ح", "د", "ر",
		"س", "ش", "ع", "ف", "ق", "ك", "ل", "م", "ن", "ه", "و", "ي" };
	enum { LETTERS = sizeof letter / sizeof *letter };

	b->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (!many || chance(16) == 0)
			buf_printf(b, "%s ", words[chance(WORDS)]);
		else
			buf_printf(b, "%s%s%s%s ", letter[chance(LETTERS)],
			    letter[chance(LETTERS)], letter[chance(LETTERS)],
			    letter[chance(LETTERS)]);
	}
}

/* Whether code for any CPU finds what that for this one has found in t. */
static bool
plain_same(struct tagger *t)
{
	struct lattice l = { t->cell + WORD_MIDDLE, t->moves, t->pair, t->n,
		t->model->types };
	int32_t margin[MAX];
	uint8_t tag[MAX];

	lattice_decode_plain(&l, tag, margin);
	return memcmp(tag, t->tag, t->n) == 0 &&
	    memcmp(margin, t->margin, t->n * sizeof *margin) == 0;
}

static void
compare(const struct model *m, const char *what, bool many)
{
	static double score[MAX][MODEL_TAGS];
	const struct gazetteer *const none[MATCH_LISTS] = { NULL };
	struct tagger *t = mem_zero(1, sizeof *t);
	struct tokens tokens = { 0 };
	struct buf text = { 0 };
	unsigned same = 0, plain = 0, runs = many ? 60 : 200;

	tagger_init(t, m, none);
	for (unsigned i = 0; i < runs; i++) {
		uint8_t tag[MAX], class[MAX];
		size_t n;

		make_text(
		    &text, many ? MAX : 1 + chance(i % 20 ? 30 : MAX), many);
		tokens_split(&tokens, buf_span(&text));
		n = tokens.n < MAX ? tokens.n : MAX;
		slow_scores(m, buf_span(&text), tokens.t, n, score);
		slow_classes(m, buf_span(&text), tokens.t, n, class);
		slow_tags(m, score, class, n, tag);
		tagger_text(t, buf_span(&text), tokens.t, n);
		tagger_line(t, 0, n);
		same += memcmp(tag, t->tag, n) == 0;
		plain += plain_same(t);
	}
	ok(same == runs, "%s: %u of %u lines as the slow tagger has them", what,
	    same, runs);
	ok(plain == runs, "%s: and %u by code for any CPU", what, plain);
	tagger_free(t);
	tokens_free(&tokens);
	buf_free(&text);
	free(t);
}

/* Names of one word and of several, each two words as one name. */
static void
make_names(struct gazetteer *g, struct buf *image)
{
	struct gazetteer_builder b = { 0 };
	struct buf name = { 0 };

	for (size_t i = 0; i < WORDS; i++) {
		name.n = 0;
		buf_printf(
		    &name, "%s %s", words[i], words[(i * 5 + 1) % WORDS]);
		gazetteer_phrase(&b,
		    gazetteer_entity(&b, SPAN(""), SPAN("LOC"), SPAN(""), 1, 1),
		    i % 3 == 0 ? span_str(words[i]) : buf_span(&name));
	}
	gazetteer_image(&b, image);
	gazetteer_open(g, buf_span(image));
	gazetteer_builder_free(&b);
	buf_free(&name);
}

static bool
same_names(const struct tagger *a, const struct tagger *b)
{
	bool same = a->matches == b->matches;

	for (uint32_t i = 0; same && i < a->matches; i++)
		same = a->match[i].first == b->match[i].first &&
		    a->match[i].n == b->match[i].n &&
		    a->match[i].form == b->match[i].form &&
		    a->match[i].entry == b->match[i].entry;
	return same;
}

/* Places of a set by vectors, as without. */
static void
test_ways(void)
{
	uint32_t set[CACHE_WAYS] __attribute__((aligned(32)));
	unsigned same = 0, found = 0, runs = 5000;

	for (unsigned i = 0; i < runs; i++) {
		uint32_t place = (chance(4) << 1 | 1) << CACHE_BITS;
		unsigned used = chance(CACHE_WAYS + 1), plain;

		for (unsigned k = 0; k < CACHE_WAYS; k++)
			set[k] = k < used
			    ? (chance(16) << 1 | 1) << CACHE_BITS |
				chance(CACHE_MOST)
			    : 0;
		plain = cache_ways_plain(set, place);
		same += cache_ways(set, place) == plain;
		found += (plain & ((1u << used) - 1)) != 0;
	}
	ok(same == runs && found > runs / 10,
	    "%u of %u sets as plain code has them", same, runs);
}

/* What the bits of states rule out is in no list. */
static void
test_may(void)
{
	struct tagger *t = mem_zero(2, sizeof *t);
	struct gazetteer g;
	const struct gazetteer *const list[MATCH_LISTS] = {
		[MATCH_BUILT_IN] = &g
	};
	struct buf text = { 0 }, image = { 0 };
	struct tokens tokens = { 0 };
	unsigned found = 0, several = 0;
	bool same = true;

	make_names(&g, &image);
	for (int k = 0; k < 2; k++)
		tagger_init(&t[k], NULL, list);
	for (unsigned i = 0; i < 60; i++) {
		make_text(&text, MAX, i % 2 == 0);
		tokens_split(&tokens, buf_span(&text));
		for (int k = 0; k < 2; k++) {
			tagger_text(&t[k], buf_span(&text), tokens.t, tokens.n);
			tagger_line(&t[k], 0, tokens.n < MAX ? tokens.n : MAX);
		}
		same = same && same_names(&t[0], &t[1]);
		found += t[0].matches;
		for (uint32_t m = 0; m < t[0].matches; m++)
			several += t[0].match[m].n > 1;
		free(t[1].may);
		t[1].may = NULL;
	}
	ok(same && found > 1000 && several > 100 && t[0].may != NULL,
	    "the same names by bits of states: %u, %u of several words", found,
	    several);
	for (int k = 0; k < 2; k++)
		tagger_free(&t[k]);
	tokens_free(&tokens);
	buf_free(&image);
	buf_free(&text);
	free(t);
}

static void
train(struct buf *image, const char *file)
{
	struct train_options o = { 3, 2, 1, 10, 0, 0, NULL };
	struct lexicon_builder none = { 0 };
	struct corpus c;

	corpus_init(&c);
	corpus_load(&c, NULL, file);
	image->n = 0;
	train_model(&c, &none, NULL, &o, image);
	corpus_free(&c);
	lexicon_builder_free(&none);
}

/* The model with every weight at its bound, moves at the one given, signs at
 * random.  Vectors are used where there is something behind the rows: lexemes
 * of no word. */
static void
make_extreme(struct buf *out, size_t lexemes, int16_t most)
{
	static const uint32_t keys[] = { 1, 2, 3, 4 };
	static const struct lexeme unseen[sizeof keys / sizeof *keys];
	struct model_parts p = { .types = 4,
		.scale = 8,
		.slots = 1024,
		.word = keys,
		.lexeme = unseen,
		.lexemes = lexemes };
	uint32_t *key = mem_zero(p.slots, sizeof *key);
	uint32_t *rows = mem_zero(p.slots, sizeof *rows);
	int16_t *move = mem_zero(MOVE_PAIRS * 9 * 9, sizeof *move);
	struct buf row = { 0 };
	struct word w;
	struct feature f[WORD_FEATURES];
	static const struct lexicon none;

	for (unsigned t = 0; t < 4; t++)
		p.type[t] = span_of(&"PER\0ORG\0LOC\0MIS\0"[t * 4], 3);
	p.move = move;
	for (unsigned i = 0; i < MOVE_PAIRS * 9 * 9; i++)
		move[i] = (int16_t)(chance(2) ? most : -most);
	for (unsigned i = 0; i < MODEL_FLAGS * FLAG_OFFSETS * MODEL_TAGS; i++)
		p.flag[i] = chance(2) ? FLAG_SCORE : -FLAG_SCORE;
	for (unsigned i = 0; i < WORDS; i++) {
		struct tokens t = { 0 };
		size_t n;

		tokens_split(&t, span_str(words[i]));
		word_look(&w, span_str(words[i]), t.t[0].kind, &none);
		tokens_free(&t);
		n = word_features(&w, f);
		for (size_t k = 0; k < n; k++) {
			size_t at = f[k].hash & (p.slots - 1);
			uint32_t first = (uint32_t)row.n;
			uint32_t name = (uint32_t)(f[k].hash >> 32);

			while (rows[at] != 0 && key[at] != name)
				at = (at + 1) & (p.slots - 1);
			if (rows[at] != 0)
				continue;
			for (unsigned o = 0; o < WORD_OFFSETS; o++) {
				int32_t x[MODEL_TAGS] = { 0 };

				for (unsigned q = 0; q < 9; q++)
					x[q] = chance(2) ? 1016 : -1016;
				model_add_row(&row, x, 0);
			}
			key[at] = name;
			rows[at] = first << 5 | 31;
		}
	}
	p.key = key;
	p.rows = rows;
	p.row = buf_span(&row);
	model_image(&p, out);
	buf_free(&row);
	free(key);
	free(rows);
	free(move);
}

/* A model in which a bit has changed is refused. */
static void
damage(struct buf *image)
{
	struct model m;
	unsigned refused = 0, runs = 300;

	for (unsigned i = 0; i < runs; i++) {
		size_t at = chance((unsigned)image->n);
		char bit = (char)(1u << chance(8));

		image->p[at] = (char)(image->p[at] ^ bit);
		refused += model_open(&m, buf_span(image)) != NULL;
		image->p[at] = (char)(image->p[at] ^ bit);
	}
	ok(refused == runs, "%u of %u damaged models refused", refused, runs);
}

int
main(void)
{
	char file[] = "/tmp/khabar-corpus-XXXXXX";
	struct buf image = { 0 }, again = { 0 }, extreme = { 0 };
	int fd = mkstemp(file);
	FILE *f = fd == -1 ? NULL : fdopen(fd, "w");
	struct model m;

	if (!ok(f != NULL, "a file"))
		return tap_done();
	for (unsigned i = 0; i < 3000; i++) {
		unsigned w = chance(WORDS);

		fprintf(
		    f, "%s %s\n%s", words[w], tags[w], chance(8) ? "" : "\n");
	}
	fclose(f);
	train(&image, file);
	train(&again, file);
	unlink(file);
	ok(span_eq(buf_span(&image), buf_span(&again)),
	    "the same corpus gives the same bytes");
	ok(model_open(&m, buf_span(&image)) == NULL, "a model of use");
	compare(&m, "trained", false);
	compare(&m, "many words", true);
	model_close(&m);
	for (size_t i = 0; i < 4; i++) {
		size_t lexemes = i % 2 * 4;
		/* of larger ones there are no paths of 16 bits */
		int16_t most = i < 2 ? INT16_MAX : 2000;

		extreme.n = 0;
		make_extreme(&extreme, lexemes, most);
		ok(model_open(&m, buf_span(&extreme)) == NULL,
		    "an extreme one, %zu lexemes, moves of %d", lexemes, most);
		compare(&m, "every weight at its bound", false);
		model_close(&m);
	}
	ok(model_open(&m, span_of(image.p, image.n - 8)) != NULL, "cut short");
	ok(model_open(&m, span_of(image.p, 8)) != NULL, "a head alone");
	damage(&again);
	test_may();
	test_ways();
	buf_free(&image);
	buf_free(&again);
	buf_free(&extreme);
	return tap_done();
}
