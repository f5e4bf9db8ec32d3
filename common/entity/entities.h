/*
 * People, places and organisations of a text: lists, rules and the tagger,
 * brought together.
 *
 * Who is believed: the user's list, then rules, then the tagger, then the
 * list that comes with khabar, of which what the tagger does not confirm is
 * kept only where it can mean one thing.  Names of that list also mend the
 * tagger's spans: a known name that contains one replaces it, and one that
 * is made of several known names is told apart into them.
 */
#ifndef ENTITY_ENTITIES_H
#define ENTITY_ENTITIES_H

#include "entity/mention.h"
#include "entity/namesake.h"
#include "entity/ruleset.h"
#include "tagger/tagger.h"
#include "text/fold.h"

/* What is kept of a token when its line is done. */
struct entity_word {
	uint64_t whole, best; /* hashes: of all of it, of its likely form */
	bool rare;            /* it could be a name alone */
};

/* A name of the text, or of its end: hashes of its first and of all words. */
struct echo {
	uint64_t first, key;
	uint32_t n, mention;
	uint32_t next; /* 1 + another one of its row; 0: none */
};

enum { ECHO_ROW_BITS = 10 };

struct echoes {
	struct echo *name;
	size_t n, cap;
	uint32_t row[1 << ECHO_ROW_BITS]; /* 1 + its last name; 0: none */
};

/* What all threads look at: opened once, and not written to but for the
 * store. */
struct entity_tables {
	const struct model *model; /* or NULL; not owned, as the first two */
	const struct gazetteer *list[MATCH_LISTS]; /* lists, or NULL each */
	struct gazetteer titles, triggers;
	struct buf titles_image, triggers_image;
	struct ruleset *rules;
	struct bodies *bodies;
	struct type_store *store; /* NULL: of one thread */
};

struct entities {
	struct tagger tagger;
	const struct ruleset *rules;
	const struct bodies *bodies;
	struct namesakes namesakes;
	struct buf rule_line; /* room: the line that rules look at, folded */
	struct folded folded; /* room: the line, with the way back */
	struct tokens tokens; /* of the text at hand */
	struct entity_word *word; /* of each token */
	bool *took;               /* whether a mention did, or it is none */
	size_t word_cap, took_cap;
	struct echoes echoes; /* room: see entity/echo.h */
	struct mentions found;
	struct mention_table *table; /* room: see entity/link.h */

	struct buf whole; /* room: several texts */

	/* the line at hand */
	struct span text;
	size_t line;                   /* its first token */
	bool *taken;                   /* its part of took */
	uint16_t trigger[TAGGER_LINE]; /* tokens that wake a rule or a body */
	uint32_t triggers;
	int sports; /* whether it is about a match or the like; -1 not seen */
};

/*
 * Open tables for so many threads.  Everything may be NULL: no model, no list.
 * rules_text is the user's rules, called rules_name in messages.
 */
void entity_tables_open(struct entity_tables *k, const struct model *m,
    const struct gazetteer *user, const struct gazetteer *built_in,
    const char *rules_name, struct span rules_text, unsigned threads);

/* Give the memory back; model and lists stay the caller's. */
void entity_tables_free(struct entity_tables *k);

/* Make ready for texts; k must outlive e. */
void entities_init(struct entities *e, const struct entity_tables *k);

/* The mentions in text, in e->found until the next call. */
void entities_find(struct entities *e, struct span text);

/* The same of n texts, as if they were one, with a byte between each two that
 * are there (p not NULL): what is a name in the title is one in the text. */
void entities_find_in(struct entities *e, const struct span *text, size_t n);

/* Give the memory back. */
void entities_free(struct entities *e);

#endif
