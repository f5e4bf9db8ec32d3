/*
 * The compiled sets, as part of the program.  What compiles them,
 * compile-gazetteer, is linked without this.
 */
#include "news/nameset.h"
#include "tables/tables.h"

__asm__(".pushsection .rodata\n"
	".balign 16\n"
	"khabar_namesets:\n"
	".incbin \"" NAMESETS_BIN "\"\n"
	".popsection\n");

extern const char khabar_namesets[];

static const struct nameset_head *
head(void)
{
	return (const void *)khabar_namesets;
}

void
nameset_open(enum nameset which, struct names *s)
{
	names_open(s, khabar_namesets + head()->at[which]);
}

void
nameset_outlets(struct outlets *o)
{
	const struct nameset_head *h = head();
	const struct nameset_outlet *b = (const void *)(khabar_namesets +
	    h->outlets_at);
	const char *text = table_agencies().p;
	size_t i;

	o->of = mem_grow(o->of, &o->cap, o->n + h->outlets, sizeof o->of[0]);
	for (i = 0; i < h->outlets; i++)
		o->of[o->n++] = (struct outlet) {
			span_of(text + b[i].at, b[i].n), b[i].flags
		};
}
