/*
 * Datelines: `موسكو- طهران – سانا`, `الرياض (الاتحاد)`, `أبوظبي في 27 نوفمبر
 * /وام/`, `دبي، الإمارات (CNN) --`; alone on a line or in front of the first
 * paragraph.
 */
#ifndef NEWS_DATELINE_H
#define NEWS_DATELINE_H

#include "news/rules.h"

enum { DATELINE_PLACES = 4 };

struct dateline {
	struct span place[DATELINE_PLACES]; /* of the source */
	int places;
	const struct outlet *agency; /* or NULL */
	struct span agency_text;     /* as printed; of an outlet that no table
	                                has, agency is NULL */
	struct span author;          /* printed before the agency, or .n 0 */
	struct date date;            /* printed inside; .known unset */
	size_t end;                  /* folded bytes up to its end */
	bool whole;                  /* nothing stands behind it */
};

/*
 * Read a dateline at byte `from` of a folded line; src is what was folded.
 * False where there is none: it needs a place and behind it a dash, colon,
 * slash or bracket, or a place or outlet and nothing else on the line.
 */
bool dateline_read(const struct rules *r, const struct folded *line,
    struct span src, size_t from, struct dateline *out);

#endif
