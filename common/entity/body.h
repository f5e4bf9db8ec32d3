/*
 * Names that a kind of body and what follows it make: وزارة + الدفاع + الروسية,
 * المنتخب + المصري.  The kinds and the words behind them are in
 * common/tables/bodies.tsv.  Internal to entities.h.
 */
#ifndef ENTITY_BODY_H
#define ENTITY_BODY_H

#include "base/span.h"
#include "tagger/tagger.h"

/* Classes of words, as bits: letters and digits are those of the table. */
enum body_class {
	BODY_FIELD = 'f' - 'a',      /* a ministry's */
	BODY_EVENT = 'k' - 'a',      /* makes an event of a body */
	BODY_MINISTER = 'm' - 'a',   /* makes an office of a ministry */
	BODY_PLACE_WORD = 'p' - 'a', /* places stand behind it */
	BODY_SPORT = 's' - 'a',
	BODY_STOP = 26,   /* has the article, but goes on with no name */
	BODY_OUTSIDE,     /* a kind of place that is no part of the name */
	BODY_TAIL,        /* nor is this one behind it */
	BODY_COMPLETE,    /* a kind whose name is whole behind it */
	BODY_WORK,        /* makes an event or work of a place */
	BODY_MEN,         /* no part of the body behind it */
	BODY_LOUD,        /* alone it is another word, mostly */
	BODY_PART,        /* a kind of part of a country */
	BODY_CLUB,        /* a club is called so, and something else */
	BODY_PLACE_KIND,  /* what is behind it is a place, whatever it is */
	BODY_OWN = 36,    /* from here on, in the order of "NMFPBLSTAO": */
	BODY_NATION = 36, /* a nationality */
	BODY_MASCULINE,
	BODY_FEMININE,
	BODY_PLACE,
	BODY_IN,   /* ب and a place */
	BODY_FOR,  /* ل and a noun */
	BODY_GAME, /* ل and a game */
	BODY_OF,   /* ل and another body */
	BODY_ANY,  /* an adjective, or a noun joined by و */
	BODY_BODY, /* another body */
	BODY_MORE, /* from here on, in the order of "CEGIJKDQRH": */
	BODY_SPORTS = BODY_MORE, /* such words make a line one of sports */
	BODY_BESIDE_CLUB,        /* clubs stand behind it */
	BODY_RARE_CLUB,          /* a club is called so, but rarely means it */
	BODY_INSIDE,             /* no club stands behind it */
	BODY_NAME_TITLE,         /* a title that is a name, too */
	BODY_MEASURE,            /* no place in front of a noun */
	BODY_USE,                /* makes another thing of an organisation */
	BODY_FOLLOWERS,          /* no part of the person behind it */
	BODY_WATER,
	BODY_PERSON /* a person's name */
};

struct bodies;

/* The table, read; bodies_free takes it back. */
struct bodies *bodies_new(void);
void bodies_free(struct bodies *b);

/* What a word of the table is: a word, a club, or a kind that starts names. */
enum body_form { BODY_FORM_WORD, BODY_FORM_CLUB, BODY_FORM_KIND };

/* Let use have all words of the table, by the hashes of their folded forms. */
void bodies_words(const struct bodies *b,
    void (*use)(void *arg, uint64_t word, enum body_form what), void *arg);

/* A line, and what the reader of a name must know of it. */
struct body_line {
	const struct bodies *b;
	const struct tagger *t;
	void *arg;
	/* the bytes of a token in the text */
	struct span (*source)(void *arg, uint32_t token);
	/* where a place, a body, a person ends that starts at a token with that
	 * proclitic in front (0 for none); that token where none does */
	uint32_t (*place)(void *arg, uint32_t token, struct span proclitic);
	uint32_t (*body)(void *arg, uint32_t token, struct span proclitic);
	uint32_t (*person)(void *arg, uint32_t token);
};

/* A name: tokens [first, end) of the line, the first one in that form. */
struct body_name {
	uint32_t first, end;
	unsigned form;
	struct span label;
};

/* The longest name that starts at token i; false where none does. */
bool body_at(const struct body_line *line, uint32_t i, struct body_name *out);

/* Whether what stands in front of token i makes something else of a body that
 * starts there: an event, an office. */
bool body_spoilt(const struct bodies *b, const struct tagger *t, uint32_t i);

/* Whether token i is a kind that is a part of the organisation's name behind
 * it, and its form. */
bool body_kind(
    const struct bodies *b, const struct tagger *t, uint32_t i, unsigned *form);

/* Whether a body's name may start with token i that other words complete. */
bool body_head(const struct bodies *b, const struct tagger *t, uint32_t i);

/* Whether token i is of that class, in any form or as it stands. */
bool body_word(const struct bodies *b, const struct tagger *t, uint32_t i,
    enum body_class class);
bool body_plain_word(const struct bodies *b, const struct tagger *t, uint32_t i,
    enum body_class class);

/* The same of a folded word's hash. */
bool body_is(const struct bodies *b, uint64_t word, enum body_class class);

/* The same of form f of a token. */
bool body_form_is(const struct bodies *b, const struct probe *p, unsigned f,
    enum body_class class);

/* The country (ISO 3166-1 alpha-2) whose nationality a token is, with its
 * article; p NULL where it is none. */
struct span body_country(const struct bodies *b, const struct probe *p);

#endif
