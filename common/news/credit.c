/*
 * The credit is what is printed; the agency is the first name in it that is
 * known as one.
 */
#include "news/credit.h"

#include "news/bracket.h"

enum {
	MARK_TAIL = 64 /* bytes of a paragraph's end that may name an agency */
};

struct span
credit_mark(struct sorting *s, struct span t)
{
	static const char close[] = ")]/", open[] = "([/";
	const char *c, *from;
	struct span name;

	while (t.n > 0 && (t.p[t.n - 1] == '.' || t.p[t.n - 1] == ' '))
		t.n--;
	if (t.n < 2 || (c = strchr(close, t.p[t.n - 1])) == NULL)
		return span_of(t.p, 0);
	from = memrchr(t.p, open[c - close], t.n - 1);
	if (from == NULL || t.p + t.n - from > MARK_TAIL)
		return span_of(t.p, 0);
	name = line_trim(span_to(from + 1, t.p + t.n - 1));
	fold(&s->a->fold, name);
	if (rules_outlet(s->r, buf_span(&s->a->fold.text)) == NULL &&
	    names_find(&s->r->bywords, buf_span(&s->a->fold.text)) !=
		LINEWORD_OUTLET)
		return span_of(t.p, 0);
	return name;
}

void
credit_agency(struct article *a, const struct outlet *o)
{
	if (o != NULL && o->flags & OUTLET_AGENCY && a->agency.p == NULL)
		a->agency = o->name;
}

/* The agencies of a credit: the whole of it, or the first part that is one. */
static void
find_agency(struct sorting *s, struct span credit)
{
	struct span rest = credit;
	size_t i;

	credit_agency(s->a, sorting_outlet(s, credit));
	while (s->a->agency.p == NULL && rest.n > 0) {
		for (i = 0;
		     i < rest.n && memchr("/|,+-", rest.p[i], 5) == NULL &&
		     !span_starts(span_skip(rest, i), SPAN("،"));
		     i++)
			;
		credit_agency(
		    s->a, sorting_outlet(s, line_trim(span_of(rest.p, i))));
		rest = span_skip(rest, i);
		if (span_starts(rest, SPAN("،")))
			rest = span_skip(rest, sizeof "،" - 1);
		else if (rest.n > 0)
			rest = span_skip(rest, 1);
	}
}

/* A credit without a full stop, quotes or brackets around it. */
static struct span
trim_credit(struct span s)
{
	s = line_trim(s);
	while (s.n > 0 && memchr(".-:", s.p[s.n - 1], 3) != NULL)
		s = line_trim(span_of(s.p, s.n - 1));
	return bracket_strip(s);
}

void
credit_set(struct sorting *s, struct span credit, bool label)
{
	struct span before = s->a->agency;

	credit = trim_credit(credit);
	if (credit.n == 0 || (s->a->credit.n > 0 && !label)) {
		find_agency(s, credit);
		return;
	}
	s->a->credit = credit;
	s->a->agency.p = NULL;
	find_agency(s, credit);
	if (s->a->agency.p == NULL)
		s->a->agency = before;
}

void
credit_last(struct sorting *s)
{
	struct span name = credit_mark(s, line_at(s, s->last)->text);

	if (name.n == 0)
		return;
	if (s->a->credit.n == 0)
		s->a->credit = name;
	find_agency(s, name);
}
