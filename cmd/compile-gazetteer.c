/*
 * Makes the gazetteer that tag-entities looks names up in, from lists that
 * Debian packages and from khabar's own tables.  A program of the build; it is
 * not installed.
 *
 *	compile-gazetteer [--geonames MO] [--iso3166 MO --iso3166-codes JSON]
 *	    [--cldr XML] [--subdivisions XML] [-o FILE] [table.tsv ...]
 */
#include <err.h>
#include <getopt.h>

#include "base/opt.h"
#include "base/status.h"
#include "tagger/data.h"
#include "gazetteer/list.h"
#include "places/places.h"

enum { OPT_GEONAMES = OPT_LONG, OPT_ISO, OPT_CODES, OPT_CLDR, OPT_SUB };

static const struct opt options[] = {
	{ OPT_GEONAMES, "geonames", "MO", "places of libgeonames-common" },
	{ OPT_ISO, "iso3166", "MO", "countries of iso-codes, in Arabic" },
	{ OPT_CODES, "iso3166-codes", "JSON", "the same, with their codes" },
	{ OPT_CLDR, "cldr", "XML", "territories of unicode-cldr-core" },
	{ OPT_SUB, "subdivisions", "XML", "subdivisions of the same" },
	{ 'o', "output", "FILE", "write FILE" },
	{ 'h', "help", NULL, "print this help" },
	{ 'V', "version", NULL, "print the version" },
	{ 0, NULL, NULL, NULL },
};

static void
add_geonames(struct gazetteer_builder *b, const char *path)
{
	struct span file = data_map(path);

	if (!places_geonames(b, file))
		errx(STATUS_FATAL, "%s: not a message catalogue", path);
}

static void
add_iso(struct gazetteer_builder *b, const char *path, const char *codes)
{
	if (codes == NULL)
		errx(STATUS_FATAL, "--iso3166 needs --iso3166-codes");
	if (!places_iso3166(b, data_map(path), data_map(codes)))
		errx(STATUS_FATAL, "%s, %s: not what they should be", path,
		    codes);
}

static void
write_image(struct gazetteer_builder *b, const char *path)
{
	struct buf image = { 0 };

	gazetteer_image(b, &image);
	data_write(path, buf_span(&image));
	buf_free(&image);
}

int
main(int argc, char **argv)
{
	const char *geonames = NULL, *iso = NULL, *codes = NULL, *cldr = NULL,
		   *sub = NULL, *output = NULL;
	struct gazetteer_builder b = { 0 };
	int key;

	while ((key = opt_next(argc, argv, options, "[table.tsv ...]")) != -1)
		switch (key) {
		case OPT_GEONAMES:
			geonames = optarg;
			break;
		case OPT_ISO:
			iso = optarg;
			break;
		case OPT_CODES:
			codes = optarg;
			break;
		case OPT_CLDR:
			cldr = optarg;
			break;
		case OPT_SUB:
			sub = optarg;
			break;
		case 'o':
			output = optarg;
			break;
		}
	for (argv += optind; *argv != NULL; argv++)
		list_load(&b, *argv, LIST_BUILTIN);
	if (cldr != NULL)
		places_cldr(&b, data_map(cldr));
	if (iso != NULL)
		add_iso(&b, iso, codes);
	if (geonames != NULL)
		add_geonames(&b, geonames);
	if (sub != NULL)
		places_subdivisions(&b, data_map(sub));
	write_image(&b, output);
	gazetteer_builder_free(&b);
	return STATUS_OK;
}
