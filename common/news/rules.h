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
	const char **user;                 /* texts of user tables, owned */
	size_t nuser, user_cap;
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
	LINEWORD_GIVEN, /* those of givennames.tsv, too */
	LINEWORD_ROLE,  /* this and the next: of bywords */
	LINEWORD_HAND,
	LINEWORD_OUTLET,
	LINEWORD_CLASSES
};

/*
 * Read the built-in tables, behind those of the user: paths, NULL-terminated or
 * NULL; each of a kind that its first row tells (khabar-tables(5)).
 * Status 2 with file:line where a table is bad.
 */
void rules_init(struct rules *r, struct clerk *c, const char *const *paths);

/* The outlet that a folded phrase names, or NULL. */
const struct outlet *rules_outlet(const struct rules *r, struct span folded);

/* Give the memory back; no outlet that was told lives on. */
void rules_free(struct rules *r);

#endif
