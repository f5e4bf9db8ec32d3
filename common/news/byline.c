#include "news/byline.h"

#include "news/line.h"
#include "news/piece.h"

/* Up to a mark that parts names. */
static struct span
cut_name(struct span *rest)
{
	size_t i;
	struct span one;

	for (i = 0; i < rest->n; i++)
		if (memchr(",/|&_\xe2", rest->p[i], 6) != NULL ||
		    (rest->p[i] == '-' && i > 0 && rest->p[i - 1] == ' ') ||
		    span_starts(span_skip(*rest, i), SPAN("،")) ||
		    (rest->p[i] == ':' && i + 1 < rest->n))
			break;
	one = line_trim(span_of(rest->p, i));
	if (i < rest->n && (unsigned char)rest->p[i] == 0xe2)
		i += 2;
	else if (i < rest->n && (unsigned char)rest->p[i] >= 0x80)
		i++;
	*rest = span_skip(*rest, i < rest->n ? i + 1 : i);
	while (one.n > 0 &&
	    (one.p[one.n - 1] == ':' || one.p[one.n - 1] == '.' ||
		one.p[one.n - 1] == '-'))
		one = line_trim(span_of(one.p, one.n - 1));
	return one;
}

void
byline_read(const struct rules *r, struct span value, bool label,
    struct folded *f, struct byline *out)
{
	struct span one;

	(void)label;
	*out = (struct byline) { .n = 0 };
	while (value.n > 0) {
		one = cut_name(&value);
		if (one.n == 0)
			continue;
		fold(f, one);
		if (names_find(&r->places, buf_span(&f->text)) >= 0)
			out->place = one;
		else if (rules_outlet(r, buf_span(&f->text)) != NULL)
			out->outlet = one;
		else if (out->n < BYLINE_AUTHORS)
			out->author[out->n++] = one;
		else
			out->left = true;
	}
}
