/*
 * Exit status of every tool; a run ends with the worst that happened.
 * khabar(7) tells users.
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
	STATUS_OK = 0,
	STATUS_BAD = 1,   /* some records were bad */
	STATUS_FATAL = 2, /* usage, input, output, table or state */
	STATUS_BUSY = 75  /* the state is in use (EX_TEMPFAIL of sysexits.h) */
};

/* Let *s be t where that is worse. */
static inline void
status_worst(enum status *s, enum status t)
{
	if (t > *s)
		*s = t;
}

#endif
