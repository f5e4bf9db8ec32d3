/*
 * The head is written last, over a piece of zeros; a file that has its name has
 * it.
 */
#include "io/image.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

/* The head's numbers, in the order of the file. */
enum {
	HEAD_MAGIC,
	HEAD_GENERATION,
	HEAD_OFFSET,
	HEAD_PARTS,
	HEAD_BYTES,
	HEAD_TOPS = HEAD_BYTES + IMAGE_PARTS,
	HEAD_CHECK = IMAGE_PIECE / 8 - 1,
	HEAD_WORDS
};

static const char zeros[IMAGE_PIECE];

uint64_t
image_check(const void *p, uint64_t at)
{
	return XXH3_64bits_withSeed(p, IMAGE_PIECE, at);
}

static uint64_t
pieces(uint64_t bytes)
{
	return bytes / IMAGE_PIECE + (bytes % IMAGE_PIECE != 0);
}

int
image_start(struct image *m, struct target *t, const struct image_head *head)
{
	*m = (struct image) { .head = *head };
	if (writer_make(&m->out, t) != 0)
		return -1;
	m->open = true;
	writer_add(&m->out, span_of(zeros, sizeof zeros));
	m->at = IMAGE_PIECE;
	return 0;
}

/* Write a whole piece; its check goes to sums, where that is not NULL. */
static void
put_piece(struct image *m, const char *p, struct buf *sums)
{
	uint64_t sum = htole64(image_check(p, m->at));

	buf_add(sums, (const char *)&sum, sizeof sum);
	writer_add(&m->out, span_of(p, IMAGE_PIECE));
	writer_mark(&m->out);
	m->at += IMAGE_PIECE;
}

/* Fill the piece up and write it. */
static void
end_part(struct image *m)
{
	if (m->piece.n == 0)
		return;
	buf_add(&m->piece, zeros, IMAGE_PIECE - m->piece.n);
	put_piece(m, m->piece.p, &m->sums[m->parts - 1]);
	m->piece.n = 0;
}

void
image_part(struct image *m)
{
	end_part(m);
	m->parts++;
}

void
image_add(struct image *m, const void *p, size_t n)
{
	struct span s = span_of(p, n);
	struct buf *sums = &m->sums[m->parts - 1];
	size_t some;

	m->bytes[m->parts - 1] += n;
	while (s.n > 0) {
		if (m->piece.n == 0 && s.n >= IMAGE_PIECE) {
			put_piece(m, s.p, sums);
			s = span_skip(s, IMAGE_PIECE);
			continue;
		}
		some = IMAGE_PIECE - m->piece.n;
		some = s.n < some ? s.n : some;
		buf_add(&m->piece, s.p, some);
		s = span_skip(s, some);
		if (m->piece.n == IMAGE_PIECE)
			end_part(m);
	}
}

/* Write the sums of all parts, piece by piece; their checks go to tops. */
static void
put_sums(struct image *m, struct buf *tops)
{
	unsigned i;
	size_t at;

	for (i = 0; i < m->parts; i++) {
		struct buf *sums = &m->sums[i];

		while (sums->n % IMAGE_PIECE != 0)
			buf_add(sums, zeros, 8);
		for (at = 0; at < sums->n; at += IMAGE_PIECE)
			put_piece(m, sums->p + at, tops);
	}
}

static void
put_head(struct image *m, const struct buf *tops)
{
	uint64_t head[HEAD_WORDS] = { [HEAD_GENERATION] = m->head.generation,
		[HEAD_OFFSET] = m->head.offset,
		[HEAD_PARTS] = m->parts,
		[HEAD_TOPS] = XXH3_64bits(tops->p, tops->n) };
	unsigned i;

	for (i = 0; i < m->parts; i++)
		head[HEAD_BYTES + i] = m->bytes[i];
	for (i = 0; i <= HEAD_TOPS; i++)
		head[i] = htole64(head[i]);
	memcpy(&head[HEAD_MAGIC], m->head.magic, sizeof m->head.magic);
	head[HEAD_CHECK] = htole64(XXH3_64bits(head, 8 * HEAD_CHECK));
	if (writer_flush(&m->out) == 0 &&
	    pwrite(m->out.fd, head, sizeof head, 0) != sizeof head)
		m->out.error = errno;
}

