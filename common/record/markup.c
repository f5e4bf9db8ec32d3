/*
 * In JSON, '<' and everything that is no ASCII stand in strings only, where
 * an escape may take their place.  What may not stand in a page is told in
 * the HTML standard, section 13.2.3.5 ("Preprocessing the input stream").
 */
#include "record/markup.h"

#include "base/base64.h"
#include "io/pack.h"
#include "text/charset.h"
#include "text/utf8.h"

void
markup_split(struct span page, struct span *head, struct span *tail)
{
	const char *at = memmem(
	    page.p, page.n, MARKUP_HERE, sizeof MARKUP_HERE - 1);

	*head = page;
	*tail = span_of(NULL, 0);
	if (at == NULL)
		return;
	head->n = (size_t)(at - page.p);
	*tail = span_skip(page, head->n + sizeof MARKUP_HERE - 1);
}

static bool
is_forbidden(uint32_t cp)
{
	return (cp >= 0x7f && cp < 0xa0) || (cp >= 0xfdd0 && cp <= 0xfdef) ||
	    (cp & 0xfffe) == 0xfffe;
}

static void
add_escape(struct buf *out, uint32_t cp)
{
	if (cp < 0x10000)
		buf_printf(out, "\\u%04x", (unsigned)cp);
	else
		buf_printf(out, "\\u%04x\\u%04x",
		    (unsigned)(0xd7c0 + (cp >> 10)),
		    (unsigned)(0xdc00 + (cp & 0x3ff)));
}

/* May the code point that starts with c have to be escaped?  Arabic letters
 * (0xd8 to 0xdb) go by at once. */
static bool
is_suspect(unsigned char c)
{
	return c == '<' || c == 0x7f || c == 0xc2 || c >= 0xef;
}

void
markup_add_json(struct buf *out, struct span json)
{
	const char *p = json.p, *from = p, *end = p + json.n;

	while (p < end) {
		size_t len = 1;
		uint32_t cp;

		if (!is_suspect((unsigned char)*p)) {
			p++;
			continue;
		}
		cp = utf8_get(p, end, &len);
		if (cp == '<' || is_forbidden(cp)) {
			buf_add(out, from, (size_t)(p - from));
			add_escape(out, cp);
			from = p + len;
		}
		p += len;
	}
	buf_add(out, from, (size_t)(end - from));
}

/* What a byte is in MARKUP_SET lies below. */
enum { NARROW = 0x2200 };

/* JSON in MARKUP_SET. */
static void
add_narrow(struct buf *out, struct span json)
{
	const uint16_t *high = charset_find(SPAN(MARKUP_SET))->high;
	const char *p = json.p, *end = p + json.n;
	unsigned char byte[NARROW] = { 0 };
	size_t len;

	for (unsigned i = 0; i < 0x80; i++)
		if (high[i] < NARROW)
			byte[high[i]] = (unsigned char)(0x80 + i);
	for (; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		if (cp < 0x80)
			buf_addc(out, (char)cp);
		else if (cp < NARROW && byte[cp] != 0)
			buf_addc(out, (char)byte[cp]);
		else
			add_escape(out, cp);
	}
}

void
markup_add_packed(
    struct buf *out, struct span class, size_t n, struct span json)
{
	struct buf narrow = { 0 }, packed = { 0 };

	add_narrow(&narrow, json);
	pack_add(&packed, buf_span(&narrow));
	buf_printf(out,
	    "<script type=\"text/plain\" class=\"%.*s\" "
	    "data-n=\"%zu\">",
	    (int)class.n, class.p, n);
	base64_add(out, buf_span(&packed));
	buf_adds(out, SPAN("</script>\n"));
	buf_free(&narrow);
	buf_free(&packed);
}
