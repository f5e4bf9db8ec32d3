/*
 * What the news tools know, read from the tables once: cues, outlets, places,
 * sections, dates, languages.
 */
#ifndef NEWS_RULES_H
#define NEWS_RULES_H

#include "news/cue.h"
#include "lang/date.h"
#include "news/nameset.h"

struct clerk;

struct boundary_weights;
struct labeller;
struct sites;

struct rules {
	struct cues *cues;
	struct date_reader *dates;
	struct labeller *labeller;
	struct boundary_weights *boundary;
	struct sites *sites;
	struct outlets outlet; /* what the values of outlets mean */
	struct names outlets, places, sections, linewords, bywords, pagekinds;
	struct names_builder user_outlets; /* and ours; or empty */
};

enum { SECTION_NEWS, SECTION_NAV };

/* The classes of linewords.tsv. */
enum {
	LINEWORD_FUNCTION,
	LINEWORD_VERB,
	LINEWORD_MENU,
	LINEWORD_OFFICE,
	LINEWORD_WRITER,
	LINEWORD_PRAYER,
	LINEWORD_PICTURE,
	LINEWORD_GIVEN, /* those of givennames.tsv, too */
	LINEWORD_ROLE,  /* this and the next: of bywords */
	LINEWORD_HAND,
	LINEWORD_OUTLET,
	LINEWORD_CLASSES
};

/* Tables of a user's, as texts. */
struct rules_tables {
	const char *const *path; /* not owned */
	struct span *text;
	size_t n;
};

/* Load tables that c opens: paths, NULL-terminated or NULL; status 2 where one
 * cannot be read.  rules_unload gives the memory back. */
void rules_load(
    struct rules_tables *t, struct clerk *c, const char *const *paths);
void rules_unload(struct rules_tables *t);

/*
 * Read the built-in tables, behind those of the user, or NULL, which must live
 * as long; each a cue table or an agency table by its columns
 * (khabar-tables(5)).  Status 2 with file:line where a table is bad.
 */
void rules_init(struct rules *r, const struct rules_tables *user);

/* The outlet that a folded phrase names, or NULL. */
const struct outlet *rules_outlet(const struct rules *r, struct span folded);

/* Give the memory back; no outlet that was told lives on. */
void rules_free(struct rules *r);

#endif
