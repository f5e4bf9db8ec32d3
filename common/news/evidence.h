/*
 * What is to be seen of a line, as yes or no: of itself, of the lines around
 * it, of its place on the page.  Nothing here decides; news/label.h adds up
 * what each piece of evidence speaks for, with the weights of
 * common/tables/lines.tsv, which says in a sentence what each one means.
 */
#ifndef NEWS_EVIDENCE_H
#define NEWS_EVIDENCE_H

#include <stdint.h>

/* clang-format off */

/* What kind of line it is to its neighbours, by its looks alone. */
#define LINE_KINDS(X, pre) \
	X(pre##_prose) X(pre##_sentence) X(pre##_headline) X(pre##_words) \
	X(pre##_item) X(pre##_dated) X(pre##_byline) X(pre##_name) \
	X(pre##_ending) X(pre##_related) X(pre##_button) X(pre##_mark)

/* The same, and none. */
#define LINE_SIDES(X, pre) LINE_KINDS(X, pre) X(pre##_none)

#define LINE_EVIDENCES(X) \
	X(bias) \
	/* length in code points and in words */ \
	X(points_8) X(points_15) X(points_25) X(points_40) X(points_60) \
	X(points_90) X(points_125) X(points_180) X(points_more) \
	X(words_1) X(words_2) X(words_3) X(words_5) X(words_8) X(words_13) \
	X(words_19) X(words_more) \
	/* how it starts and ends */ \
	X(ends_stop) X(ends_ask) X(ends_colon) X(ends_dots) X(ends_comma) \
	X(ends_digit) X(ends_bracket) X(ends_quote) X(ends_mark) \
	X(starts_bullet) X(starts_number) X(starts_quote) X(starts_bracket) \
	X(starts_latin) X(starts_mark) \
	/* what it holds */ \
	X(digits_some) X(digits_many) X(latin_some) X(latin_all) \
	X(has_colon) X(has_bar) X(has_arrow) X(has_slash) X(has_dash) \
	X(has_address) X(has_hash) X(has_dots) X(has_quote) X(has_year) \
	X(has_clock) X(has_stops) X(has_comma) X(has_wide) X(has_copyright) \
	/* words */ \
	X(function_none) X(function_one) X(function_more) X(verb_first) \
	X(menu_one) X(menu_more) X(office) X(writer_first) X(writer) \
	X(given_first) X(given_all) X(given_most) X(outlet_word) X(prayer) \
	X(picture) X(name_last) \
	/* cues and names */ \
	X(cue_date) X(cue_modified) X(cue_byline) X(cue_source) \
	X(cue_keywords) X(cue_category) X(cue_related) X(cue_promo) \
	X(cue_title) X(cue_end) X(cue_counter) X(cue_share) X(cue_follow) \
	X(cue_comments) X(cue_copyright) X(cue_ad) X(cue_photo) \
	X(cue_cookies) X(cue_nav) X(cue_rest) \
	X(is_section) X(is_nav) X(is_outlet) X(is_dateline) X(is_signature) \
	X(is_caption) X(is_time) X(is_rule) X(outlet_first) X(outlet_last) \
	X(outlet_says) X(place_first) X(place_last) X(section_first) \
	X(dated_whole) X(dated_beside) X(dated_stray) X(dated_within) \
	X(dated_unread) X(dated_relative) X(dated_twice) \
	X(date_only) X(date_above) X(date_below) \
	/* what it has piece by piece (news/piece.h) */ \
	X(piece_words) X(piece_cue) X(piece_date) X(piece_section) \
	X(piece_button) X(piece_outlet) X(piece_place) X(piece_name) \
	X(pieces_1) X(pieces_2) X(pieces_3) X(pieces_more) X(pieces_known) \
	/* printed elsewhere */ \
	X(twice_near_first) X(twice_near_again) X(twice_far_first) \
	X(twice_far_again) X(longer_before) X(longer_behind) \
	X(shorter_before) X(shorter_behind) \
	/* words shared with the prose below and above */ \
	X(below_none) X(below_some) X(below_half) X(below_most) \
	X(below_best) X(above_none) X(above_some) \
	X(above_half) X(above_best) X(below_more) \
	/* its place among the lines between two paragraphs */ \
	X(only_headline) X(first_headline) X(last_headline) \
	X(headlines_2) X(headlines_3) X(headlines_more) \
	X(best_first) X(best_last) X(best_not) \
	X(gap_longest) X(gap_1) X(gap_3) X(gap_8) X(gap_more) \
	X(top_0) X(top_1) X(top_2) X(top_4) X(top_more) \
	X(in_head) X(in_middle) X(in_tail) X(in_none) \
	X(to_prose_1) X(to_prose_3) X(to_prose_more) \
	X(from_prose_1) X(from_prose_3) X(from_prose_more) \
	X(prose_none) X(prose_first) X(prose_last) X(last_line) \
	X(blank_before) X(blank_behind) X(dense) X(sparse) \
	X(since_related) X(since_ending) X(since_comments) X(since_dated) \
	X(since_title) X(seen_comments) X(seen_ending) \
	/* where it stands in the page's markup, in the order of LAYOUTS */ \
	X(layout_h1) X(layout_nav) X(layout_aside) X(layout_footer) \
	X(layout_caption) X(layout_list) X(layout_links) X(layout_article) \
	X(layout_outside) \
	LINE_KINDS(X, kind) \
	LINE_SIDES(X, before) LINE_SIDES(X, behind) \
	LINE_SIDES(X, before2) LINE_SIDES(X, behind2) \
	/* on other pages of its site: its weights are learned last and alone \
	   (tests/fit/lines.c), and nothing may stand behind them */ \
	X(site_new) X(site_some) X(site_most) \
	X(site_first) X(site_second) X(site_lead) X(site_run) X(site_alone) \
	X(site_below_none) X(site_below_some) X(site_below_half) \
	X(site_above_none) X(site_above_some) X(site_above_half)

/* clang-format on */

/* EVIDENCE_bias and so on. */
enum evidence {
#define EVIDENCE_ENUM(name) EVIDENCE_##name,
	LINE_EVIDENCES(EVIDENCE_ENUM)
#undef EVIDENCE_ENUM
	    EVIDENCE_COUNT
};

enum { EVIDENCE_WORDS = 5 };

_Static_assert(EVIDENCE_COUNT <= 64 * EVIDENCE_WORDS, "too many evidences");

/* A set of them, a bit each. */
struct evidences {
	uint64_t bit[EVIDENCE_WORDS];
};

/* Put which, an enum evidence, into e. */
static inline void
evidence_add(struct evidences *e, unsigned which)
{
	e->bit[which / 64] |= (uint64_t)1 << which % 64;
}

/* Is which in e?  1 or 0. */
static inline int
evidence_has(const struct evidences *e, unsigned which)
{
	return (int)(e->bit[which / 64] >> which % 64 & 1);
}

struct date;
struct page;
struct line;
struct cue;
struct rules;
struct folded;

/* Add what line l shows by itself; f is l->text folded, or empty where the
 * line is so long that only its looks count.  The line's cue and dates are
 * known already, and the date on it; d->end is 0 where there is none. */
void evidence_of_line(struct line *l, const struct rules *r,
    const struct folded *f, const struct date *d);

/* Add what the pieces of a short line are; f holds it folded, and is scratch;
 * cue and d are what it starts with and its date; whole as in news/piece.h. */
void evidence_of_pieces(struct line *l, const struct rules *r,
    const struct cue *cue, const struct date *d, const struct date *reference,
    const struct date *whole, struct folded *f);

/* Add what the lines of p show together. */
void evidence_of_page(struct page *p);

/* Its name in lines.tsv; lives as long as the program. */
const char *evidence_name(enum evidence e);

#endif
