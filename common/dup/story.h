/*
 * The stories that were seen: takes records in order, one sketch at a time,
 * and says of each whether it repeats an earlier one.  All decisions depend on
 * the records before and nothing else, so the same records in the same order
 * get the same verdicts, however they were sketched.
 */
#ifndef DUP_STORY_H
#define DUP_STORY_H

#include "dup/index.h"
#include "dup/shape.h"
#include "dup/weight.h"

enum story_kind {
	STORY_NEW,
	STORY_EXACT,      /* the same bytes */
	STORY_NORMALIZED, /* the same words, once folded */
	STORY_NEAR,       /* much in common on both sides */
	STORY_CONTAINED   /* one is nearly all in the other, which has more */
};

/* The names of kinds, in this order; "" for STORY_NEW. */
extern const char *const story_kinds[];

struct story_params {
	struct sketch_params sketch;
	double similarity;  /* Jaccard, from which two texts are near */
	double containment; /* from which one contains the other */
	bool exact;         /* bytes alone: 96 bits of their hash are kept */
	bool names;         /* keep the names of records */
	uint32_t window;    /* minutes that a record is remembered; 0: always */
	size_t memory;      /* bytes to hold, about; 0: no limit */
};

/* How alike texts must be. */
enum story_preset { PRESET_STRICT, PRESET_NEWS, PRESET_WIDE };

/* The settings of a preset. */
void story_preset(struct story_params *p, enum story_preset preset);

/* Texts are near from similarity j on, in thousandths; containment is never
 * below it. */
void story_threshold(struct story_params *p, double j);

/* What sighting a record's like needs of a remembered one. */
struct story_known {
	uint64_t raw, norm;
};

/* What deciding needs of it. */
struct story_record {
	uint64_t shape;   /* where its set starts in stories.shapes, or
	                     STORY_NO_SHAPE */
	uint32_t cluster; /* number of the first record of its story */
	uint32_t slots;   /* 1 + index in stories.slots, or 0 */
};

#define STORY_NO_SHAPE UINT64_MAX

enum { STORY_CANDIDATES = 16 }; /* verified for a record, at most */

/* A record that may be like the one at hand. */
struct story_candidate {
	uint32_t id;
	unsigned hits; /* keys in common */
};

/* What is known of a record before its text is compared. */
struct sighting {
	uint32_t number;              /* the record's, or INDEX_NONE where it
	                                 is not to be remembered */
	uint32_t same_raw, same_norm; /* records, or INDEX_NONE */
	struct story_candidate candidate[SKETCH_BANDS + 1];
	unsigned n;
};

/* A record that was found like the one at hand. */
struct likeness {
	enum story_kind kind;
	uint32_t of;
	double similarity, containment;
};

struct verdict {
	struct likeness
	    like;         /* the one it repeats most; kind STORY_NEW: none */
	uint32_t number;  /* this record's; INDEX_NONE: not remembered, for
	                     its bytes already are */
	uint32_t cluster; /* the first record of the story */
};

struct stories {
	struct story_params params;
	/* stories_find's: */
	size_t found;              /* records that are remembered */
	struct story_known *known; /* owned; by number; not with exact */
	uint64_t *high;            /* owned; exact: more of each hash */
	uint32_t *minute;          /* owned; of each record; with a window */
	size_t known_cap, high_cap, minute_cap;
	struct index exact, bands;

	/* stories_decide's: */
	size_t n;                    /* records that are remembered */
	struct story_record *record; /* owned; by number; not with exact */
	uint64_t *name;              /* owned; where names end; with names */
	size_t record_cap, name_cap;
	struct buf names, shapes;
	uint64_t *slots; /* owned; where sets of what a record's
	                    near repeat has otherwise start */
	size_t nslots, slots_cap;
	struct weights weights;
	uint64_t forgotten, dropped; /* records that were remembered; of them
	                                for lack of memory */

	/* Of the record at hand: */
	struct shape shape;
	const struct sketch *sketch;
	bool doubt; /* it may be a story of its own */
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

/*
 * The same in two steps, each in the order of records: look up the keys, and
 * decide.  They touch different parts of t, so that one thread can be ahead
 * with the first; not where records are forgotten (stories_forgets).
 */
void stories_find(
    struct stories *t, const struct sketch *s, struct sighting *f);
void stories_decide(struct stories *t, const struct sketch *s, struct span name,
    struct sighting *f, struct verdict *v);

/* May records be forgotten as more come? */
bool stories_forgets(const struct stories *t);

/* The name of a remembered record; valid until the next one is judged. */
struct span stories_name(const struct stories *t, uint32_t number);

/* Bytes that are held. */
size_t stories_bytes(const struct stories *t);

/* Forget the records below first; the others are numbered from 0 on.  A
 * story whose first record goes has the next one for its first. */
void stories_forget(struct stories *t, uint32_t first);

/* Write all that is known to out; make it from what stands at p, which
 * stories_save wrote with the same params (and has been checked). */
void stories_save(const struct stories *t, struct image *out);
void stories_load(struct stories *t, const uint8_t *p);

/* Give the memory back. */
void stories_free(struct stories *t);

#endif
