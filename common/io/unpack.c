/*
 * One loop for all packings: a row of the table knows its library, which gets
 * what has come and room for what it holds, and says whether a member ends
 * there.  Nothing of a library is called before its first bytes were seen.
 */
#include "io/unpack.h"

#include <bzlib.h>
#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/buf.h"
#include "base/mem.h"

enum step {
	STEP_ON,     /* as far as it goes with these bytes and this room */
	STEP_MEMBER, /* and the member ends there */
	STEP_BROKEN,
	STEP_LARGE, /* more than UNPACK_MEMORY is needed */
	STEP_POOR   /* there is no memory */
};

/* What a step is given; it moves both on. */
struct flow {
	struct span in;
	char *out;
	size_t room;
};

struct unpack {
	const struct packing *packing;
	union {
		z_stream gzip;
		ZSTD_DStream *zstd;
		lzma_stream xz;
		bz_stream bzip2;
	} lib;
	char *block; /* owned; block[head..tail) is not yet unpacked */
	size_t cap, head, tail;
	bool ended;  /* no more will come */
	bool within; /* a member */
	bool other;  /* not the first, and nothing of it is unpacked yet */
	char first[UNPACK_HEAD]; /* what was taken of it */
	size_t firsts;
	bool full;            /* there was no room for all that a step had */
	const char *wrong;    /* or NULL */
	uint64_t taken, made; /* bytes, of the file and unpacked */
};

struct packing {
	const char *name;
	bool (*begin)(struct unpack *u, bool first); /* a member */
	enum step (*step)(struct unpack *u, struct flow *f);
	void (*end)(struct unpack *u); /* after begin(u, true) */
};

/* --- The libraries -------------------------------------------------------- */

/* zlib and libbz2 count in 32 bits and have no const. */
static unsigned
some(size_t n)
{
	return n < 1 << 30 ? (unsigned)n : 1 << 30;
}

static void
move_on(struct flow *f, size_t in, size_t out)
{
	f->in = span_skip(f->in, in);
	f->out += out;
	f->room -= out;
}

/* bits: the window's size, and which format is around it. */
static bool
inflate_begin(struct unpack *u, bool first, int bits)
{
	return (first ? inflateInit2(&u->lib.gzip, bits)
		      : inflateReset(&u->lib.gzip)) == Z_OK;
}

static bool
gzip_begin(struct unpack *u, bool first)
{
	return inflate_begin(u, first, 16 + MAX_WBITS);
}

/* RFC 1950, and RFC 1951 alone, which HTTP calls deflate both. */
static bool
zlib_begin(struct unpack *u, bool first)
{
	return inflate_begin(u, first, MAX_WBITS);
}

static bool
raw_begin(struct unpack *u, bool first)
{
	return inflate_begin(u, first, -MAX_WBITS);
}

static enum step
gzip_step(struct unpack *u, struct flow *f)
{
	z_stream *z = &u->lib.gzip;
	unsigned in = some(f->in.n), room = some(f->room);
	int got;

	z->next_in = (z_const Bytef *)f->in.p;
	z->avail_in = in;
	z->next_out = (Bytef *)f->out;
	z->avail_out = room;
	got = inflate(z, Z_NO_FLUSH);
	move_on(f, in - z->avail_in, room - z->avail_out);
	return got == Z_STREAM_END              ? STEP_MEMBER
	    : got == Z_OK || got == Z_BUF_ERROR ? STEP_ON
	    : got == Z_MEM_ERROR                ? STEP_POOR
						: STEP_BROKEN;
}

static void
gzip_end(struct unpack *u)
{
	inflateEnd(&u->lib.gzip);
}

static bool
zstd_begin(struct unpack *u, bool first)
{
	if (first)
		u->lib.zstd = ZSTD_createDStream();
	return u->lib.zstd != NULL; /* a frame begins behind another */
}

static enum step
zstd_step(struct unpack *u, struct flow *f)
{
	ZSTD_inBuffer in = { f->in.p, f->in.n, 0 };
	ZSTD_outBuffer out = { f->out, f->room, 0 };
	size_t left = ZSTD_decompressStream(u->lib.zstd, &out, &in);

	move_on(f, in.pos, out.pos);
	if (!ZSTD_isError(left))
		return left == 0 ? STEP_MEMBER : STEP_ON;
	switch (ZSTD_getErrorCode(left)) {
	case ZSTD_error_frameParameter_windowTooLarge:
		return STEP_LARGE;
	case ZSTD_error_memory_allocation:
		return STEP_POOR;
	default:
		return STEP_BROKEN;
	}
}

static void
zstd_end(struct unpack *u)
{
	ZSTD_freeDStream(u->lib.zstd);
}

static bool
xz_begin(struct unpack *u, bool first)
{
	if (first)
		u->lib.xz = (lzma_stream)LZMA_STREAM_INIT;
	return lzma_stream_decoder(&u->lib.xz, UNPACK_MEMORY, 0) == LZMA_OK;
}

