#include "tagger/word.h"

#include "text/fold.h"
#include "text/token.h"
#include "text/utf8.h"

/* Templates.  Numbers are part of the features' hashes: a model depends on
 * them. */
enum template {
	T_ALL,
	T_WORD,
	T_FORM,
	T_STEM,
	T_PREFIX,
	T_SUFFIX,
	T_SHAPE,
	T_NAME,
	T_FORMNAME,
	T_WORDSHARE,
	T_FORMSHARE,
	T_PRIOR,
	T_PLACE,
	T_CLASS,
	T_CUT,
	T_BEST,
	T_CLUSTER,
	T_END = T_CLUSTER + WORD_CLUSTERS,
	TEMPLATES
};

/* The offsets each template is seen from: bit 0 is two words behind it. */
static const uint8_t offsets[TEMPLATES] = { [T_ALL] = 0x04,
	[T_WORD] = 0x1f,
	[T_FORM] = 0x0e,
	[T_STEM] = 0x0e,
	[T_PREFIX] = 0x0e,
	[T_SUFFIX] = 0x0e,
	[T_SHAPE] = 0x0e,
	[T_NAME] = 0x1f,
	[T_FORMNAME] = 0x0e,
	[T_WORDSHARE] = 0x0e,
	[T_FORMSHARE] = 0x0e,
	[T_PRIOR] = 0x1f,
	[T_PLACE] = 0x1f,
	[T_CLASS] = 0x1f,
	[T_CUT] = 0x0e,
	[T_BEST] = 0x1f,
	[T_CLUSTER] = 0x1f,
	[T_CLUSTER + 1] = 0x1f,
	[T_CLUSTER + 2] = 0x1f,
	[T_END] = 0x1f };

static unsigned
log_of(unsigned long n)
{
	unsigned r = 0;

	for (; n > 0 && r < 15; n >>= 1)
		r++;
	return r;
}

uint8_t
lexeme_seen(unsigned long count, unsigned long name)
{
	return (uint8_t)(log_of(count) << 4 | log_of(name));
}

uint8_t
lexeme_prior(const uint32_t *count, unsigned types)
{
	static const unsigned percent[] = { 5, 20, 50, 80 };
	uint64_t total = 0, share;
	unsigned best = 1, level = 0;

	for (unsigned i = 0; i <= types; i++)
		total += count[i];
	if (total < 3)
		return 0;
	for (unsigned i = 2; i <= types; i++)
		if (count[i] > count[best])
			best = i;
	share = (uint64_t)count[best] * 100;
	if (count[best] > 0) {
		for (level = 0; level < 4; level++)
			if (share < percent[level] * total)
				break;
		level += 1 + (best - 1) * 5;
	}
	return (uint8_t)(1 + 2 * level + (total >= 10));
}

uint8_t
lexeme_role(const struct lexeme_use *u)
{
	enum { PER, ORG, LOC };
	uint32_t sum[3], n = u->total;
	uint32_t several = u->first[ORG] + u->inside[ORG] + u->last[ORG];

	for (int i = 0; i < 3; i++)
		sum[i] = u->first[i] + u->alone[i] + u->inside[i] + u->last[i];
	if (n < 3)
		return USE_UNSEEN;
	if (sum[PER] * 4 >= n && sum[PER] >= sum[ORG] && sum[PER] >= sum[LOC])
		return USE_PERSON;
	if (sum[LOC] * 4 >= n && sum[LOC] >= sum[ORG])
		return USE_PLACE;
	if (u->first[ORG] * 4 >= n && u->first[ORG] * 2 >= several)
		return USE_KIND;
	if (several * 4 >= n)
		return USE_INNER;
	if (sum[ORG] * 4 >= n)
		return USE_BODY;
	if (u->before * 10 >= n)
		return USE_TITLE;
	if (several * 25 >= n)
		return USE_EDGE;
	return n >= 5000 ? USE_PARTICLE : USE_PLAIN;
}

uint8_t
lexeme_place(const struct lexeme_use *u)
{
	uint32_t most = 0, all = 0;
	unsigned best = 0;

	for (unsigned i = 0; i < 12; i++) {
		const uint32_t *of[] = { u->first, u->alone, u->inside,
			u->last };
		uint32_t n = of[i % 4][i / 4];

		all += n;
		if (n > most) {
			most = n;
			best = i;
		}
	}
	if (most < 2 || all * 20 < u->total)
		return 0;
	return (uint8_t)(1 + best * 2 + (all * 2 > u->total));
}

