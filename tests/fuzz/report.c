/*
 * Lines of any bytes as records of a run: whatever is counted, the report is
 * JSON, and no markup when it stands in a page.
 */
#include <string.h>

#include "fuzz/fuzz.h"
#include "record/markup.h"
#include "report/count.h"
#include "text/utf8.h"

enum { COUNTERS = 16, LISTED = 5, ARTICLES = 3 };

static void
count_lines(struct count *c, struct span rest)
{
	struct record r = { .nfields = 0 };
	struct json_error e;

	while (rest.n > 0)
		if (record_parse(&r, span_cut(&rest, '\n'), &e))
			count_add(c, &r);
	record_free(&r);
}

static void
check_counts(const struct count *c)
{
	must(c->repeats <= c->marked && c->marked <= c->records);
	must(c->tagged <= c->records && c->texts <= c->records);
	must(c->copies.unknown <= c->repeats);
	must(c->findings.n <= FINDINGS);
	must(c->cuttings.n <= c->cuttings.pinned + 2 * ARTICLES);
	for (unsigned i = 0; i < c->findings.n; i++)
		must(c->findings.f[i].examples <= FINDING_EXAMPLES);
}

static void
check_report(struct count *c)
{
	struct buf json = { 0 }, page = { 0 };
	struct record r = { .nfields = 0 };
	struct json_error e;

	count_json(c, 1, LISTED, &json);
	must(utf8_valid(buf_span(&json)) == json.n);
	must(record_parse(&r, buf_span(&json), &e));
	markup_add_json(&page, buf_span(&json));
	must(page.n >= json.n && memchr(page.p, '<', page.n) == NULL);
	must(record_parse(&r, buf_span(&page), &e));
	record_free(&r);
	buf_free(&json);
	buf_free(&page);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct count c;

	memset(&c, 0, sizeof c);
	c.id_field = SPAN("id");
	memcpy(c.today, "2026-11-28", sizeof c.today);
	count_init(&c, COUNTERS, FINDING_EXAMPLES, ARTICLES);
	count_lines(&c, span_of((const char *)data, size));
	check_counts(&c);
	check_report(&c);
	count_free(&c);
	return 0;
}