static enum step
xz_step(struct unpack *u, struct flow *f)
{
	lzma_stream *z = &u->lib.xz;
	lzma_ret got;

	z->next_in = (const uint8_t *)f->in.p;
	z->avail_in = f->in.n;
	z->next_out = (uint8_t *)f->out;
	z->avail_out = f->room;
	got = lzma_code(z, LZMA_RUN);
	move_on(f, f->in.n - z->avail_in, f->room - z->avail_out);
	return got == LZMA_STREAM_END                 ? STEP_MEMBER
	    : got == LZMA_OK || got == LZMA_BUF_ERROR ? STEP_ON
	    : got == LZMA_MEMLIMIT_ERROR              ? STEP_LARGE
	    : got == LZMA_MEM_ERROR                   ? STEP_POOR
						      : STEP_BROKEN;
}

static void
xz_end(struct unpack *u)
{
	lzma_end(&u->lib.xz);
}

static bool
bzip2_begin(struct unpack *u, bool first)
{
	if (!first)
		BZ2_bzDecompressEnd(&u->lib.bzip2);
	u->lib.bzip2 = (bz_stream) { .next_in = NULL };
	return BZ2_bzDecompressInit(&u->lib.bzip2, 0, 0) == BZ_OK;
}

static enum step
bzip2_step(struct unpack *u, struct flow *f)
{
	bz_stream *z = &u->lib.bzip2;
	unsigned in = some(f->in.n), room = some(f->room);
	union {
		const char *c;
		char *p;
	} next = { .c = f->in.p };
	int got;

	z->next_in = next.p;
	z->avail_in = in;
	z->next_out = f->out;
	z->avail_out = room;
	got = BZ2_bzDecompress(z);
	move_on(f, in - z->avail_in, room - z->avail_out);
	return got == BZ_STREAM_END ? STEP_MEMBER
	    : got == BZ_OK          ? STEP_ON
	    : got == BZ_MEM_ERROR   ? STEP_POOR
				    : STEP_BROKEN;
}

static void
bzip2_end(struct unpack *u)
{
	BZ2_bzDecompressEnd(&u->lib.bzip2);
}

static const struct packing gzip = { "gzip", gzip_begin, gzip_step, gzip_end };
static const struct packing zlib = { "zlib", zlib_begin, gzip_step, gzip_end };
static const struct packing raw = { "deflate", raw_begin, gzip_step, gzip_end };
static const struct packing zstd = { "zstd", zstd_begin, zstd_step, zstd_end };
static const struct packing xz = { "xz", xz_begin, xz_step, xz_end };
static const struct packing bzip2 = { "bzip2", bzip2_begin, bzip2_step,
	bzip2_end };

/* --- First bytes ---------------------------------------------------------- */

static const struct {
	struct span magic; /* ? is one of the digits 1 to 9 */
	const struct packing *packing;
} heads[] = {
	{ SPAN("\x1f\x8b\x08"), &gzip }, /* the one method there is */
	{ SPAN("\x28\xb5\x2f\xfd"), &zstd },
	{ SPAN("P*M\x18"), &zstd }, /* a frame to be skipped, as of pzstd */
	{ SPAN("\xfd"
	       "7zXZ\0"),
	    &xz },
	{ SPAN("BZh?1AY&SY"), &bzip2 },
	{ SPAN("BZh?\x17rE8P\x90"), &bzip2 }, /* nothing, packed */
};

/* How many bytes are as the magic has them? */
static size_t
common_bytes(struct span head, struct span magic)
{
	size_t n = 0;

	while (n < head.n && n < magic.n &&
	    (magic.p[n] == '?' ? head.p[n] >= '1' && head.p[n] <= '9'
			       : head.p[n] == magic.p[n]))
		n++;
	return n;
}

const struct packing *
unpack_told(struct span head, bool *more)
{
	*more = false;
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
		size_t n = common_bytes(head, heads[i].magic);

		if (n == heads[i].magic.n)
			return heads[i].packing;
		*more |= n == head.n;
	}
	return NULL;
}

/* --- The loop ------------------------------------------------------------- */

static bool
begin(struct unpack *u, bool first)
{
	u->other = !first;
	u->firsts = 0;
	u->within = u->packing->begin(u, first);
	if (!u->within)
		u->wrong = "no memory to unpack it";
	return u->within;
}

struct unpack *
unpack_new(const struct packing *p, struct span head, size_t room)
{
	struct unpack *u = mem_zero(1, sizeof *u);

	u->packing = p;
	u->cap = head.n > room ? head.n : room;
	u->block = mem_alloc(u->cap);
	if (head.n > 0)
		memcpy(u->block, head.p, head.n);
	u->tail = head.n;
	begin(u, true);
	return u;
}

void
unpack_free(struct unpack *u)
{
	if (u == NULL)
		return;
	u->packing->end(u);
	free(u->block);
	free(u);
}

