/*
 * A sentence ends with a full stop or the like; it is taken with a name in it
 * at least, and neither very short nor long.
 */
#include "learn/silver.h"

enum { SHORTEST = 6, LONGEST = 80 };

static bool
ends(const struct tagger *t, struct span text, const struct token *token,
    uint32_t i)
{
	struct span s = span_of(text.p + token[i].at, token[i].n);

	return i + 1 == t->n ||
	    (token[i].kind == TOKEN_MARK && token[i + 1].blank &&
		(span_eq(s, SPAN(".")) || span_eq(s, SPAN("!")) ||
		    span_eq(s, SPAN("؟"))));
}

/* Whether the tagger is sure of tokens [from, to), and of a name there. */
static bool
sure(const struct silver *s, const struct tagger *t, uint32_t from, uint32_t to)
{
	bool name = false;

	for (uint32_t i = from; i < to; i++) {
		name |= t->tag[i] != 0;
		if (t->margin[i] < s->margin * t->model->scale)
			return false;
	}
	return name;
}

static void
take(const struct silver *s, const struct tagger *t, struct span text,
    const struct token *token, uint32_t from, uint32_t to)
{
	struct span part = span_of(text.p + token[from].at,
	    token[to - 1].at + token[to - 1].n - token[from].at);

	if (to - from < SHORTEST || to - from > LONGEST ||
	    hash_span(part, 0) % 100 >= s->percent || !sure(s, t, from, to))
		return;
	corpus_add(s->c, part, token + from, t->tag + from, to - from);
}

void
silver_add(struct silver *s, struct tagger *t, struct span text)
{
	size_t at = 0, n;

	tokens_split(&s->tokens, text);
	tagger_text(t, text, s->tokens.t, s->tokens.n);
	for (; (n = tagger_next(s->tokens.t, s->tokens.n, &at)) > 0; at += n) {
		const struct token *token = s->tokens.t + at;

		tagger_line(t, at, n);
		for (uint32_t i = 0, from = 0; i < n; i++)
			if (ends(t, text, token, i)) {
				take(s, t, text, token, from, i + 1);
				from = i + 1;
			}
	}
}

void
silver_finish(struct silver *s)
{
	s->c->domains++;
	tokens_free(&s->tokens);
}
