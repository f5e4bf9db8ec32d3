/*
 * Rows are asked in turn, and the first that knows decides.  A row that needs
 * more bytes than there are holds up those behind it, but for what a real
 * record or text shows in its first few bytes: they are not waited behind.
 */
#include "record/kind.h"

#include <strings.h>

#include "text/wide.h"

/* Bytes at which something is tried that has no mark. */
enum { WIDE_FIRST = 8, WIDE_MOST = 512, NAME_MOST = 32 };

/* The header of a file in a tar archive, and fields of it. */
enum { TAR_HEAD = 512, TAR_SUM = 148, TAR_SUM_SIZE = 8, TAR_MAGIC = 257 };

struct sight {
	struct span head;  /* KIND_HEAD bytes at most */
	struct span inner; /* without byte order mark and blanks */
	bool ended;        /* head is all there is */
};

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* But for NUL. */
static bool
is_control(char c)
{
	return c > 0 && c < ' ';
}

static struct span
skip_blanks(struct span s)
{
	while (s.n > 0 && is_blank(s.p[0]))
		s = span_skip(s, 1);
	return s;
}

/* No, where the end has come. */
static enum kind_answer
more(const struct sight *s)
{
	return s->ended ? KIND_TAKEN : KIND_MORE;
}

/* The sum of the header's bytes, that of the sum being blanks, is in it, in
 * octal: what tells tar of before POSIX. */
static bool
has_tar_sum(struct span head)
{
	unsigned long want = 0, sum = 0;
	size_t i = TAR_SUM;

	while (i < TAR_SUM + TAR_SUM_SIZE && head.p[i] == ' ')
		i++;
	for (; i < TAR_SUM + TAR_SUM_SIZE && (head.p[i] & ~7) == '0'; i++)
		want = want * 8 + (unsigned long)(head.p[i] - '0');
	for (i = 0; i < TAR_HEAD; i++)
		sum += i - TAR_SUM < TAR_SUM_SIZE ? ' '
						  : (unsigned char)head.p[i];
	return sum == want;
}

/* tar: a name filled up with NULs, and the magic (POSIX, ustar), or a sum. */
static enum kind_answer
is_tar(const struct sight *s, unsigned arg)
{
	struct span name = s->head;
	bool filling = false;

	(void)arg;
	for (size_t i = 0; i < name.n && i < 100; i++) {
		if (filling ? name.p[i] != '\0' : is_control(name.p[i]))
			return KIND_TAKEN;
		filling = name.p[i] == '\0';
	}
	if (s->head.n < TAR_HEAD)
		return more(s);
	return memcmp(s->head.p + TAR_MAGIC, "ustar\0", 6) == 0 ||
		memcmp(s->head.p + TAR_MAGIC, "ustar ", 6) == 0 /* GNU */ ||
		has_tar_sum(s->head)
	    ? KIND_REFUSED
	    : KIND_TAKEN;
}

/* The mark of UTF-16 or UTF-32 (arg bytes a unit). */
static enum kind_answer
is_marked(const struct sight *s, unsigned arg)
{
	struct wide w;

	if (s->head.n <= 4 && !s->ended && strchr("\xff\xfe", s->head.p[0]))
		return KIND_MORE;
	return wide_told(s->head, &w) && w.width == arg ? KIND_REFUSED
							: KIND_TAKEN;
}

/* High bytes of Arabic text in UTF-16: its block, ASCII, and what stands
 * between; of a low byte that is NUL nothing is known. */
static bool
is_arabic_unit(struct wide w, uint32_t unit)
{
	if (w.width == 4)
		return unit > 0 && unit < 0x110000;
	return (unit & 0xff) != 0 && (unit >> 8 == 0 || unit >> 8 == 6);
}

/* UTF-16 or UTF-32 without a mark: three quarters of the units are Arabic or
 * ASCII.  In text of bytes, no NUL and no 06 stands in so many places. */
static enum kind_answer
is_wide(const struct sight *s, unsigned arg)
{
	struct wide w = { arg & 7, arg & 8, 0 };
	size_t n = s->head.n < WIDE_MOST ? s->head.n : WIDE_MOST, hits = 0;
	size_t first = n < WIDE_FIRST ? n : WIDE_FIRST;

	if (memchr(s->head.p, 0, first) == NULL &&
	    memchr(s->head.p, 6, first) == NULL)
		return first < WIDE_FIRST ? more(s) : KIND_TAKEN;
	if (n < WIDE_MOST && !s->ended)
		return KIND_MORE;
	if (n < WIDE_MOST && n % w.width != 0)
		return KIND_TAKEN;
	for (size_t i = 0; i + w.width <= n; i += w.width)
		hits += is_arabic_unit(w, wide_unit(w, s->head.p + i));
	return hits >= 2 && hits * w.width * 4 >= n * 3 ? KIND_REFUSED
							: KIND_TAKEN;
}

