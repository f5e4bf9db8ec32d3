/* khabar-report: a run's records as one page of plots.  khabar-report(1). */
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "record/markup.h"
#include "record/stream.h"
#include "report/count.h"
#include "tables/tables.h"

enum report_format { FORMAT_HTML, FORMAT_JSON };

struct report_run {
	struct stream s;
	struct count count;
	enum report_format format;
	size_t top, counters, articles;
	unsigned examples;
};

static void
set_today(void *count, const char *arg)
{
	struct count *c = count;

	if (check_date(span_str(arg)) != CHECK_IS_DAY)
		errx(STATUS_FATAL, "today %s: not like 2024-05-31", arg);
	memcpy(c->today, arg, sizeof c->today);
}

/* Tomorrow, because somewhere it has begun. */
static void
clock_today(struct count *c)
{
	time_t t = time(NULL) + 24 * 60 * 60;
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(c->today, sizeof c->today, "%Y-%m-%d", &tm) == 0)
		errx(STATUS_FATAL, "the clock is wrong; use --today");
}

#define AT(member) OPT_AT(struct report_run, member)

static const struct opt table[] = {
	{ 0, "format", "html|json", "what to write", OPT_WORD, AT(format),
	    .init = "html" },
	{ 0, "today", "DATE", "dates behind it are false (tomorrow)", OPT_CALL,
	    AT(count), .call = set_today },
	{ 0, "top", "N", "names of each list", OPT_NUMBER, AT(top), .min = 1,
	    .max = 100000, .init = "40" },
	{ 0, "examples", "N", "of each finding", OPT_NUMBER, AT(examples),
	    .min = 0, .max = FINDING_EXAMPLES, .init = "5" },
	{ 0, "counters", "N", "names counted exactly", OPT_NUMBER, AT(counters),
	    .min = 16, .max = 10000000, .init = "4096" },
	{ 0, "articles", "N", "articles that are listed", OPT_NUMBER,
	    AT(articles), .min = 0, .max = 1000000, .init = "5000" },
	{ 0, "id-field", "NAME", "the field that names records", OPT_SPAN,
	    AT(count.id_field), .init = "id" },
	{ .type = OPT_TABLE, .rows = stream_options, AT(s) },
	{ 0 },
};

static void
write_report(struct report_run *r)
{
	struct buf *out = stream_out(&r->s), json = { 0 };
	struct span head, tail;

	count_json(&r->count, stream_bad_count(&r->s), r->top, &json);
	if (r->format == FORMAT_HTML) {
		markup_split(page_report(), &head, &tail);
		buf_adds(out, head);
		markup_add_json(out, buf_span(&json));
		buf_adds(out, tail);
	} else {
		buf_adds(out, buf_span(&json));
		buf_addc(out, '\n');
	}
	stream_done(&r->s);
	buf_free(&json);
}

int
main(int argc, char **argv)
{
	static struct report_run r;
	struct record record = { 0 };
	enum status status;

	stream_init(&r.s, "khabar-report");
	argv = opt_parse(argc, argv, table, "[options] [file ...]", &r);
	if (stream_passes(&r.s))
		errx(
		    STATUS_FATAL, "--bad=pass: a report has no place for them");
	if (r.count.today[0] == '\0')
		clock_today(&r.count);
	count_init(&r.count, r.counters, r.examples, r.articles);
	stream_start(&r.s, argv);
	while (stream_next(&r.s, &record))
		count_add(&r.count, &record);
	write_report(&r);
	status = stream_close(&r.s);
	if (status == STATUS_OK && r.count.records == 0)
		warnx("no record was read");
	count_free(&r.count);
	record_free(&record);
	return (int)status;
}
