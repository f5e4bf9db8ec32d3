/*
 * The stories that were seen: takes records in order, one sketch at a time,
 * and says of each whether it repeats an earlier one.  All decisions depend on
 * the records before and nothing else, so the same records in the same order
 * get the same verdicts, however they were sketched.
 */
#ifndef DUP_STORY_H
#define DUP_STORY_H

#include "dup/decide.h"
#include "dup/index.h"
#include "dup/sketch.h"
#include "dup/weight.h"

enum story_kind {
	STORY_NEW,
	STORY_EXACT,      /* the same bytes */
	STORY_NORMALIZED, /* the same words, once folded */
	STORY_NEAR,       /* much in common on both sides */
	STORY_CONTAINED,  /* one is nearly all in the other, which has more */
	/* No repeats: */
	STORY_UPDATE,   /* a follow-up over shared background */
	STORY_TEMPLATE, /* another filling of the same form */
	STORY_REPLACES  /* a newer version, with --updates */
};

/* Is it a repeat? */
static inline bool
story_repeats(enum story_kind kind)
{
	return kind > STORY_NEW && kind < STORY_UPDATE;
}

/* The names of kinds, in this order; "" for STORY_NEW. */
extern const char *const story_kinds[];

struct story_params {
	struct sketch_params sketch;
	const struct decider *decider; /* not owned; not with exact */
	int margin;         /* what repeats must add up to; 0 is even odds */
	double similarity;  /* of both texts, that near repeats share, or */
	double containment; /* of the shorter one: one of them is enough */
	bool exact;         /* bytes alone: 96 bits of their hash are kept */
	bool names;         /* keep the names of records */
	uint32_t window;    /* minutes that a record is remembered; 0: always */
	size_t memory;      /* bytes to hold, about; 0: no limit */
};

/* How alike texts must be. */
enum story_preset { PRESET_STRICT, PRESET_NEWS, PRESET_WIDE };

/* The settings of a preset. */
void story_preset(struct story_params *p, enum story_preset preset);

/* Repeats share j of both texts, or as much or more of the shorter one. */
void story_threshold(struct story_params *p, double j);

/* What sighting a record's like needs of a remembered one. */
struct story_known {
	uint64_t raw, norm;
};

/* What deciding needs of it. */
struct story_record {
	uint64_t trace;   /* where its trace starts in stories.traces, or
	                     STORY_NO_TRACE */
	uint32_t cluster; /* number of the first record of its story */
	uint32_t kept;    /* of the one that was written for it, itself or
	                     another; that may have been replaced later, and
	                     then names the one that it was replaced by */
};

#define STORY_NO_TRACE UINT64_MAX

enum { STORY_CANDIDATES = 16 }; /* verified for a record, at most */

/* A record that may be like the one at hand. */
struct story_candidate {
	uint32_t id;
	unsigned hits; /* keys in common */
};

/* Keys of a record besides those of its sketch: its bytes', and its words'. */
enum { STORY_KEYS = 2, STORY_TOOK = (STORY_KEYS + SKETCH_KEYS + 1 + 7) / 8 };

/* What was decided of a record when it came, in so far as it changed what is
 * known: with its sketch, enough to know it again (stories_recall). */
struct story_past {
	uint8_t took[STORY_TOOK]; /* a bit for each key that leads to it: that
	                             of its bytes, that of its words, then the
	                             sketch's */
	uint32_t joined[STORY_CANDIDATES]; /* so many records before it: those
	                                      whose stories are its own */
	unsigned njoined;
	uint32_t kept; /* so many records before it: the one that was written
	                  for it; 0: it was written itself */
	bool counted;  /* as a story of its own (weight.h) */
	bool replaces; /* it was written, in the place of the first of joined */
};

/* What is known of a record before its text is compared. */
struct sighting {
	uint32_t number;              /* the record's, or INDEX_NONE where it
	                                 is not to be remembered */
	uint32_t same_raw, same_norm; /* records, or INDEX_NONE */
	struct story_candidate candidate[SKETCH_KEYS + 1];
	unsigned n;
	uint8_t took[STORY_TOOK]; /* see struct story_past */
	uint64_t bad;             /* see stories_bad */
};

/* A record that was found like the one at hand. */
struct likeness {
	enum story_kind kind;
	uint32_t of;
	double similarity, containment;
	double own; /* the share of the one at hand that it has */
	bool newer; /* the one at hand is a newer version of it */
};

