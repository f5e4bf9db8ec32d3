/*
 * The data files of tag-entities: mapped, checked, written.
 *
 * Each function ends the program with status 2 and a message that names the
 * file where something is wrong.  What is mapped stays so.
 */
#ifndef TAGGER_DATA_H
#define TAGGER_DATA_H

#include "gazetteer/gazetteer.h"
#include "tagger/model.h"

/* Open the file; khabar's own where it is NULL.  False where it is "none". */
bool data_model(const char *file, struct model *m);
bool data_gazetteer(const char *file, struct gazetteer *g);

/* Map any file. */
struct span data_map(const char *file);

/* Write image to file, whole or not at all; NULL is standard output. */
void data_write(const char *file, struct span image);

#endif
