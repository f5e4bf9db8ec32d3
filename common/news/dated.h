/* Which of the dates of a page is the article's. */
#ifndef NEWS_DATED_H
#define NEWS_DATED_H

#include "news/piece.h"
#include "news/sorting.h"

/* Date d, printed as raw, is the article's if no surer one is known. */
void dated_offer(struct sorting *s, struct span raw, const struct date *d,
    enum date_from from);

/* A date on line i, behind a label or not: the article's, a masthead's, or of a
 * post or comment. */
void dated_piece(
    struct sorting *s, size_t i, const struct piece *p, bool label);

/* The day of the last change, on line i: the article's where no other is. */
void dated_modified(struct sorting *s, size_t i, const struct piece *p);

/* Is line i a date between the headline and the text, or the first of the
 * page above the headline? */
bool dated_head(const struct sorting *s, size_t i);

/* Where no line is labelled a date: the likeliest of those that hold one
 * between the headline and the text, or right above or below the text, is. */
void dated_find_line(struct sorting *s);

/* `السيمر / الأحد 01 . 01 . 2017 - ...`, `الخميس, 10 حزيران 2021 - 21:02 ...`:
 * a paragraph whose head, folded in the scratch, starts with its day, and a
 * mark or the time behind. */
void dated_lead(struct sorting *s, struct span head);

#endif