struct verdict {
	struct likeness
	    like; /* the one it repeats most; kind STORY_NEW: none */
	struct likeness related; /* the same of what it does not repeat */
	struct likeness kept;    /* of the record that was written for it, where
	                            it is near or contained */
	uint32_t number;  /* this record's; INDEX_NONE: not remembered, for
	                     its bytes already are */
	uint32_t cluster; /* the first record of the story */
};

struct comparer;

struct stories {
	struct story_params params;
	/* stories_find's, by number: */
	size_t found;         /* records that are remembered */
	struct column known;  /* struct story_known; not with exact */
	struct column high;   /* uint64_t: more of each hash; with exact */
	struct column minute; /* uint32_t; with a window */
	struct index exact, bands;

	/* stories_decide's, by number: */
	size_t n;             /* records that are remembered */
	struct column record; /* struct story_record; not with exact */
	struct column name;   /* uint64_t: where names end; with names */
	struct column names, traces;
	struct weights weights;
	uint64_t bad;                /* see stories_bad */
	uint64_t forgotten, dropped; /* records that were remembered; of them
	                                for lack of memory */

	/* Of the record at hand: */
	struct comparer *comparer; /* owned; not with exact */
	struct buf bytes;          /* of its trace */
	struct story_past past;
	struct likeness like[STORY_CANDIDATES]; /* all that were found */
	unsigned nlike;
};

/* No stories yet; p is copied.  stories_free takes the memory back. */
void stories_init(struct stories *t, const struct story_params *p);

/* Add a record that shares a key. */
void sighting_add(struct sighting *f, uint32_t id);

/* Judge the next record and remember it. */
void stories_judge(struct stories *t, const struct sketch *s, struct span name,
    struct verdict *v);

/* Note what memory judging a record will read, to be asked for while others are
 * read or made.  Not while another thread adds to t. */
void stories_await(
    const struct stories *t, const struct sketch *s, struct await *a);

/*
 * The same in two steps, each in the order of records: look up the keys, and
 * decide.  They touch different parts of t, so that one thread can be ahead
 * with the first; not where records are forgotten (stories_forgets).
 */
void stories_find(
    struct stories *t, const struct sketch *s, struct sighting *f);
void stories_decide(struct stories *t, const struct sketch *s, struct span name,
    struct sighting *f, struct verdict *v);

/*
 * Remember the next record as it was remembered once: what t->past was when it
 * had been judged, behind the same records.  False where it names a record that
 * is not there.  stories_keep is the second step, behind stories_find.
 */
bool stories_recall(struct stories *t, const struct sketch *s, struct span name,
    const struct story_past *past);
bool stories_keep(struct stories *t, const struct sketch *s, struct span name,
    const struct story_past *past);

/* Forget what is behind the window or more than the memory that is allowed, as
 * stories_judge does in front of a record. */
void stories_trim(struct stories *t, const struct sketch *s);

/* Record number was written though it repeats record id, whose place it takes:
 * decisions behind it are to know. */
void stories_replace(struct stories *t, uint32_t number, uint32_t id);

/* May records be forgotten as more come? */
bool stories_forgets(const struct stories *t);

/* The name of a remembered record; valid until the next one is judged. */
struct span stories_name(struct stories *t, uint32_t number);

/* Bytes that are held. */
size_t stories_bytes(const struct stories *t);

/* Forget the records below first; the others are numbered from 0 on.  A
 * story whose first record goes has the next one for its first. */
void stories_forget(struct stories *t, uint32_t first);

/*
 * Write all that is known to m; false where some of it, still in an older
 * image, is damaged.  Bring t, just initialised with the same params, to where
 * what stories_save has written was; false where that does not go together, and
 * t is to be freed.  f is to be there as long as t is: it is read as need be.
 */
bool stories_save(struct stories *t, struct image *m);
bool stories_load(struct stories *t, const struct image_file *f);

/* Read all of the image that t was loaded from: is it whole, and does
 * everything in it point to what is there? */
bool stories_check(struct stories *t);

/* Does t know of the same records the same as other, which was made from them
 * anew?  Otherwise stories_bad says where it does not. */
bool stories_same(struct stories *t, struct stories *other);

/* What stories_judge or stories_decide has read of an image so far: 1 + the
 * byte of the file that is damaged, where one is, and then the verdict does not
 * count; or 0. */
uint64_t stories_bad(const struct stories *t);

/* Record number id, which is below t->n. */
static inline struct story_record *
stories_record(struct stories *t, uint32_t id)
{
	return column_at(&t->record, id * sizeof(struct story_record),
	    sizeof(struct story_record));
}

/* Give the memory back. */
void stories_free(struct stories *t);

#endif
