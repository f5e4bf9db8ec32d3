/* Text: folding, its map back, tokens and proclitics keep their promises. */
#include "text/fold.h"

#include <stdlib.h>

#include "text/clitic.h"
#include "text/token.h"
#include "text/utf8.h"
#include "fuzz/fuzz.h"

static void
check_map(const struct folded *f, struct span src)
{
	size_t i;

	must(utf8_valid(buf_span(&f->text)) == f->text.n);
	must(f->map[f->text.n] == src.n);
	for (i = 0; i < f->text.n; i++) {
		must(f->map[i] <= f->map[i + 1] && f->map[i] < src.n);
		must(((unsigned char)src.p[f->map[i]] & 0xc0) != 0x80);
	}
}

/* Cuts of a word: inside it, at letters, growing. */
static void
check_clitics(struct span source)
{
	struct clitic_form form[CLITIC_FORMS];
	struct buf word = { 0 };
	size_t i, n;

	fold_add(&word, source);
	n = clitic_forms(buf_span(&word), form);
	must(n >= 1 && n <= CLITIC_FORMS && form[0].cut == 0);
	for (i = 1; i < n; i++) {
		must(form[i].cut > form[i - 1].cut && form[i].cut < word.n);
		must(clitic_source(source, form[i].letters) <= source.n);
	}
	buf_free(&word);
}

static void
check_tokens(struct span src)
{
	struct tokens t = { .n = 0 };
	size_t i, end = 0;

	tokens_split(&t, src);
	for (i = 0; i < t.n; i++) {
		must(t.t[i].at >= end && t.t[i].n > 0);
		end = t.t[i].at + t.t[i].n;
		must(end <= src.n);
		must(((unsigned char)src.p[t.t[i].at] & 0xc0) != 0x80);
		if (t.t[i].kind == TOKEN_WORD)
			check_clitics(span_of(src.p + t.t[i].at, t.t[i].n));
	}
	tokens_free(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span src = span_of((const char *)data, size);
	struct folded f = { .map = NULL }, twice = { .map = NULL };

	src.n = utf8_valid(src);
	fold(&f, src);
	check_map(&f, src);
	fold(&twice, buf_span(&f.text));
	must(span_eq(buf_span(&twice.text), buf_span(&f.text)));
	check_tokens(src);
	folded_free(&f);
	folded_free(&twice);
	return 0;
}
