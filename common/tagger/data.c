#include "tagger/data.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/status.h"
#include "io/map.h"
#include "io/share.h"

/* What a file is called that the program has inside. */
static const char inside[] = "inside the program: ";

char *
data_path(const char *file, const char *name)
{
	struct buf path = { 0 };

	if (file != NULL)
		return strcmp(file, "none") != 0 ? mem_strdup(file) : NULL;
	if (share_inside != NULL) {
		buf_printf(&path, "%s%s", inside, name);
		buf_addc(&path, '\0');
		return path.p;
	}
	share_find(name, &path);
	return path.p;
}

struct span
data_read(struct clerk *c, const char *path)
{
	struct span image;

	if (share_inside != NULL &&
	    span_starts(span_str(path), span_str(inside)))
		return share_inside(path + sizeof inside - 1);
	if (map_copy(c, path, &image) == -1)
		err(STATUS_FATAL, "%s", path);
	return image;
}

bool
data_model(struct clerk *c, const char *path, struct model *m)
{
	const char *bad;

	if (path == NULL)
		return false;
	if ((bad = model_open(m, data_read(c, path))) != NULL)
		errx(STATUS_FATAL, "%s: %s", path, bad);
	return true;
}

bool
data_gazetteer(struct clerk *c, const char *path, struct gazetteer *g)
{
	const char *bad;

	if (path == NULL)
		return false;
	if ((bad = gazetteer_open(g, data_read(c, path))) != NULL)
		errx(STATUS_FATAL, "%s: %s", path, bad);
	return true;
}

void
data_create(struct writer *w, const char *file)
{
	if (file == NULL)
		writer_start(w, STDOUT_FILENO);
	else if (writer_open(w, file) == -1)
		err(STATUS_FATAL, "%s", file);
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
