#include "tagger/model.h"

#include <stdlib.h>

#include "gazetteer/frame.h"

static const char magic[8] = "KHABARNE";

struct head {
	struct frame_head frame;
	uint32_t types;
	int32_t scale;
	uint64_t names_n, slots, row_n, lexemes;
};

enum { FLAG_WEIGHTS = MODEL_FLAGS * FLAG_OFFSETS * MODEL_TAGS };

static const char *
read_names(struct model *m, struct span names)
{
	if (names.n > 0 && names.p[names.n - 1] != '\0')
		return "bad labels";
	for (unsigned i = 0; i < m->types; i++) {
		if (names.n == 0)
			return "bad labels";
		m->type[i] = span_cut(&names, '\0');
	}
	return NULL;
}

/* The bytes of the row at `at`, or 0 where it does not fit. */
static size_t
row_length(const struct model *m, size_t at)
{
	unsigned head;
	size_t n;

	if (at > m->row.n || m->row.n - at < ROW_HEAD)
		return 0;
	head = (unsigned char)m->row.p[at] |
	    (unsigned)(unsigned char)m->row.p[at + 1] << 8;
	n = ROW_HEAD + (size_t)__builtin_popcount(head & 0x7fff);
	return (head & 0x7fff) >> m->tags == 0 && n <= m->row.n - at ? n : 0;
}

static const char *
check(const struct model *m)
{
	uint64_t used = 0;

	for (uint64_t i = 0; i <= m->mask; i++) {
		unsigned n = (unsigned)__builtin_popcount(m->rows[i] & 31);
		size_t at = m->rows[i] >> 5, length;

		used += m->rows[i] != 0;
		for (; n > 0; n--, at += length)
			if ((length = row_length(m, at)) == 0)
				return "a feature points nowhere";
	}
	if (used > m->mask)
		return "its table is full";
	for (uint32_t i = 1; i < m->lexicon.n; i++)
		if (m->lexicon.key[i - 1] >= m->lexicon.key[i])
			return "its lexicon is out of order";
	return NULL;
}

const char *
model_open(struct model *m, struct span image)
{
	const char *bad = frame_check(image, magic, sizeof(struct head));
	struct span rest, names, move, flag, key, rows, word, lexeme;
	struct head h;

	if (bad != NULL)
		return bad;
	memcpy(&h, image.p, sizeof(h));
	rest = span_skip(image, sizeof(h));
	m->types = h.types;
	m->tags = 1 + 2 * h.types;
	m->scale = h.scale;
	m->mask = h.slots - 1;
	if (h.types == 0 || h.types > MODEL_TYPES || h.scale <= 0 ||
	    h.slots == 0 || (h.slots & (h.slots - 1)) != 0 ||
	    h.lexemes > UINT32_MAX ||
	    !frame_part(&rest, h.names_n, 1, &names) ||
	    !frame_part(
		&rest, MODEL_TAGS * MODEL_TAGS, sizeof(*m->move), &move) ||
	    !frame_part(&rest, FLAG_WEIGHTS, sizeof(*m->flag), &flag) ||
	    !frame_part(&rest, h.slots, sizeof(*m->key), &key) ||
	    !frame_part(&rest, h.slots, sizeof(*m->rows), &rows) ||
	    !frame_part(&rest, h.row_n, 1, &m->row) ||
	    !frame_part(&rest, h.lexemes, sizeof(uint32_t), &word) ||
	    !frame_part(&rest, h.lexemes, sizeof(struct lexeme), &lexeme))
		return "its parts do not fit";
	m->move = (const void *)move.p;
	m->flag = (const void *)flag.p;
	m->key = (const void *)key.p;
	m->rows = (const void *)rows.p;
	m->lexicon = (struct lexicon) { (const void *)word.p,
		(const void *)lexeme.p, (uint32_t)h.lexemes };
	bad = read_names(m, names);
	return bad == NULL ? check(m) : bad;
}

