/* khabar-report: a run's records as one page of plots.  khabar-report(1). */
#include <err.h>
#include <getopt.h>
#include <string.h>
#include <time.h>

#include "record/markup.h"
#include "record/stream.h"
#include "report/count.h"
#include "tables/tables.h"

enum {
	OPT_FORMAT = OPT_LONG,
	OPT_TODAY,
	OPT_TOP,
	OPT_EXAMPLES,
	OPT_COUNTERS,
	OPT_ID
};

static const struct opt table[] = {
	{ OPT_FORMAT, "format", "html|json", "what to write (html)" },
	{ OPT_TODAY, "today", "DATE", "dates behind it are false (tomorrow)" },
	{ OPT_TOP, "top", "N", "names of each list (40)" },
	{ OPT_EXAMPLES, "examples", "N", "of each finding, up to 8 (5)" },
	{ OPT_COUNTERS, "counters", "N", "names counted exactly (4096)" },
	{ OPT_ID, "id-field", "NAME", "the field that names records (id)" },
	STREAM_OPTIONS,
	{ 0, NULL, NULL, NULL },
};

static const char synopsis[] = "[options] [file ...]";

enum format { FORMAT_HTML, FORMAT_JSON };

static const char *const formats[] = { "html", "json", NULL };

struct run {
	struct stream s;
	struct count count;
	enum format format;
	size_t top, counters;
	unsigned examples;
};

static void
set_today(struct count *c, const char *arg)
{
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

static void
option(struct run *r, int key, const char *arg)
{
	switch (key) {
	case OPT_FORMAT:
		r->format = (enum format)opt_word("format", arg, formats);
		break;
	case OPT_TODAY:
		set_today(&r->count, arg);
		break;
	case OPT_TOP:
		r->top = (size_t)opt_number(arg, 1, 100000);
		break;
	case OPT_EXAMPLES:
		r->examples = (unsigned)opt_number(arg, 0, FINDING_EXAMPLES);
		break;
	case OPT_COUNTERS:
		r->counters = (size_t)opt_number(arg, 16, 10000000);
		break;
	case OPT_ID:
		r->count.id_field = span_str(arg);
		break;
	default:
		stream_option(&r->s, key, arg);
	}
}

static void
write_report(struct run *r)
{
	struct buf *out = &r->s.out.block, json = { 0 };
	struct span head, tail;

	count_json(&r->count, r->s.bad_count, r->top, &json);
	if (r->format == FORMAT_HTML) {
		markup_split(page_report(), &head, &tail);
		buf_adds(out, head);
		markup_add_json(out, buf_span(&json));
		buf_adds(out, tail);
	} else {
		buf_adds(out, buf_span(&json));
		buf_addc(out, '\n');
	}
	r->s.written++;
	writer_mark(&r->s.out);
	buf_free(&json);
}

int
main(int argc, char **argv)
{
	static struct run r = { .top = 40, .counters = 4096, .examples = 5 };
	struct record record = { 0 };
	int key;

	stream_init(&r.s, "khabar-report");
	r.count.id_field = SPAN("id");
	while ((key = opt_next(argc, argv, table, synopsis)) != -1)
		option(&r, key, optarg);
	if (r.s.bad == BAD_PASS)
		errx(
		    STATUS_FATAL, "--bad=pass: a report has no place for them");
	if (r.count.today[0] == '\0')
		clock_today(&r.count);
	count_init(&r.count, r.counters, r.examples);
	stream_start(&r.s, argv + optind);
	while (stream_next(&r.s, &record))
		count_add(&r.count, &record);
	write_report(&r);
	count_free(&r.count);
	record_free(&record);
	return (int)stream_close(&r.s);
}
