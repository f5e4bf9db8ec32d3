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
#include "tagger/model.h"

/* Open the file; khabar's own where it is NULL.  False where it is "none". */
bool data_model(const char *file, struct model *m);
bool data_gazetteer(const char *file, struct gazetteer *g);

/* The bytes of any file. */
struct span data_read(const char *file);

/* Write image to file, whole or not at all; NULL is standard output. */
void data_write(const char *file, struct span image);

#endif
