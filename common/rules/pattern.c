/*
 * PCRE2 with JIT where there is one.  Limits are for patterns that users write:
 * one that backtracks for long gives up with a message, and never holds up a
 * run.
 */
#include "rules/pattern.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/err.h"
#include "base/mem.h"
#include "text/utf8.h"
#include "base/status.h"

/*
 * PCRE2 limits the steps of backtracking from one place of the subject, and
 * does not say how many it took.  So a search starts with few, which is enough
 * for nearly every line; where they run out, they are charged to the pattern's
 * budget and the search starts again with ten times as many, while the budget
 * has them.  A pattern that has used it up is down to the least, which cost
 * nothing.  All of a run's dear searches together take a tenth of a second
 * then, and less than a microsecond for each byte searched.  Bytes are counted,
 * not time: the same input gives the same output.
 */
enum {
	STEPS_LEAST = 1000,
	STEPS_FIRST = 10000,
	STEPS_MOST = 1000000, /* some milliseconds */
	BUDGET = 10 * STEPS_MOST,
	BUDGET_BYTE = 50,      /* more of it for each byte of a subject */
	HEAP_LIMIT = 64 << 10, /* KiB, where there is no JIT */
	STACK_LEAST = 32 << 10,
	STACK_MOST = 1 << 20, /* bytes, where there is */
	NAME_MOST = 100       /* a pattern that is longer is put together */
};

/* What one search needs. */
struct search_room {
	pcre2_match_data *match;
	pcre2_match_context *context;
	pcre2_jit_stack *stack; /* or NULL: what the machine's has */
};

/* What of a pattern changes, by any thread.  The budget is no sum that all
 * agree on: what one of two adds at once may be lost. */
struct searches {
	_Atomic(struct search_room *) spare; /* or NULL */
	_Atomic int64_t budget;              /* steps */
	atomic_bool told;                    /* that it gave up */
};

struct pattern {
	pcre2_code *code;
	bool here; /* it matches where a search begins */
	bool fast; /* it is machine code */
	char name[NAME_MOST + 1];
	struct searches *searches; /* owned */
};

static struct pattern *
make(struct span regex, uint32_t options, bool fast, char *message, size_t size)
{
	struct pattern *p;
	pcre2_code *code;
	PCRE2_UCHAR text[160];
	PCRE2_SIZE at;
	int error;

	code = pcre2_compile((PCRE2_SPTR)regex.p, regex.n,
	    options | PCRE2_UTF | PCRE2_UCP | PCRE2_EXTENDED |
		PCRE2_NEVER_BACKSLASH_C,
	    &error, &at, NULL);
	if (code == NULL) {
		pcre2_get_error_message(error, text, sizeof text);
		snprintf(message, size, "%s, byte %zu", (char *)text, at + 1);
		return NULL;
	}
	if (fast)
		pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* or not */
	p = mem_zero(1, sizeof *p);
	*p = (struct pattern) { .code = code,
		.here = (options & PCRE2_ANCHORED) != 0,
		.fast = fast,
		.searches = mem_zero(1, sizeof *p->searches) };
	atomic_init(&p->searches->budget, BUDGET);
	snprintf(p->name, sizeof p->name, "%.*s",
	    regex.n <= NAME_MOST ? (int)regex.n : 0, regex.p);
	return p;
}

struct pattern *
pattern_new(struct span regex, char *message, size_t size)
{
	return make(regex, 0, true, message, size);
}

struct pattern *
pattern_plain(struct span regex, char *message, size_t size)
{
	return make(regex, 0, false, message, size);
}

struct pattern *
pattern_here(struct span regex, bool fast, char *message, size_t size)
{
	return make(regex, PCRE2_ANCHORED, fast, message, size);
}

struct pattern *
pattern_option(const char *option, const char *regex)
{
	char message[200];
	struct pattern *p = pattern_new(
	    span_str(regex), message, sizeof message);

	if (p == NULL)
		errx(STATUS_FATAL, "%s: %s", option, message);
	return p;
}

bool
pattern_matches(void *pattern, struct span line)
{
	struct span group[1];

	if (span_ends(line, SPAN("\r")))
		line.n--;
	if (utf8_valid(line) < line.n) /* PCRE2 must not see it */
		return false;
	return pattern_find(pattern, line, 0, group, 1) > 0;
}

