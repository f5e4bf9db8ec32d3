#include "tagger/data.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/status.h"
#include "io/map.h"
#include "io/share.h"

struct span
data_read(const char *file)
{
	struct span image;

	if (map_copy(file, &image) == -1)
		err(STATUS_FATAL, "%s", file);
	return image;
}

/* Map the file, or khabar's own called name, and put its path into path;
 * false where it is "none". */
static bool
open_data(
    const char *file, const char *name, struct buf *path, struct span *image)
{
	if (file != NULL && strcmp(file, "none") == 0)
		return false;
	if (file == NULL)
		share_find(name, path);
	else
		buf_add(path, file, strlen(file) + 1);
	*image = data_read(path->p);
	return true;
}

bool
data_model(const char *file, struct model *m)
{
	struct buf path = { 0 };
	struct span image;
	bool there = open_data(file, "model.bin", &path, &image);
	const char *bad = there ? model_open(m, image) : NULL;

	if (bad != NULL)
		errx(STATUS_FATAL, "%s: %s", path.p, bad);
	buf_free(&path);
	return there;
}

bool
data_gazetteer(const char *file, struct gazetteer *g)
{
	struct buf path = { 0 };
	struct span image;
	bool there = open_data(file, "gazetteer.bin", &path, &image);
	const char *bad = there ? gazetteer_open(g, image) : NULL;

	if (bad != NULL)
		errx(STATUS_FATAL, "%s: %s", path.p, bad);
	buf_free(&path);
	return there;
}

void
data_create(struct writer *w, const char *file)
{
	if (file == NULL)
		writer_start(w, STDOUT_FILENO);
	else if (writer_open(w, file) == -1)
		err(STATUS_FATAL, "%s", file);
	writer_watch(w);
}

void
data_write(struct writer *w, const char *file, struct span image)
{
	writer_add(w, image);
	if (writer_close(w, true) == -1) {
		errno = w->error;
		err(STATUS_FATAL, "%s", file ? file : "output");
	}
}
