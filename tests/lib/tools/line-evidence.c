/*
 * For tests/fit: the lines of each page (JSON Lines with id and text) that are
 * not blank, a row each: id, byte offset, bytes, label,
 * margin, evidence names parted by
 * commas.
 */
#include <stdio.h>
#include <unistd.h>

#include "news/label.h"
#include "record/stream.h"

static void
print(struct span id, const struct page *p, const struct line *l)
{
	unsigned e;

	printf("%.*s\t%td\t%zu\t%s\t%d\t", (int)id.n, id.p,
	    line_all(l).p - p->text.p, line_all(l).n,
	    label_name((enum label)l->label).p, l->margin);
	for (e = 0; e < EVIDENCE_COUNT; e++)
		if (evidence_has(&l->e, e))
			printf("%s,", evidence_name((enum evidence)e));
	putchar('\n');
}

int
main(int argc, char **argv)
{
	struct stream s;
	struct record r = { .nfields = 0 };
	struct rules rules;
	struct page page = { .n = 0 };
	struct span id, text;
	size_t i;

	stream_init(&s, "line-evidence");
	argv = opt_parse(argc, argv, stream_options, "[file ...]", &s);
	rules_init(&rules, NULL);
	stream_start(&s, argv);
	while (stream_next(&s, &r)) {
		if (!stream_text(&s, &r, SPAN("id"), &id) ||
		    !stream_text(&s, &r, SPAN("text"), &text))
			continue;
		page_read(&page, &rules, text, NULL);
		for (i = 0; i < page.n; i++)
			print(id, &page, &page.line[i]);
	}
	fflush(stdout);
	page_free(&page);
	record_free(&r);
	rules_free(&rules);
	return (int)stream_close(&s);
}
