/*
 * Proposals: spans of a line that are to become mentions, whoever makes them.
 * Internal to entities.h, whose struct knows the line at hand.
 */
#ifndef ENTITY_PROPOSAL_H
#define ENTITY_PROPOSAL_H

#include "entity/entities.h"

/* A span of the line's tokens that is to become a mention. */
struct proposal {
	uint32_t first, end;
	enum mention_source source;
	const struct name_match *match; /* that gave it, or NULL */
	struct span label;
	int form; /* of the first token, or -1 where none is known */
};

/* Token i of the line. */
static inline const struct token *
proposal_token(const struct entities *e, uint32_t i)
{
	return &e->tokens.t[e->line + i];
}

/* Its bytes in the text. */
static inline struct span
proposal_source(const struct entities *e, uint32_t i)
{
	const struct token *t = proposal_token(e, i);

	return span_of(e->text.p + t->at, t->n);
}

/* Leave out what is no part of a name at either end; p may be empty then. */
void proposal_trim(const struct entities *e, struct proposal *p);

/* Make it a mention, trimmed and looked up in the lists, unless nothing is left
 * of it or one of its tokens is taken. */
void proposal_add(struct entities *e, struct proposal p);

#endif
