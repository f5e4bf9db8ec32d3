#include "places/cldr.h"

/* The value of the attribute called type in tag, or an empty span. */
static struct span
type_of(struct span tag)
{
	struct span head;

	while (tag.n > 0) {
		head = span_cut(&tag, '"');
		if (span_ends(head, SPAN(" type=")))
			return span_cut(&tag, '"');
		span_cut(&tag, '"');
	}
	return span_of(NULL, 0);
}

bool
cldr_next(struct span *rest, struct span element, struct span *type,
    struct span *name)
{
	while (rest->n > 0) {
		struct span tag;

		span_cut(rest, '<');
		if (!span_starts(*rest, element) || rest->n == element.n ||
		    rest->p[element.n] != ' ')
			continue;
		tag = span_cut(rest, '>');
		*name = span_of(rest->p, 0);
		while (name->n < rest->n && rest->p[name->n] != '<')
			name->n++;
		*type = type_of(tag);
		if (type->n > 0 && name->n > 0 &&
		    memchr(name->p, '&', name->n) == NULL)
			return true;
	}
	return false;
}
