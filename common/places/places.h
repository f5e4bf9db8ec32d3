/*
 * Places from the lists that Debian packages:
 *	GeoNames	libgeonames-common, CC BY 4.0; ids geonames:N; and
 *			common/tables/cities.tsv, with more names
 *	ISO 3166-1	iso-codes, LGPL 2.1+; ids iso3166:RU
 *	Unicode CLDR	unicode-cldr-core, Unicode-DFS-2016; ids iso3166:RU,
 *			m49:NNN for regions, iso3166-2:SY-DI
 * The first source that is added gives an entity its name; later ones give
 * names that are still free.
 */
#ifndef PLACES_PLACES_H
#define PLACES_PLACES_H

#include "gazetteer/gazetteer.h"

struct clerk;

/* Numbers of GeoNames that cities.tsv has: a bit each. */
enum { GEONAMES_MOST = 1 << 25 };
struct places_seen {
	unsigned char bit[GEONAMES_MOST / 8];
};

/* Read the table path (status 2 where a row is wrong) and note whom it has. */
void places_cities(struct gazetteer_builder *b, struct clerk *c,
    const char *path, struct places_seen *seen);

/* Each returns false where a file is not of its kind.  Who is in seen, which
 * may be NULL, is passed over. */
bool places_geonames(struct gazetteer_builder *b, struct span mo,
    const struct places_seen *seen);
bool places_iso3166(
    struct gazetteer_builder *b, struct span mo, struct span json);
void places_cldr(struct gazetteer_builder *b, struct span xml);
void places_subdivisions(struct gazetteer_builder *b, struct span xml);

#endif
