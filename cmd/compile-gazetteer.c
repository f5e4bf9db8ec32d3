/*
 * Makes the gazetteer that tag-entities looks names up in, from lists that
 * Debian packages and from khabar's own tables; and the sets of names that are
 * part of split-articles and extract-meta; and gives the model, which lies with
 * the sources, the head of this version.  A program of the build; it is not
 * installed.
 */

#include "base/err.h"
#include "base/opt.h"
#include "base/status.h"
#include "io/confine.h"
#include "tagger/data.h"
#include "gazetteer/frame.h"
#include "gazetteer/list.h"
#include "news/nameset.h"
#include "places/places.h"

struct sources {
	const char *cities, *geonames, *iso, *codes, *cldr, *subdivisions;
	const char *likeness, *model, *output;
	bool sets;
	struct places_seen seen;
	struct confine confine;
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
	{ 0, "sets", NULL, "make the sets of names of the news tools", OPT_FLAG,
	    AT(sets) },
	{ 0, "model", "FILE", "write this again, with a new head", OPT_FILE,
	    AT(model) },
	{ 'o', "output", "FILE", "write FILE", OPT_FILE, AT(output),
	    .must = true },
	{ .type = OPT_TABLE, .rows = confine_options, AT(confine) },
	{ 'v', "verbose", NULL, "tell what sandbox there is", OPT_FLAG,
	    AT(confine.tells) },
	{ 0 },
};

static void
add_geonames(struct gazetteer_builder *b, struct sources *from)
{
	struct span file = data_read(&from->confine.clerk, from->geonames);

	if (!places_geonames(b, file, &from->seen))
		errx(STATUS_FATAL, "%s: not a message catalogue",
		    from->geonames);
}

static void
add_iso(struct gazetteer_builder *b, struct sources *from)
{
	const char *path = from->iso, *codes = from->codes;
	struct clerk *c = &from->confine.clerk;

	if (codes == NULL)
		errx(STATUS_FATAL, "--iso3166 needs --iso3166-codes");
	if (!places_iso3166(b, data_read(c, path), data_read(c, codes)))
		errx(STATUS_FATAL, "%s, %s: not what they should be", path,
		    codes);
}

static void
renew_model(struct sources *from, struct buf *image)
{
	const char *bad;

	buf_adds(image, data_read(&from->confine.clerk, from->model));
	if ((bad = frame_renew(image)) != NULL)
		errx(STATUS_FATAL, "%s: %s", from->model, bad);
}

static void
write_image(struct gazetteer_builder *b, struct writer *w, struct sources *from)
{
	struct buf image = { 0 };

	if (from->model != NULL)
		renew_model(from, &image);
	else if (from->sets)
		nameset_compile(&image);
	else
		gazetteer_image(b, &image);
	data_write(w, from->output, buf_span(&image));
	buf_free(&image);
}

/* Open the output, and let go of all but that and what will be read. */
static void
confine(struct sources *from, const char *const *tables, struct writer *w)
{
	const char *const files[] = { from->cities, from->geonames, from->iso,
		from->codes, from->cldr, from->subdivisions, from->likeness,
		from->model };
	struct clerk *c = &from->confine.clerk;

	data_create(w, from->output);
	clerk_target(c, w->target);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		clerk_file(c, files[i]);
	clerk_files(c, tables);
	confine_enter(&from->confine);
	confine_seal(&from->confine);
	writer_watch(w);
}

int
main(int argc, char **argv)
{
	static struct sources from;
	struct gazetteer_builder b = { 0 };
	struct clerk *c = &from.confine.clerk;
	struct writer w = { 0 };

	argv = opt_parse(
	    argc, argv, options, "[options] -o file [table.tsv ...]", &from);
	confine(&from, (const char *const *)argv, &w);
	for (; *argv != NULL; argv++)
		list_load(&b, c, *argv, LIST_BUILTIN);
	if (from.cldr != NULL)
		places_cldr(&b, data_read(c, from.cldr));
	if (from.iso != NULL)
		add_iso(&b, &from);
	if (from.cities != NULL)
		places_cities(&b, c, from.cities, &from.seen);
	if (from.geonames != NULL)
		add_geonames(&b, &from);
	if (from.subdivisions != NULL)
		places_subdivisions(&b, data_read(c, from.subdivisions));
	if (from.likeness != NULL)
		list_likeness(&b, c, from.likeness);
	write_image(&b, &w, &from);
	gazetteer_builder_free(&b);
	confine_end(&from.confine);
	return STATUS_OK;
}
