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

/* Open the file; khabar's own where it is NULL.  False where it is "none". */
bool data_model(const char *file, struct model *m);
bool data_gazetteer(const char *file, struct gazetteer *g);

/* The bytes of any file. */
struct span data_read(const char *file);

/* Start to write file (io/target.h), NULL for standard output, before the work
 * that makes its image; then write that, all of it. */
void data_create(struct writer *w, const char *file);
void data_write(struct writer *w, const char *file, struct span image);

#endif
