/*
 * Records of any text with any mentions in it, as --format writes them:
 * whatever the record, its labels and its names hold, no format has more lines,
 * cells or markup than there are mentions.  The bytes are: how many mentions
 * (1); of each where it starts behind the one before, its length, its name's
 * length, its kind (1 each); then names, then the text, both as far as they are
 * UTF-8.
 */
#include <stdint.h>
#include <string.h>

#include "base/base64.h"
#include "fuzz/fuzz.h"
#include "io/unpack.h"
#include "record/markup.h"
#include "record/record.h"
#include "text/charset.h"
#include "text/utf8.h"
#include "view/html.h"

enum { MENTIONS = 8, BYTES = 4, CELLS = 11 };

/* As ends of words are in a line. */
static size_t
count(struct span s, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == c;
	return n;
}

/* The end of the character that byte `at` stands in. */
static size_t
whole(struct span s, size_t at)
{
	at = at < s.n ? at : s.n;
	while (at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/* A name from *rest, of up to n bytes. */
static struct span
take_name(struct span *rest, size_t n)
{
	struct span name = *rest;

	name.n = whole(name, n);
	*rest = span_skip(*rest, name.n);
	return name;
}

static void
add(struct mentions *all, const uint8_t *p, struct span text, struct span *rest)
{
	static const char *const labels[] = { "PER", "ORG", "LOC", "MISC" };
	size_t from = all->n > 0 ? all->m[all->n - 1].end : 0;
	size_t start = whole(text, from + p[0] % 32), end;
	struct mention *m;

	end = whole(text, start + 1 + p[1] % 32);
	if (start >= end)
		return;
	m = mentions_room(all);
	*m = (struct mention) { 0 };
	all->n++;
	m->start = (uint32_t)start;
	m->end = (uint32_t)end;
	m->group = (uint32_t)all->n - 1;
	m->score = p[3] & 1 ? (int32_t)(p[2] * 1000003u) : MENTION_NO_SCORE;
	m->source = p[3] >> 1 & 3;
	m->label = span_str(labels[p[3] >> 3 & 3]);
	if (p[3] >> 5 & 1)
		m->id = take_name(rest, p[2]);
	if (p[3] >> 6 & 1)
		m->name = take_name(rest, p[2]);
	if (p[3] >> 7 && m->id.p != NULL && m->id.n > 0)
		m->label = m->id;
	if (p[3] == 255)
		m->title = span_of(text.p + m->start, m->end - m->start);
}

static void
check_json(const struct view_options *o, const struct mentions *all,
    struct span text, struct span name)
{
	struct buf out = { 0 };
	struct record r = { .nfields = 0 };
	struct json_error e;

	put_object(&out);
	put_string(put_key(&out, SPAN("n")), name);
	put_array(put_key(&out, SPAN("e")));
	view_json(o, all, text, name, &out);
	put_array_end(&out);
	put_object_end(&out);
	must(utf8_valid(buf_span(&out)) == out.n);
	must(record_parse(&r, buf_span(&out), &e));
	must(count(buf_span(&out), '\n') == 0);
	record_free(&r);
	buf_free(&out);
}

/* A row a mention, eleven cells a row. */
static void
check_tsv(const struct view_options *o, const struct mentions *all,
    struct span text, struct span name)
{
	struct buf out = { 0 };
	struct span rest;

	view_tsv(o, all, text, name, name, &out);
	rest = buf_span(&out);
	must(count(rest, '\n') == all->n && count(rest, '\r') == 0);
	while (rest.n > 0)
		must(count(span_cut(&rest, '\n'), '\t') == CELLS - 1);
	buf_free(&out);
}

/* T and N lines of three cells, the second one with two blanks in it. */
static void
check_brat(
    const struct view_options *o, const struct mentions *all, struct span text)
{
	struct buf out = { 0 };
	struct span rest, line, cell;
	unsigned long n = 0;
	size_t ids = 0;

	for (size_t i = 0; i < all->n; i++)
		ids += all->m[i].id.p != NULL;
	view_brat(o, all, text, &n, &out);
	must(n == all->n);
	rest = buf_span(&out);
	must(count(rest, '\n') == n + ids);
	while (rest.n > 0) {
		line = span_cut(&rest, '\n');
		must(line.n > 0 && (line.p[0] == 'T' || line.p[0] == 'N'));
		must(count(line, '\t') == 2);
		span_cut(&line, '\t');
		cell = span_cut(&line, '\t');
		must(count(cell, ' ') == 2);
	}
	buf_free(&out);
}

/* No controls but line ends, TABs and colours, a pair of these a mention. */
static void
check_ansi(
    const struct view_options *o, const struct mentions *all, struct span text)
{
	struct buf out = { 0 };
	struct span s;
	const char *p, *end;
	size_t len;

	view_ansi(o, all, text, &out);
	s = buf_span(&out);
	must(count(s, '\033') == 2 * all->n);
	for (p = s.p, end = s.p + s.n; p < end; p += len) {
		uint32_t cp = utf8_get(p, end, &len);

		must(cp >= ' ' || cp == '\n' || cp == '\t' || cp == '\033');
		must(cp < 0x7f || cp > 0x9f);
	}
	buf_free(&out);
}

/* What the packed script at *page holds, in `out`; *page is moved behind it. */
static struct span
next_block(struct span *page, struct buf *out)
{
	struct buf packed = { 0 }, narrow = { 0 };
	struct span block;

	must(span_starts(*page, SPAN("<script type=")));
	span_cut(page, '>');
	block = span_cut(page, '<');
	must(base64_read(&packed, block));
	must(unpack_coding(SPAN("deflate"), buf_span(&packed), SIZE_MAX / 2,
		 &narrow) == UNPACK_DONE);
	charset_read(charset_find(SPAN(MARKUP_SET)), buf_span(&narrow), out);
	must(span_starts(*page, SPAN("/script>\n")));
	span_cut(page, '\n');
	buf_free(&packed);
	buf_free(&narrow);
	return buf_span(out);
}

/* A page of one record: a block of texts, and one of the index. */
static void
check_html(const struct view_options *o, const struct mentions *all,
    struct span text, struct span name)
{
	struct buf line = { 0 }, out = { 0 }, texts = { 0 }, index = { 0 };
	struct html h = { .records = 0 };
	struct record r = { .nfields = 0 }, again = { .nfields = 0 };
	struct json_error e;
	struct span page, block;

	put_object(&line);
	put_string(put_key(&line, SPAN("id")), name);
	put_string(put_key(&line, SPAN("title")), text);
	put_string(put_key(&line, SPAN("date")), name);
	put_object_end(&line);
	must(record_parse(&r, buf_span(&line), &e));
	html_record(&h, &r, SPAN("id"));
	html_field(&h, all, name, text);
	html_record_end(&h, o, &out);
	html_tail(&h, &out);
	page = buf_span(&out);
	block = next_block(&page, &texts);
	must(count(block, '\n') == 1 && utf8_valid(block) == block.n);
	must(record_parse(&again, span_cut(&block, '\n'), &e));
	must(text.n == 0 ||
	    (field_find(&again, FIELD_TITLE) != NULL &&
		span_eq(record_value(&again, SPAN("title")), text)));
	block = next_block(&page, &index);
	must(count(block, '\n') == 0 && utf8_valid(block) == block.n);
	must(record_parse(&again, block, &e));
	record_free(&r);
	record_free(&again);
	html_free(&h);
	buf_free(&line);
	buf_free(&out);
	buf_free(&texts);
	buf_free(&index);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view_options o = { .min_score = INT32_MIN };
	struct mentions all = { .m = NULL };
	struct span text, names, name;
	size_t n = size > 0 ? data[0] % (MENTIONS + 1) : 0, half;

	if (size < 1 + n * BYTES)
		return 0;
	text = span_of(
	    (const char *)data + 1 + n * BYTES, size - 1 - n * BYTES);
	text.n = utf8_valid(text);
	half = whole(text, text.n / 2);
	name = names = span_of(text.p, half);
	text = span_skip(text, half);
	o.unit = (enum offset_unit)(size % 3);
	for (size_t i = 0; i < n; i++)
		add(&all, data + 1 + i * BYTES, text, &names);
	check_json(&o, &all, text, name);
	check_tsv(&o, &all, text, name);
	check_brat(&o, &all, text);
	check_ansi(&o, &all, text);
	check_html(&o, &all, text, name);
	free(all.m);
	return 0;
}