void
lexicon_index(const struct lexicon *l, uint32_t start[LEXICON_STARTS])
{
	/* counted first: no branch that each key takes otherwise */
	memset(start, 0, LEXICON_STARTS * sizeof *start);
	for (uint32_t i = 0; i < l->n; i++)
		start[(l->key[i] >> (32 - LEXICON_BITS)) + 1]++;
	for (uint32_t i = 1; i < LEXICON_STARTS; i++)
		start[i] += start[i - 1];
}

/* Where the keys start that may be the hash's. */
static const uint32_t *
start_of(const struct lexicon *l, uint64_t hash)
{
	return &l->start[hash >> (64 - LEXICON_BITS)];
}

const struct lexeme *
lexicon_find(const struct lexicon *l, uint64_t hash)
{
	uint32_t key = (uint32_t)(hash >> 32), low = 0, high = l->n;

	if (l->start != NULL) {
		low = start_of(l, hash)[0];
		high = start_of(l, hash)[1];
	}
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (l->key[mid] < key)
			low = mid + 1;
		else
			high = mid;
	}
	return low < l->n && l->key[low] == key ? &l->lexeme[low] : NULL;
}

/* Fold source into w; digits all become one, so that years are a word. */
static void
fold_word(struct word *w, struct span source)
{
	const char *p = source.p, *end = source.p + source.n;
	char room[FOLD_MAX];
	enum fold_class class;
	size_t n, used = 0;

	for (; p < end; p += n) {
		uint32_t cp = utf8_get(p, end, &n);
		const char *to = room;
		size_t folded;

		if (cp < 0x800) {
			to = fold_low[cp].to;
			folded = fold_low[cp].n;
		} else
			folded = fold_point(cp, room, &class);
		if (used + folded > WORD_BYTES)
			break;
		if (folded <= 2)
			memcpy(w->folded + used, to, 2);
		else
			memcpy(w->folded + used, to, folded);
		used += folded;
	}
	if (w->kind == TOKEN_NUMBER)
		memset(w->folded, '0', used);
	w->n = (uint8_t)used;
}

static uint64_t
form_hash(struct span rest, bool article)
{
	char room[WORD_BYTES + 4];
	struct span al = CLITIC_ARTICLE;

	if (!article)
		return hash_span(rest, 0);
	memcpy(room, al.p, al.n);
	memcpy(room + al.n, rest.p, rest.n);
	return hash_span(span_of(room, al.n + rest.n), 0);
}

/*
 * How many times as frequent as the whole word, as a power of 2, what is left
 * without proclitics must be to stand for it: where at most three letters are
 * left, more, or it begins with the article.  By the first words of marked
 * names: وفرنسا and لوكالة are cut, باريس, فرنسا and كوريا are not.
 */
enum cut { CUT_AND, CUT_SO, CUT_IN, CUT_TO, CUT_TO_THE, CUT_AS, CUT_TWO };
enum { REST_SHORT, REST_LONG, REST_ARTICLE, RESTS, NEVER = 99 };
static const int8_t least_ratio[][RESTS] = { [CUT_AND] = { 2, 0, 0 },
	[CUT_SO] = { NEVER, 7, 0 },
	[CUT_IN] = { 4, 2, 1 },
	[CUT_TO] = { 2, 2, 2 },
	[CUT_TO_THE] = { 1, 1, 1 },
	[CUT_AS] = { NEVER, NEVER, 4 },
	[CUT_TWO] = { NEVER, 6, 1 } };

static enum cut
cut_of(const struct word *w, unsigned form)
{
	struct span folded = span_of(w->folded, w->n);
	const struct clitic_form *f = &w->form[form];
	size_t conjunction = clitic_conjunction(folded);

	if (f->article)
		return CUT_TO_THE;
	if (conjunction > 0)
		return f->cut > conjunction          ? CUT_TWO
		    : span_starts(folded, SPAN("و")) ? CUT_AND
						     : CUT_SO;
	return span_starts(folded, SPAN("ب")) ? CUT_IN
	    : span_starts(folded, SPAN("ل"))  ? CUT_TO
					      : CUT_AS;
}

/* Whether form i is likelier than the whole of w. */
static bool
likelier(const struct word *w, unsigned i)
{
	struct span folded = span_of(w->folded, w->n);
	struct span rest = span_skip(folded, w->form[i].cut);
	enum cut cut = cut_of(w, i);
	int whole = (int)lexeme_count(w->lexeme[0]);
	int count = (int)lexeme_count(w->lexeme[i]);
	unsigned kind = rest.n <= (size_t)3 * CLITIC_LETTER ? REST_SHORT
	    : span_starts(rest, CLITIC_ARTICLE)             ? REST_ARTICLE
							    : REST_LONG;

	if (count == 0)
		return whole == 0 && kind != REST_SHORT &&
		    (kind == REST_ARTICLE || cut == CUT_AND ||
			cut == CUT_TO_THE) &&
		    cut != CUT_AS;
	return least_ratio[cut][kind] < NEVER &&
	    (whole == 0 || count >= whole + least_ratio[cut][kind]);
}