/* The rows of the feature, or 0. */
static uint32_t
find(const struct model *m, uint64_t hash)
{
	uint32_t key = (uint32_t)(hash >> 32);

	for (uint64_t i = hash & m->mask; m->rows[i] != 0;
	     i = (i + 1) & m->mask)
		if (m->key[i] == key)
			return m->rows[i];
	return 0;
}

/* Add the row at p to score; returns where the next one is. */
static const char *
add_row(const char *p, int32_t score[MODEL_TAGS])
{
	unsigned head = (unsigned char)p[0] |
	    (unsigned)(unsigned char)p[1] << 8;
	int32_t unit = head >> 15 ? ROW_COARSE : 1;

	p += ROW_HEAD;
	for (head &= 0x7fff; head != 0; head &= head - 1)
		score[__builtin_ctz(head)] += unit * (signed char)*p++;
	return p;
}

static int16_t
bounded(int32_t v, int32_t most)
{
	return (int16_t)(v > most ? most : v < -most ? -most : v);
}

void
model_word(const struct model *m, const struct word *w,
    int16_t score[WORD_OFFSETS][MODEL_TAGS])
{
	int32_t sum[WORD_OFFSETS][MODEL_TAGS] = { 0 };
	struct feature f[WORD_FEATURES];
	size_t n = word_features(w, f);

	for (size_t i = 0; i < n; i++) {
		uint32_t rows = find(m, f[i].hash);
		const char *row = m->row.p + (rows >> 5);

		for (unsigned o = 0; o < WORD_OFFSETS; o++)
			if (rows >> o & 1)
				row = add_row(row, sum[o]);
	}
	for (unsigned o = 0; o < WORD_OFFSETS; o++)
		for (unsigned t = 0; t < MODEL_TAGS; t++)
			score[o][t] = bounded(sum[o][t], WORD_SCORE);
}

bool
model_add_row(struct buf *out, const int32_t weight[MODEL_TAGS], int32_t prune)
{
	int32_t most = 0, unit;
	size_t at = out->n;
	unsigned head = 0;

	for (unsigned t = 0; t < MODEL_TAGS; t++)
		if (abs(weight[t]) > most)
			most = abs(weight[t]);
	if (most <= prune)
		return false;
	unit = most > INT8_MAX ? ROW_COARSE : 1;
	buf_add(out, "\0\0", ROW_HEAD);
	for (unsigned t = 0; t < MODEL_TAGS; t++) {
		int32_t v = bounded(weight[t] / unit, INT8_MAX);

		if (v == 0 || abs(weight[t]) <= prune)
			continue;
		buf_addc(out, (char)v);
		head |= 1u << t;
	}
	head |= unit > 1 ? 0x8000u : 0;
	out->p[at] = (char)(head & 0xff);
	out->p[at + 1] = (char)(head >> 8);
	return true;
}

void
model_image(const struct model_parts *p, struct buf *out)
{
	struct head h = { .types = p->types,
		.scale = p->scale,
		.slots = p->slots,
		.row_n = p->row.n,
		.lexemes = p->lexemes };
	struct buf names = { 0 };
	size_t start = out->n;

	for (unsigned i = 0; i < p->types; i++) {
		buf_adds(&names, p->type[i]);
		buf_addc(&names, '\0');
	}
	h.names_n = names.n;
	buf_add(out, (const char *)&h, sizeof(h));
	frame_add(out, names.p, names.n, 1);
	frame_add(out, p->move, MODEL_TAGS * MODEL_TAGS, sizeof(*p->move));
	frame_add(out, p->flag, FLAG_WEIGHTS, sizeof(*p->flag));
	frame_add(out, p->key, p->slots, sizeof(*p->key));
	frame_add(out, p->rows, p->slots, sizeof(*p->rows));
	frame_add(out, p->row.p, p->row.n, 1);
	frame_add(out, p->word, p->lexemes, sizeof(*p->word));
	frame_add(out, p->lexeme, p->lexemes, sizeof(*p->lexeme));
	frame_seal(out, start, magic);
	buf_free(&names);
}
