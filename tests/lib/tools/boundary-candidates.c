/*
 * For tests/fit: the candidates for cuts of each page (JSON Lines with id and
 * text), a line each: id, byte offset, evidence names parted by commas.
 */
#include <stdio.h>
#include <unistd.h>

#include "news/boundary.h"
#include "record/stream.h"

static void
print(struct span id, const struct page *p, const struct boundary *b)
{
	int e;

	printf(
	    "%.*s\t%td\t", (int)id.n, id.p, p->line[b->line].all.p - p->text.p);
	for (e = 1; e < EVIDENCE_COUNT; e++)
		if (b->evidence >> e & 1)
			printf("%s,", evidence_name((enum evidence)e).p);
	putchar('\n');
}

int
main(int argc, char **argv)
{
	static const char *none[] = { NULL };
	struct stream s;
	struct record r = { .nfields = 0 };
	struct rules rules;
	struct boundary_weights weights;
	struct boundaries cuts = { .n = 0 };
	struct page page = { .n = 0 };
	struct span id, text;
	size_t i;

	stream_init(&s, "boundary-candidates");
	argv = opt_parse(argc, argv, stream_options, "[file ...]", &s);
	rules_init(&rules, none);
	boundary_weights_init(&weights);
	weights.threshold = 10000; /* cut nowhere: each on its own merits */
	stream_start(&s, argv);
	while (stream_next(&s, &r)) {
		if (!stream_text(&s, &r, SPAN("id"), &id) ||
		    !stream_text(&s, &r, SPAN("text"), &text))
			continue;
		page_read(&page, &rules, text, NULL);
		boundaries_find(&weights, &rules, &page, BOUNDARY_ALL, &cuts);
		for (i = 0; i < cuts.n; i++)
			print(id, &page, &cuts.b[i]);
	}
	fflush(stdout);
	boundaries_free(&cuts);
	page_free(&page);
	record_free(&r);
	rules_free(&rules);
	return (int)stream_close(&s);
}
