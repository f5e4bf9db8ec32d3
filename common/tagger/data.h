/*
 * The data files of tag-entities: read, checked, written.
 *
 * Each function ends the program with status 2 and a message that names the
 * file where something is wrong.  What is read stays until the
 * end, whatever becomes of the file.
 */
#ifndef TAGGER_DATA_H
#define TAGGER_DATA_H

#include "gazetteer/gazetteer.h"
#include "io/writer.h"
#include "tagger/model.h"

struct clerk;

/* The path of the file, of khabar's own called name where it is NULL; NULL
 * where it is "none".  The caller frees it. */
char *data_path(const char *file, const char *name);

/* Read the file path, of data_path, which c opens.  False where it is NULL. */
bool data_model(struct clerk *c, const char *path, struct model *m);
bool data_gazetteer(struct clerk *c, const char *path, struct gazetteer *g);

/* The bytes of any file. */
struct span data_read(struct clerk *c, const char *path);

/* Start to write file (io/target.h), NULL for standard output, before the work
 * that makes its image; then write that, all of it.  Signals wait for that, or
 * for writer_watch. */
void data_create(struct writer *w, const char *file);
void data_write(struct writer *w, const char *file, struct span image);

#endif
