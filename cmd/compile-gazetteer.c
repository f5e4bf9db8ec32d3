/*
 * Makes the gazetteer that tag-entities looks names up in, from lists that
 * Debian packages and from khabar's own tables.  A program of the build; it is
 * not installed.
 */

#include "base/err.h"
#include "base/opt.h"
#include "base/status.h"
#include "tagger/data.h"
#include "gazetteer/list.h"
#include "places/places.h"

struct sources {
	const char *cities, *geonames, *iso, *codes, *cldr, *subdivisions;
	const char *likeness, *output;
	struct places_seen seen;
};

#define AT(member) OPT_AT(struct sources, member)

static const struct opt options[] = {
	{ 0, "cities", "TABLE", "names of cities", OPT_FILE, AT(cities) },
	{ 0, "geonames", "MO", "places of libgeonames-common", OPT_FILE,
	    AT(geonames) },
	{ 0, "iso3166", "MO", "countries of iso-codes, in Arabic", OPT_FILE,
	    AT(iso) },
	{ 0, "iso3166-codes", "JSON", "the same, with their codes", OPT_FILE,
	    AT(codes) },
	{ 0, "cldr", "XML", "territories of unicode-cldr-core", OPT_FILE,
	    AT(cldr) },
	{ 0, "subdivisions", "XML", "subdivisions of the same", OPT_FILE,
	    AT(subdivisions) },
	{ 0, "likeness", "TABLE", "what words are like", OPT_FILE,
	    AT(likeness) },
	{ 'o', "output", "FILE", "write FILE", OPT_FILE, AT(output),
	    .must = true },
	{ 0 },
};

static void
add_geonames(struct gazetteer_builder *b, const struct sources *from)
{
	struct span file = data_read(from->geonames);

	if (!places_geonames(b, file, &from->seen))
		errx(STATUS_FATAL, "%s: not a message catalogue",
		    from->geonames);
}

static void
add_iso(struct gazetteer_builder *b, const char *path, const char *codes)
{
	if (codes == NULL)
		errx(STATUS_FATAL, "--iso3166 needs --iso3166-codes");
	if (!places_iso3166(b, data_read(path), data_read(codes)))
		errx(STATUS_FATAL, "%s, %s: not what they should be", path,
		    codes);
}

static void
write_image(struct gazetteer_builder *b, const char *path)
{
	struct buf image = { 0 };
	struct writer w = { 0 };

	data_create(&w, path);
	gazetteer_image(b, &image);
	data_write(&w, path, buf_span(&image));
	buf_free(&image);
}

int
main(int argc, char **argv)
{
	static struct sources from;
	struct gazetteer_builder b = { 0 };

	argv = opt_parse(
	    argc, argv, options, "[options] -o file [table.tsv ...]", &from);
	for (; *argv != NULL; argv++)
		list_load(&b, *argv, LIST_BUILTIN);
	if (from.cldr != NULL)
		places_cldr(&b, data_read(from.cldr));
	if (from.iso != NULL)
		add_iso(&b, from.iso, from.codes);
	if (from.cities != NULL)
		places_cities(&b, from.cities, &from.seen);
	if (from.geonames != NULL)
		add_geonames(&b, &from);
	if (from.subdivisions != NULL)
		places_subdivisions(&b, data_read(from.subdivisions));
	if (from.likeness != NULL)
		list_likeness(&b, from.likeness);
	write_image(&b, from.output);
	gazetteer_builder_free(&b);
	return STATUS_OK;
}