int
image_close(struct image *m, bool keep)
{
	struct buf tops = { 0 };
	unsigned i;

	end_part(m);
	if (keep) {
		put_sums(m, &tops);
		writer_add(&m->out, buf_span(&tops));
		put_head(m, &tops);
	}
	buf_free(&tops);
	for (i = 0; i < m->parts; i++)
		buf_free(&m->sums[i]);
	buf_free(&m->piece);
	m->open = false;
	if (writer_close(&m->out, keep) == 0)
		return 0;
	errno = m->out.error;
	return -1;
}

bool
image_read(const struct image_file *f, void *p, size_t n, uint64_t at)
{
	size_t done = 0;
	ssize_t some;

	while (done < n) {
		some = pread(
		    f->fd, (char *)p + done, n - done, (off_t)(at + done));
		if (some == 0)
			memset((char *)p + done, 0, n - done);
		if (some == 0)
			break;
		if (some < 0 && errno != EINTR)
			return false;
		done += some > 0 ? (size_t)some : 0;
	}
	return true;
}

/* Lay out the parts whose bytes are known.  Where the tops are, or 0 where all
 * would not end at `end`. */
static uint64_t
lay_out(struct image_file *f, uint64_t end, uint64_t *ntops)
{
	uint64_t at = IMAGE_PIECE;
	unsigned i;

	*ntops = 0;
	for (i = 0; i < f->parts;
	     at += pieces(f->part[i++].bytes) * IMAGE_PIECE) {
		if (f->part[i].bytes > end)
			return 0;
		f->part[i].at = at;
	}
	for (i = 0; i < f->parts; i++) {
		uint64_t n = pieces(8 * pieces(f->part[i].bytes));

		f->part[i].sums = at;
		at += n * IMAGE_PIECE;
		*ntops += n;
	}
	return at + 8 * *ntops == end ? at : 0;
}

/* Read the tops, which stand at offset at. */
static bool
read_tops(struct image_file *f, uint64_t at, uint64_t n, uint64_t check)
{
	const uint64_t *top;
	uint64_t i;

	f->tops = mem_alloc((size_t)n * 8);
	if (!image_read(f, f->tops, (size_t)n * 8, at))
		return false;
	if (XXH3_64bits(f->tops, (size_t)n * 8) != check) {
		f->bad = at + 1;
		errno = EILSEQ;
		return false;
	}
	for (i = 0; i < n; i++)
		f->tops[i] = le64toh(f->tops[i]);
	top = f->tops;
	for (i = 0; i < f->parts; i++) {
		f->part[i].top = top;
		top += pieces(8 * pieces(f->part[i].bytes));
	}
	return true;
}

static bool
read_head(struct image_file *f, uint64_t size)
{
	uint64_t head[HEAD_WORDS], tops, ntops;
	unsigned i;

	f->size = size;
	if (!image_read(f, head, sizeof head, 0))
		return false;
	f->bad = 1;
	errno = EILSEQ;
	if (le64toh(head[HEAD_CHECK]) != XXH3_64bits(head, 8 * HEAD_CHECK) ||
	    le64toh(head[HEAD_PARTS]) > IMAGE_PARTS)
		return false;
	memcpy(f->head.magic, &head[HEAD_MAGIC], sizeof f->head.magic);
	f->head.generation = le64toh(head[HEAD_GENERATION]);
	f->head.offset = le64toh(head[HEAD_OFFSET]);
	f->parts = (unsigned)le64toh(head[HEAD_PARTS]);
	for (i = 0; i < f->parts; i++)
		f->part[i].bytes = le64toh(head[HEAD_BYTES + i]);
	tops = lay_out(f, size, &ntops);
	return tops != 0 && read_tops(f, tops, ntops, le64toh(head[HEAD_TOPS]));
}

int
image_open(struct image_file *f, int fd)
{
	struct stat st;
	int saved;

	*f = (struct image_file) { .fd = fd };
	if (fstat(f->fd, &st) == 0 && read_head(f, (uint64_t)st.st_size)) {
		f->bad = 0;
		return 0;
	}
	saved = errno;
	image_shut(f);
	errno = saved;
	return -1;
}

void
image_shut(struct image_file *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
	free(f->tops);
	f->tops = NULL;
}
