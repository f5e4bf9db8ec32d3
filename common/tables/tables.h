/*
 * The tables that come with khabar, embedded: common/tables/NAME.tsv is
 * table_NAME().  To add one, write the file and name it in TABLES.  The
 * templates of pages (record/markup.h), of the files of common/pages, are
 * page_NAME().
 */
#ifndef TABLES_TABLES_H
#define TABLES_TABLES_H

#include "base/span.h"

/* The tables of this folder, each as its text: table_cues() is cues.tsv; the
 * pages, page_view() is that of view.html.  They live as long as the program.
 */
#define TABLES(X)     \
	X(agencies)   \
	X(bodies)     \
	X(boundary)   \
	X(cues)       \
	X(datewords)  \
	X(demonyms)   \
	X(elements)   \
	X(furniture)  \
	X(givennames) \
	X(languages)  \
	X(lines)      \
	X(linewords)  \
	X(months)     \
	X(namesakes)  \
	X(orgs)       \
	X(pagekinds)  \
	X(pairs)      \
	X(persons)    \
	X(places)     \
	X(references) \
	X(namerules)  \
	X(numbers)    \
	X(sections)   \
	X(tagwords)   \
	X(titles)     \
	X(zones)

#define PAGES(X)  \
	X(report) \
	X(view)

#define TABLE_DECLARE(name) struct span table_##name(void);
#define PAGE_DECLARE(name) struct span page_##name(void);
/* struct span table_agencies(void) and so on. */
TABLES(TABLE_DECLARE)
PAGES(PAGE_DECLARE)
#undef TABLE_DECLARE
#undef PAGE_DECLARE

#endif
