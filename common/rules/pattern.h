/*
 * PCRE2 patterns, compiled once, JIT where there is one, matched with limits.
 * The only place that calls PCRE2.
 */
#ifndef RULES_PATTERN_H
#define RULES_PATTERN_H

#include <stdint.h>

#include "base/buf.h"

struct pattern;

/*
 * Compile regex (UTF, extended: blanks and # comments are free).  On an error
 * NULL, with the reason and its byte offset in message (size bytes).
 */
struct pattern *pattern_new(struct span regex, char *message, size_t size);

/* The same, interpreted: making machine code takes as long as thousands of
 * searches, and cannot be done behind sandbox_seal (io/sandbox.h). */
struct pattern *pattern_plain(struct span regex, char *message, size_t size);

/* The same, or as pattern_new if fast, matching only where a search begins. */
struct pattern *pattern_here(
    struct span regex, bool fast, char *message, size_t size);

/* The pattern that an option gives; status 2 and what is wrong with it. */
struct pattern *pattern_option(const char *option, const char *regex);

/* Is pattern in line, whose CR at the end does not count?  Not where it is no
 * UTF-8. */
bool pattern_matches(void *pattern, struct span line);

/* Add s so that it stands for itself in a regex. */
void pattern_quote(struct buf *regex, struct span s);

/* The number of the group called name, or -1. */
int pattern_group(const struct pattern *p, const char *name);

/*
 * Search subject (valid UTF-8) from byte `from`, by several threads at once
 * where they like.  Returns the number of groups
 * set with their spans in group[0..max) (group 0 is the match; unset groups
 * have p NULL), 0 where nothing matches, -1 where a limit of steps or memory
 * was hit, which is told once for each pattern.  A pattern has a budget of
 * steps, too, which grows with the bytes that it searches: where it has used
 * that up, it gives up on a line sooner.
 */
int pattern_find(const struct pattern *p, struct span subject, size_t from,
    struct span *group, int max);

/* Give the memory back; NULL is nothing. */
void pattern_free(struct pattern *p);

#endif