/* Nothing but NULs: what a power cut leaves of a file. */
static enum kind_answer
is_nuls(const struct sight *s, unsigned arg)
{
	size_t n = 0;

	(void)arg;
	while (n < s->head.n && n < WIDE_MOST && s->head.p[n] == '\0')
		n++;
	if (n == WIDE_MOST || (n == s->head.n && n > 0 && s->ended))
		return KIND_REFUSED;
	return n == s->head.n ? more(s) : KIND_TAKEN;
}

/* Does s start with the word, whatever its case? */
static bool
starts_word(struct span s, struct span word)
{
	return s.n >= word.n && strncasecmp(s.p, word.p, word.n) == 0;
}

/* A tag, a comment, a declaration: `<name` and what ends a name behind it
 * (MIME Sniffing, 7.1, but for any name).  `<<` and `<text` are none. */
static enum kind_answer
is_markup(const struct sight *s, unsigned arg)
{
	struct span in = s->inner;
	size_t i;

	(void)arg;
	if (in.n == 0)
		return more(s);
	if (in.p[0] != '<')
		return KIND_TAKEN;
	if (in.n < 1 + NAME_MOST + 1 && !s->ended)
		return KIND_MORE;
	in = span_skip(in, 1);
	if (starts_word(in, SPAN("!--")) || starts_word(in, SPAN("?xml")) ||
	    starts_word(in, SPAN("!doctype")))
		return KIND_REFUSED;
	for (i = 0; i < in.n && i < NAME_MOST; i++)
		if (!((in.p[i] | 0x20) >= 'a' && (in.p[i] | 0x20) <= 'z') &&
		    (i == 0 ||
			!(in.p[i] == ':' || in.p[i] == '-' ||
			    (in.p[i] >= '0' && in.p[i] <= '9'))))
			break;
	return i > 0 && i < in.n &&
		(is_blank(in.p[i]) || in.p[i] == '>' || in.p[i] == '/')
	    ? KIND_REFUSED
	    : KIND_TAKEN;
}

/* What comes first behind the blanks behind the byte c, which s starts with;
 * 0 where nothing does.  *lines: is a line end between them? */
static char
behind(struct span s, bool *lines)
{
	struct span rest = skip_blanks(span_skip(s, 1));

	*lines = memchr(s.p, '\n', s.n - rest.n) != NULL;
	return rest.n > 0 ? rest.p[0] : '\0';
}

/* Does in start with a string that fills the head, or has another one or the
 * array's end behind it?  A link of Markdown and a word in brackets have not.
 */
static enum kind_answer
is_strings(const struct sight *s, struct span in)
{
	struct span rest;
	size_t i = 1;

	while (i < in.n && in.p[i] != '"' && !is_control(in.p[i]))
		i += in.p[i] == '\\' ? 2 : 1;
	if (i >= in.n)
		return s->head.n >= KIND_HEAD ? KIND_REFUSED : more(s);
	if (in.p[i] != '"')
		return KIND_TAKEN;
	in = skip_blanks(span_skip(in, i + 1));
	rest = skip_blanks(span_skip(in, in.n > 0));
	if (rest.n > 0)
		return in.p[0] == ',' && rest.p[0] == '"' ? KIND_REFUSED
							  : KIND_TAKEN;
	return in.n > 0 && in.p[0] == ']' && s->ended ? KIND_REFUSED : more(s);
}

/* `[` and a record, a string, or nothing. */
static enum kind_answer
is_array(const struct sight *s, unsigned arg)
{
	struct span in = s->inner;
	bool lines;
	char c;

	(void)arg;
	if (in.n == 0)
		return more(s);
	if (in.p[0] != '[')
		return KIND_TAKEN;
	c = behind(in, &lines);
	if (c == '\0')
		return more(s);
	if (c == '"')
		return is_strings(s, skip_blanks(span_skip(in, 1)));
	if (c == '{')
		c = behind(skip_blanks(span_skip(in, 1)), &lines);
	else if (c == ']' && span_trim(in).n <= 2)
		return s->ended ? KIND_REFUSED : KIND_MORE;
	else
		return KIND_TAKEN;
	return c == '\0'           ? more(s)
	    : c == '"' || c == '}' ? KIND_REFUSED
				   : KIND_TAKEN;
}