void
pattern_quote(struct buf *regex, struct span s)
{
	for (; s.n > 0; s = span_skip(s, 1)) {
		if (s.p[0] > ' ' && strchr(".^$*+?()[]{}|\\#-", s.p[0]))
			buf_addc(regex, '\\');
		buf_addc(regex, s.p[0]);
	}
}

int
pattern_group(const struct pattern *p, const char *name)
{
	int n = pcre2_substring_number_from_name(p->code, (PCRE2_SPTR)name);

	return n < 0 ? -1 : n;
}

static struct search_room *
search_room_new(const struct pattern *p)
{
	struct search_room *r = mem_zero(1, sizeof *r);

	r->match = pcre2_match_data_create_from_pattern(p->code, NULL);
	r->context = pcre2_match_context_create(NULL);
	if (r->match == NULL || r->context == NULL)
		errx(STATUS_FATAL, "memory");
	pcre2_set_heap_limit(r->context, HEAP_LIMIT);
	if (p->fast) {
		r->stack = pcre2_jit_stack_create(
		    STACK_LEAST, STACK_MOST, NULL);
		pcre2_jit_stack_assign(r->context, NULL, r->stack);
	}
	return r;
}

static void
search_room_free(struct search_room *r)
{
	if (r == NULL)
		return;
	pcre2_jit_stack_free(r->stack);
	pcre2_match_context_free(r->context);
	pcre2_match_data_free(r->match);
	free(r);
}

/* Take the spare room, which another thread may have, and put one back. */
static struct search_room *
take_room(const struct pattern *p)
{
	struct search_room *r = atomic_exchange(&p->searches->spare, NULL);

	return r != NULL ? r : search_room_new(p);
}

static void
put_room(const struct pattern *p, struct search_room *r)
{
	search_room_free(atomic_exchange(&p->searches->spare, r));
}

/* Say once why a pattern does not match where it might. */
static void
give_up(const struct pattern *p, int error, size_t length)
{
	PCRE2_UCHAR why[80];

	if (atomic_exchange(&p->searches->told, true))
		return;
	pcre2_get_error_message(error, why, sizeof why);
	warnx("pattern %s gave up on a line of %zu bytes (%s); "
	      "it is not told again",
	    p->name[0] ? p->name : "of a table", length, (char *)why);
}

/* pcre2_match with so many steps. */
static int
match(const struct pattern *p, struct search_room *r, struct span subject,
    size_t from, int64_t steps)
{
	pcre2_set_match_limit(r->context, (uint32_t)steps);
	return pcre2_match(p->code, (PCRE2_SPTR)(subject.n ? subject.p : ""),
	    subject.n, from, PCRE2_NO_UTF_CHECK, r->match, r->context);
}

/* The same with as many as the budget has. */
static int
search(const struct pattern *p, struct search_room *r, struct span subject,
    size_t from)
{
	int64_t budget = atomic_load_explicit(
	    &p->searches->budget, memory_order_relaxed);
	int64_t steps;
	int n;

	budget += (int64_t)(p->here ? 1 : subject.n - from) * BUDGET_BYTE;
	steps = budget >= STEPS_FIRST ? STEPS_FIRST : STEPS_LEAST;
	n = match(p, r, subject, from, steps);
	while (n == PCRE2_ERROR_MATCHLIMIT && budget >= steps) {
		budget -= steps;
		steps *= 10;
		if (steps > STEPS_MOST || budget < steps)
			break;
		n = match(p, r, subject, from, steps);
	}
	atomic_store_explicit(
	    &p->searches->budget, budget, memory_order_relaxed);
	return n;
}

/* Where the n groups that were found stand. */
static void
set_groups(const struct search_room *r, int n, struct span subject,
    struct span *group, int max)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->match);

	for (int i = 0; i < max; i++) {
		if (i >= n || at[2 * i] == PCRE2_UNSET)
			group[i] = (struct span) { NULL, 0 };
		else
			group[i] = span_of(
			    subject.p + at[2 * i], at[2 * i + 1] - at[2 * i]);
	}
}

int
pattern_find(const struct pattern *p, struct span subject, size_t from,
    struct span *group, int max)
{
	struct search_room *r = take_room(p);
	int n = search(p, r, subject, from);

	if (n > 0)
		set_groups(r, n, subject, group, max);
	put_room(p, r);
	if (n == PCRE2_ERROR_NOMATCH)
		return 0;
	if (n <= 0) {
		give_up(p, n, subject.n);
		return -1;
	}
	return n;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	search_room_free(p->searches->spare);
	pcre2_code_free(p->code);
	free(p->searches);
	free(p);
}