/* The form that stands for the word: of those likelier than the whole, the most
 * frequent. */
static unsigned
best_form(const struct word *w)
{
	unsigned best = 0;

	for (unsigned i = 1; i < w->forms; i++)
		if (likelier(w, i) &&
		    (best == 0 ||
			lexeme_count(w->lexeme[i]) >
			    lexeme_count(w->lexeme[best])))
			best = i;
	return best;
}

static unsigned
mark_class(struct span mark)
{
	struct span open = SPAN("\"“«([‘'"), close = SPAN("”»)]’");

	if (memmem(open.p, open.n, mark.p, mark.n) != NULL)
		return CLASS_OPEN;
	return memmem(close.p, close.n, mark.p, mark.n) != NULL ? CLASS_CLOSE
								: CLASS_MARK;
}

static unsigned
class_of(const struct word *w)
{
	struct span s = span_of(w->folded, w->n);
	const struct clitic_form *f = &w->form[w->best];
	const struct lexeme *l = w->lexeme[w->best];

	if (w->kind == TOKEN_NUMBER)
		return CLASS_NUMBER;
	if (w->kind != TOKEN_WORD)
		return w->n > 0 ? mark_class(s) : CLASS_MARK;
	if (w->n > 0 && (unsigned char)w->folded[0] < 0x80)
		return CLASS_LATIN;
	return CLASS_USE + 2 * (l == NULL ? (unsigned)USE_UNSEEN : l->role) +
	    (f->article || span_starts(span_skip(s, f->cut), CLITIC_ARTICLE));
}

/* Whether form i is cut between two ل of which the second is no part of what is
 * left: للوكالة. */
static bool
cut_between(const struct word *w, unsigned i, const struct lexicon *lexicon)
{
	struct span rest = span_skip(span_of(w->folded, w->n), w->form[i].cut);
	struct span shorter = span_skip(rest, CLITIC_LETTER);

	return i + 1 < w->forms && w->form[i + 1].article &&
	    w->form[i].letters + 1u == w->form[i + 1].letters &&
	    span_starts(rest, SPAN("ل")) &&
	    lexeme_count(lexicon_find(lexicon, hash_span(shorter, 0))) >=
	    lexeme_count(w->lexeme[i]);
}

void
word_fold(struct word *w, struct span source, unsigned kind)
{
	struct span folded;
	size_t forms;

	w->kind = (uint8_t)kind;
	w->alef = span_ends(source, SPAN("ى"));
	fold_word(w, source);
	folded = span_of(w->folded, w->n);
	forms = clitic_forms(folded, w->form);
	w->forms = kind == TOKEN_WORD ? (uint8_t)forms : 1;
	for (unsigned i = 0; i < w->forms; i++)
		w->hash[i] = form_hash(
		    span_skip(folded, w->form[i].cut), w->form[i].article);
}

void
word_know(struct word *w, const struct lexicon *lexicon)
{
	for (unsigned i = 0; i < w->forms; i++)
		w->lexeme[i] = lexicon_find(lexicon, w->hash[i]);
	for (unsigned i = 1; i < w->forms; i++)
		if (cut_between(w, i, lexicon))
			w->lexeme[i] = NULL;
	w->best = (uint8_t)best_form(w);
	w->class = (uint8_t)class_of(w);
}

void
word_look(struct word *w, struct span source, unsigned kind,
    const struct lexicon *lexicon)
{
	word_fold(w, source, kind);
	word_know(w, lexicon);
}

void
word_await_start(const struct word *w, const struct lexicon *lexicon)
{
	if (lexicon->start != NULL)
		for (unsigned i = 0; i < w->forms; i++)
			__builtin_prefetch(start_of(lexicon, w->hash[i]));
}

void
word_await(const struct word *w, const struct lexicon *lexicon)
{
	if (lexicon->start != NULL)
		for (unsigned i = 0; i < w->forms; i++) {
			uint32_t at = *start_of(lexicon, w->hash[i]);

			__builtin_prefetch(&lexicon->key[at]);
			__builtin_prefetch(&lexicon->lexeme[at + 1]);
		}
}