char *
unpack_room(struct unpack *u, size_t *n)
{
	*n = u->cap;
	return u->block;
}

void
unpack_add(struct unpack *u, size_t n)
{
	u->head = 0;
	u->tail = n;
	u->ended = n == 0;
}

bool
unpack_ended(const struct unpack *u)
{
	return u->ended;
}

bool
unpack_ready(const struct unpack *u)
{
	return u->wrong != NULL || u->full || u->head < u->tail;
}

/* Between members there may be NULs, which fill up blocks of a tape. */
static void
skip_filling(struct unpack *u)
{
	while (u->head < u->tail && u->block[u->head] == '\0') {
		u->head++;
		u->taken++;
	}
}

/* Note what is taken of a member, as far as there is room. */
static void
note_first(struct unpack *u, struct span taken)
{
	size_t room = sizeof u->first - u->firsts;
	size_t n = taken.n < room ? taken.n : room;

	memcpy(u->first + u->firsts, taken.p, n);
	u->firsts += n;
}

/* in: what the step was given. */
static const char *
what_is_wrong(struct unpack *u, enum step step, struct span in)
{
	bool more;

	note_first(u, in);

	switch (step) {
	case STEP_LARGE:
		return "needs more than 128 MB to be unpacked";
	case STEP_POOR:
		return "no memory to unpack it";
	default:
		return u->other &&
			unpack_told(span_of(u->first, u->firsts), &more) !=
			    u->packing
		    ? "something else behind it"
		    : "damaged";
	}
}

/* One step; how many bytes it made. */
static size_t
step(struct unpack *u, char *to, size_t n)
{
	struct span in = span_of(u->block + u->head, u->tail - u->head);
	struct flow f = { in, to, n };
	enum step got = u->packing->step(u, &f);
	size_t took = in.n - f.in.n;

	u->head += took;
	u->taken += took;
	u->made += n - f.room;
	u->other &= n == f.room;
	u->full = f.room == 0;
	if (got == STEP_MEMBER)
		u->within = u->full = false;
	else if (got != STEP_ON)
		u->wrong = what_is_wrong(u, got, in);
	else
		note_first(u, span_of(in.p, took));
	return n - f.room;
}

ssize_t
unpack_read(struct unpack *u, char *to, size_t n)
{
	size_t made = 0;

	while (u->wrong == NULL && made < n) {
		if (!u->within)
			skip_filling(u);
		if (u->head == u->tail && !u->full) {
			if (u->ended && u->within)
				u->wrong = "cut short";
			break;
		}
		if (u->within || begin(u, false))
			made += step(u, to + made, n - made);
	}
	return made == 0 && u->wrong != NULL ? -1 : (ssize_t)made;
}

void
unpack_why(const struct unpack *u, char why[UNPACK_WHY])
{
	snprintf(why, UNPACK_WHY, "%s: %s; byte %ju of the file, %ju unpacked",
	    u->packing->name, u->wrong, (uintmax_t)u->taken + 1,
	    (uintmax_t)u->made + 1);
}

/* --- Content codings ------------------------------------------------------ */

static const struct {
	struct span name;
	const struct packing *packing, * or ; /* another, or NULL */
} codings[] = {
	{ SPAN("gzip"), &gzip, NULL },
	{ SPAN("x-gzip"), &gzip, NULL },
	{ SPAN("deflate"), &zlib, &raw },
	{ SPAN("zstd"), &zstd, NULL },
};

static enum unpack_coding
unpack_all(const struct packing *p, struct span s, size_t max, struct buf *out)
{
	enum { ROOM = 1 << 16 };
	struct unpack *u = unpack_new(p, s, ROOM);
	size_t start = out->n;
	ssize_t n;
	bool fits = true, broken;

	while (((n = unpack_read(u, buf_room(out, ROOM), ROOM)) > 0 ||
		   (n == 0 && !unpack_ended(u))) &&
	    fits) {
		if (n == 0)
			unpack_add(u, 0); /* it was all there is */
		out->n += (size_t)n;
		fits = out->n - start <= max;
	}
	broken = n < 0 && !u->other;
	unpack_free(u);
	return !fits         ? UNPACK_LONG
	    : !broken        ? UNPACK_DONE
	    : out->n > start ? UNPACK_PART
			     : UNPACK_NOT;
}

enum unpack_coding
unpack_coding(struct span name, struct span s, size_t max, struct buf *out)
{
	enum unpack_coding got;

	for (size_t i = 0; i < sizeof codings / sizeof codings[0]; i++) {
		if (name.n != codings[i].name.n ||
		    strncasecmp(name.p, codings[i].name.p, name.n) != 0)
			continue;
		got = unpack_all(codings[i].packing, s, max, out);
		if (got == UNPACK_NOT && codings[i].or != NULL)
			got = unpack_all(codings[i].or, s, max, out);
		return got;
	}
	return UNPACK_UNKNOWN;
}
