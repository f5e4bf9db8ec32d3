/*
 * The sets of names that come with khabar: made of the tables when it is built,
 * and part of the program, which only looks into them.
 */
#ifndef NEWS_NAMESET_H
#define NEWS_NAMESET_H

#include "news/names.h"
#include "rules/table.h"

enum nameset {
	NAMESET_OUTLETS,   /* values are indexes of the outlets */
	NAMESET_PLACES,    /* values are 0 */
	NAMESET_SECTIONS,  /* values are SECTION_... (news/rules.h) */
	NAMESET_LINEWORDS, /* values are LINEWORD_... */
	NAMESET_BYWORDS,   /* the same, of what only bylines tell */
	NAMESET_TAGS,      /* persons, organisations, places; values are 0 */
	NAMESET_TAGWORDS,  /* values are TAGWORD_... */
	NAMESET_PAGEKINDS, /* values are PAGEKIND_... (news/pagekind.h) */
	NAMESETS
};

enum { TAGWORD_HEAD, TAGWORD_STOP };

enum { OUTLET_AGENCY = 1, OUTLET_AMBIGUOUS = 2 };

struct outlet {
	struct span name; /* canonical, in a table's memory */
	int flags;        /* OUTLET_... */
};

struct outlets {
	struct outlet *of; /* owned */
	size_t n, cap;
};

/* Open a set that was compiled. */
void nameset_open(enum nameset which, struct names *s);

/* The outlets that the values of NAMESET_OUTLETS mean, behind those in o; free
 * o->of. */
void nameset_outlets(struct outlets *o);

/* Add the rows of a table of outlets, and the forms of their names; status 2
 * with file:line where one is bad. */
void nameset_add_outlets(
    struct outlets *o, struct names_builder *b, struct table *t);

/* Compile all sets. */
void nameset_compile(struct buf *out);

/*
 * What is compiled: the sets, each where at says, and then the outlets, whose
 * names stay in their table's text.
 */
struct nameset_head {
	uint64_t at[NAMESETS]; /* bytes from here */
	uint64_t outlets, outlets_at;
};

struct nameset_outlet {
	uint32_t at, n; /* bytes of table_agencies */
	int32_t flags;
};

#endif
