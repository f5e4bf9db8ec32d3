#include "report/finding.h"

#include "text/utf8.h"

static struct finding *
find(struct findings *all, struct span name, bool warning)
{
	struct finding *f;

	name = utf8_head(name, FINDING_NAME - 1);
	for (unsigned i = 0; i < all->n; i++) {
		f = &all->f[i];
		if (f->warning == warning && span_eq(span_str(f->name), name))
			return f;
	}
	if (all->n == FINDINGS)
		return &all->f[FINDINGS - 1];
	/* The last one takes what has no place. */
	if (all->n == FINDINGS - 1)
		name = SPAN("other");
	f = &all->f[all->n++];
	memset(f, 0, sizeof *f);
	memcpy(f->name, name.p, name.n);
	f->warning = warning;
	return f;
}

static uint8_t
keep(char *to, size_t room, struct span s)
{
	s = utf8_head(s, room);
	if (s.n > 0)
		memcpy(to, s.p, s.n);
	return (uint8_t)s.n;
}

void
findings_start(struct findings *all, unsigned long unit)
{
	all->unit = unit;
	all->found = 0;
	all->shown = false;
}

void
findings_add(struct findings *all, struct span name, bool warning,
    struct span id, struct span value)
{
	struct finding *f = find(all, name, warning);
	struct example *e = &f->example[f->examples];

	f->count++;
	all->found |= (uint64_t)1 << (f - all->f);
	if (f->examples == all->examples)
		return;
	e->id_n = keep(e->id, EXAMPLE_ID, id);
	e->value_n = keep(e->value, EXAMPLE_VALUE, value);
	e->unit = all->unit;
	f->examples++;
	all->shown = true;
}