/* Those with at most some hundred values. */
static const bool common[TEMPLATES] = { [T_ALL] = true,
	[T_SHAPE] = true,
	[T_NAME] = true,
	[T_FORMNAME] = true,
	[T_WORDSHARE] = true,
	[T_FORMSHARE] = true,
	[T_PRIOR] = true,
	[T_PLACE] = true,
	[T_CLASS] = true,
	[T_CUT] = true,
	[T_CLUSTER] = true };

/* Put a feature at out; returns what is behind it. */
static inline struct feature *
add(struct feature *out, unsigned template, uint64_t value)
{
	out->hash = hash_mix(value, template + 1);
	out->offsets = offsets[template];
	out->common = common[template];
	return out + 1;
}

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* hash_span of n bytes from `at` on of w. */
static inline uint64_t
hash_part(const struct word *w, size_t at, size_t n, uint64_t seed)
{
	uint64_t v;

	if (n == 0 || n > 8)
		return hash_span(span_of(w->folded + at, n), seed);
	v = hash_load(w->folded + at, 8) << (64 - 8 * n) >> (64 - 8 * n);
	return hash_mix(hash_mix(seed, n), v);
}

static struct feature *
add_affixes(struct feature *out, const struct word *w)
{
	enum { LONGEST = 4 };
	size_t letters = 0, at = 0;

	for (; letters < LONGEST && at < w->n; letters++) {
		for (at++; at < w->n && continues(w->folded[at]); at++)
			;
		out = add(out, T_PREFIX, hash_part(w, 0, at, 1));
	}
	at = w->n;
	for (letters = 0; letters < LONGEST && at > 0; letters++) {
		for (at--; at > 0 && continues(w->folded[at]); at--)
			;
		out = add(out, T_SUFFIX, hash_part(w, at, w->n - at, 2));
	}
	return out;
}

/* The word without article and with all proclitics off. */
static struct span
stem(const struct word *w)
{
	const struct clitic_form *f = &w->form[w->forms - 1];
	struct span s = span_of(w->folded, w->n);

	s = span_skip(s, f->cut);
	if (span_starts(s, CLITIC_ARTICLE) && s.n > 8)
		s = span_skip(s, CLITIC_ARTICLE.n);
	return s;
}

static unsigned
shape(const struct word *w)
{
	unsigned length = w->n > 24 ? 12 : w->n / 2;

	if (w->kind != TOKEN_WORD)
		return (unsigned)w->kind * 64 + (w->n > 6 ? 6 : w->n);
	if ((unsigned char)w->folded[0] < 0x80)
		return 16;
	return length;
}

/* How often a word is a name and how often it is a word, together and as
 * their ratio. */
static struct feature *
add_share(struct feature *out, unsigned template, const struct lexeme *l)
{
	unsigned count = lexeme_count(l), name = lexeme_name(l), share = 99;

	if (name > 0)
		share = name > count ? name - count : 16 + count - name;
	out = add(out, template, share);
	return add(out, template, name > 0 ? 128 + (name << 4 | count) : 100);
}

size_t
word_features(const struct word *w, struct feature out[WORD_FEATURES])
{
	struct feature *f = out;
	const struct lexeme *l = w->lexeme[w->best];
	unsigned name = 0;

	f = add(f, T_ALL, 0);
	f = add(f, T_WORD, w->hash[0]);
	for (unsigned i = 0; i < w->forms; i++) {
		f = add(f, T_FORM, w->hash[i]);
		if (i > 0 && lexeme_name(w->lexeme[i]) > name)
			name = lexeme_name(w->lexeme[i]);
	}
	f = add(f, T_SHAPE, shape(w));
	f = add(f, T_NAME, lexeme_name(w->lexeme[0]));
	f = add(f, T_FORMNAME, name);
	for (unsigned i = 0; l != NULL && i < WORD_CLUSTERS; i++)
		if (l->cluster[i] != 0)
			f = add(f, T_CLUSTER + i, l->cluster[i]);
	/* folding makes على, a preposition, and علي, a name, one */
	if (w->kind == TOKEN_WORD && w->alef)
		f = add(f, T_END, w->hash[0]);
	if (w->kind == TOKEN_WORD) {
		f = add(f, T_STEM, hash_span(stem(w), 3));
		f = add_affixes(f, w);
		f = add_share(f, T_WORDSHARE, w->lexeme[0]);
		if (w->best > 0)
			f = add_share(f, T_FORMSHARE, l);
		f = add(f, T_PRIOR, l ? l->prior : 0);
		f = add(f, T_PLACE, l ? l->place : 0);
		f = add(f, T_BEST, w->hash[w->best]);
		if (w->best > 0)
			f = add(
			    f, T_CUT, hash_mix(w->class, cut_of(w, w->best)));
	}
	f = add(f, T_CLASS, w->class);
	return (size_t)(f - out);
}