/* `{`, a line end, and a key. */
static enum kind_answer
is_printed(const struct sight *s, unsigned arg)
{
	bool lines;
	char c;

	(void)arg;
	if (s->inner.n == 0)
		return more(s);
	if (s->inner.p[0] != '{')
		return KIND_TAKEN;
	c = behind(s->inner, &lines);
	if (c == '\0')
		return more(s);
	return lines && c == '"' ? KIND_REFUSED : KIND_TAKEN;
}

static bool
is_letter(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	    (unsigned char)c >= 0x80;
}

/* What a crawl starts with (ISO 28500). */
static enum kind_answer
is_crawl(const struct sight *s, unsigned arg)
{
	struct span mark = SPAN("WARC/");

	(void)arg;
	if (s->inner.n >= mark.n)
		return span_starts(s->inner, mark) ? KIND_REFUSED : KIND_TAKEN;
	return span_starts(mark, s->inner) ? more(s) : KIND_TAKEN;
}

/* A letter comes first, there are two words, and no line starts a record. */
static enum kind_answer
is_text(const struct sight *s, unsigned arg)
{
	struct span rest = s->inner;
	bool words = false;

	(void)arg;
	if (rest.n == 0)
		return more(s);
	if (!is_letter(rest.p[0]) || is_crawl(s, arg) == KIND_REFUSED)
		return KIND_TAKEN;
	rest = span_trim(rest);
	for (size_t i = 0; i < rest.n; i++)
		words |= is_blank(rest.p[i]);
	while (rest.n > 0) {
		span_cut(&rest, '\n');
		rest = skip_blanks(rest);
		if (span_starts(rest, SPAN("{")))
			return KIND_TAKEN;
	}
	if (!s->ended)
		return KIND_MORE;
	return words ? KIND_REFUSED : KIND_TAKEN;
}

