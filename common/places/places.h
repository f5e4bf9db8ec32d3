/*
 * Places from the lists that Debian packages:
 *	GeoNames	libgeonames-common, CC BY 4.0; ids geonames:N
 *	ISO 3166-1	iso-codes, LGPL 2.1+; ids iso3166:RU
 *	Unicode CLDR	unicode-cldr-core, Unicode-DFS-2016; ids iso3166:RU,
 *			m49:NNN for regions, iso3166-2:SY-DI
 * The first source that is added gives an entity its name; later ones give
 * names that are still free.
 */
#ifndef PLACES_PLACES_H
#define PLACES_PLACES_H

#include "gazetteer/gazetteer.h"

/* Each returns false where a file is not of its kind. */
bool places_geonames(struct gazetteer_builder *b, struct span mo);
bool places_iso3166(
    struct gazetteer_builder *b, struct span mo, struct span json);
void places_cldr(struct gazetteer_builder *b, struct span xml);
void places_subdivisions(struct gazetteer_builder *b, struct span xml);

#endif
