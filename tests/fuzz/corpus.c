/*
 * A corpus in the CoNLL manner of any bytes: refused, or read, and its tokens
 * are parts of its text with tags that follow each other.
 */
#include <stdint.h>

#include "fuzz/ends.h"
#include "fuzz/fuzz.h"
#include "learn/corpus.h"
#include "text/utf8.h"

struct corpus_input {
	const uint8_t *data;
	size_t size;
};

static void
check_sentence(const struct corpus *c, const struct sentence *s)
{
	size_t end = 0;

	must(s->n > 0 && s->first + s->n <= c->tokens.n);
	must(s->domain < c->domains);
	for (size_t i = s->first; i < s->first + s->n; i++) {
		const struct token *t = &c->tokens.t[i];
		unsigned tag = c->tag[i];

		must(t->at >= end && t->n > 0 && t->at + t->n <= c->text.n);
		must(utf8_valid(span_of(c->text.p + t->at, t->n)) == t->n);
		end = t->at + t->n;
		must(tag < 1 + 2 * c->types);
		/* I follows B or I of the same type. */
		must(tag == 0 || tag % 2 == 1 ||
		    (i > s->first &&
			(c->tag[i - 1] == tag || c->tag[i - 1] == tag - 1)));
	}
}

static void
try(void *arg)
{
	const struct corpus_input *in = arg;
	struct corpus c;

	corpus_init(&c);
	for (int twice = 0; twice < 2; twice++)
		corpus_load(&c, NULL, ends_file(in->data, in->size));
	must(c.types <= MODEL_TYPES && c.domains == 2);
	for (size_t i = 0; i < c.sentences; i++)
		check_sentence(&c, &c.sentence[i]);
	corpus_free(&c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct corpus_input in = { data, size };

	ends_well(try, &in);
	return 0;
}