static const struct {
	enum kind_group group;
	const char *magic; /* the bytes that it starts with, or NULL: */
	enum kind_answer (*test)(const struct sight *, unsigned arg);
	unsigned arg;
	const char *what;
} kinds[] = {
	{ KIND_PACKED, "\x1f\x8b", NULL, 0, /* RFC 1952 */
	    "compressed with gzip: unpack it first (zcat)" },
	{ KIND_PACKED, "\x28\xb5\x2f\xfd", NULL, 0, /* RFC 8878 */
	    "compressed with zstd: unpack it first (zstdcat)" },
	{ KIND_PACKED,
	    "\xfd"
	    "7zXZ",
	    NULL, 0, "compressed with xz: unpack it first (xzcat)" },
	{ KIND_PACKED, "BZh", NULL, 0,
	    "compressed with bzip2: unpack it first (bzcat)" },
	{ KIND_BINARY, "%PDF-", NULL, 0, /* ISO 32000 */
	    "this is PDF: pdftotext FILE - | split-articles" },
	{ KIND_BINARY, "PK\3\4", NULL, 0,
	    "this is a zip archive, or an office document: unzip FILE" },
	{ KIND_BINARY, "PK\5\6", NULL, 0, "this is an empty zip archive" },
	{ KIND_BINARY, "\xd0\xcf\x11\xe0", NULL, 0, /* MS-CFB */
	    "this is an office document: catdoc FILE | split-articles" },
	{ KIND_BINARY, "{\\rtf", NULL, 0,
	    "this is RTF: unrtf --text FILE | split-articles" },
	{ KIND_BINARY, "PAR1", NULL, 0,
	    "this is Parquet: duckdb -c \"COPY (FROM 'FILE') "
	    "TO '/dev/stdout' (FORMAT json)\"" },
	{ KIND_BINARY, "filedesc://", NULL, 0, /* Internet Archive, 1996 */
	    "this is ARC: warcio recompress FILE FILE.warc.gz" },
	{ KIND_BINARY, "ARROW1", NULL, 0,
	    "this is Arrow: write its rows as JSON Lines first" },
	{ KIND_BINARY, "!<arch>\n", NULL, 0,
	    "this is an archive of ar: ar x FILE" },
	{ KIND_FILLED, NULL, is_tar, 0, "this is a tar archive: tar -xf FILE" },
	{ KIND_MARKUP, NULL, is_markup, 0,
	    "this is HTML or XML: read-pages FILE | split-articles" },
	{ KIND_JSON, "\x1e{", NULL, 0, /* RFC 7464 */
	    "this is a JSON text sequence: tr -d '\\036' <FILE" },
	{ KIND_JSON, NULL, is_array, 0,
	    "this is a JSON array: jq -c '.[]' FILE" },
	{ KIND_JSON, NULL, is_printed, 0,
	    "this is JSON of several lines a record: jq -c . FILE" },
	{ KIND_MARKED, NULL, is_marked, 4,
	    "this is UTF-32: iconv -f UTF-32 -t UTF-8 FILE" },
	{ KIND_MARKED, NULL, is_marked, 2,
	    "this is UTF-16: iconv -f UTF-16 -t UTF-8 FILE" },
	{ KIND_FILLED, NULL, is_nuls, 0,
	    "nothing but NULs: the file was lost" },
	{ KIND_WIDE, NULL, is_wide, 4,
	    "this is UTF-32: iconv -f UTF-32LE -t UTF-8 FILE" },
	{ KIND_WIDE, NULL, is_wide, 4 | 8,
	    "this is UTF-32: iconv -f UTF-32BE -t UTF-8 FILE" },
	{ KIND_WIDE, NULL, is_wide, 2,
	    "this is UTF-16: iconv -f UTF-16LE -t UTF-8 FILE" },
	{ KIND_WIDE, NULL, is_wide, 2 | 8,
	    "this is UTF-16: iconv -f UTF-16BE -t UTF-8 FILE" },
	{ KIND_CRAWL, NULL, is_crawl, 0,
	    "this is WARC or WET: read-pages FILE | split-articles" },
	{ KIND_TEXT, NULL, is_text, 0,
	    "this is text, not records: split-articles FILE" },
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static enum kind_answer
ask(const struct sight *s, size_t i)
{
	size_t n;

	if (kinds[i].magic == NULL)
		return kinds[i].test(s, kinds[i].arg);
	n = strlen(kinds[i].magic);
	if (s->head.n >= n)
		return memcmp(s->head.p, kinds[i].magic, n) == 0 ? KIND_REFUSED
								 : KIND_TAKEN;
	return memcmp(s->head.p, kinds[i].magic, s->head.n) == 0 ? more(s)
								 : KIND_TAKEN;
}

/* What stands behind byte order mark and blanks; of UTF-16 and UTF-32 the
 * ASCII in it, in to. */
static struct span
inside(struct span head, char *to, size_t room)
{
	struct wide w;
	size_t n = 0;

	if (span_starts(head, SPAN("\xef\xbb\xbf")))
		head = span_skip(head, 3);
	if (!wide_told(head, &w))
		return skip_blanks(head);
	head = span_skip(head, w.mark);
	for (; head.n >= w.width && n < room; head = span_skip(head, w.width)) {
		uint32_t unit = wide_unit(w, head.p);

		if (n > 0 || unit > ' ')
			to[n++] = (char)(unit < 0x80 ? unit : 0x7f);
	}
	return span_of(to, n);
}

/* Are these bytes of a byte order mark, with nothing behind it? */
static bool
begins_mark(struct span head)
{
	static const struct span marks[] = { SPAN("\xef\xbb\xbf"),
		SPAN("\xfe\xff"), SPAN("\xff\xfe\0\0"), SPAN("\0\0\xfe\xff") };

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (head.n <= marks[i].n && span_starts(marks[i], head))
			return true;
	return false;
}

/* JSON Lines: a brace, and a quote on the same line. */
static bool
is_record(struct span inner)
{
	bool lines;

	return inner.n > 0 && inner.p[0] == '{' &&
	    behind(inner, &lines) == '"' && !lines;
}

enum kind_answer
kind_ask(struct span head, bool ended, unsigned takes, const char **what)
{
	struct sight s = { head, SPAN(""), ended || head.n >= KIND_HEAD };
	enum kind_answer answer = KIND_TAKEN;
	char narrowed[128];

	if (s.head.n > KIND_HEAD)
		s.head.n = KIND_HEAD;
	if (!s.ended && begins_mark(s.head))
		return KIND_MORE;
	s.inner = inside(s.head, narrowed, sizeof narrowed);
	if (s.inner.p == narrowed) {
		if (is_record(s.inner))
			takes &= ~(unsigned)KIND_MARKED; /* they are UTF-8 */
		takes |= KIND_WIDE | KIND_FILLED;
	} else if (is_record(s.inner))
		return KIND_TAKEN;
	for (size_t i = 0; i < KINDS && answer == KIND_TAKEN; i++) {
		if ((takes & kinds[i].group) == 0)
			answer = ask(&s, i);
		*what = kinds[i].what;
	}
	return answer;
}

const char *
kind_refuses(struct reader *in, unsigned takes)
{
	enum kind_answer answer = KIND_MORE;
	const char *what;

	for (size_t least = 1; answer == KIND_MORE; least++) {
		struct span head = reader_peek(in, least);

		answer = kind_ask(head, head.n < least, takes, &what);
		least = head.n;
	}
	return answer == KIND_REFUSED ? what : NULL;
}
