/*
 * Titles in front of persons: وزير الخارجية الروسي سيرغي لافروف.
 *
 * A title begins with a head (وزير, with proclitics or not) and goes on, up to
 * the name, with parts (الخارجية), nationalities (الروسي) and names of places
 * and organisations.  Several titles may follow each other.
 */
#ifndef ENTITY_TITLE_H
#define ENTITY_TITLE_H

#include "entity/body.h"
#include "tagger/tagger.h"

/* The list of heads, parts and nationalities, from khabar's tables; and the
 * words of bodies, to be found fast. */
void title_list(struct gazetteer_builder *b, const struct bodies *bodies);

/* The title, without proclitics, that ends in front of token `name` of t's line
 * (line: its tokens) in text; p NULL where there is none. */
struct span title_of(const struct tagger *t, struct span text,
    const struct token *line, uint32_t name);

/* Whether a title may begin with token i. */
bool title_head(const struct tagger *t, uint32_t i);

/* Whether a title may go on with token i. */
bool title_inner(const struct tagger *t, uint32_t i);

/* Whether token i is a word like حزب or شركة that alone is no name. */
bool title_generic(const struct tagger *t, uint32_t i);

/* Whether the line is one of keywords: names side by side, no sentence. */
bool title_keywords(const struct tagger *t);

#endif
