/*
 * Frames are gathered up to 4 MiB and written at once; only a commit syncs.
 * Reading is through a window of a MiB, or of a frame that is larger: a file
 * that is cut behind its back ends, and kills nobody.
 */
#include "io/log.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
	BYTE_ORDER_MARK = 0x01020304,
	PENDING = 1 << 22, /* bytes that are written before a commit */
	ABOUT_MAX = 1 << 16,
	WINDOW = 1 << 20 /* bytes that are read at once */
};

static const char magics[LOG_VERSION][8] = { "khabar1", "khabar2" };

struct log_head {
	char magic[8];
	uint32_t order, about;
	uint64_t generation;
};

struct log_mark {
	uint64_t end, check;
};

struct log_frame {
	uint32_t length, check;
};

static size_t
padded(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

static struct log_mark
mark_of(uint64_t end)
{
	uint64_t n = htole64(end);

	return (struct log_mark) { n,
		htole64(XXH3_64bits_withSeed(&n, sizeof n, 1)) };
}

/* The check of a payload of n bytes, with the zeros behind it, at offset at. */
static uint32_t
check_of(const char *p, size_t n, uint64_t at)
{
	return (uint32_t)XXH3_64bits_withSeed(
	    p, padded(n), at ^ (uint64_t)n << 32);
}

int
log_create(struct writer *w, struct span about, uint64_t generation)
{
	struct log_head head = { .order = htole32(BYTE_ORDER_MARK),
		.about = htole32((uint32_t)about.n),
		.generation = htole64(generation) };
	struct buf b = { 0 };
	struct log_mark mark;
	uint64_t check;

	memcpy(head.magic, magics[LOG_VERSION - 1], sizeof head.magic);
	buf_add(&b, (char *)&head, sizeof head);
	buf_adds(&b, about);
	while (b.n % 8 != 0)
		buf_addc(&b, '\0');
	check = htole64(XXH3_64bits(b.p, b.n));
	buf_add(&b, (char *)&check, sizeof check);
	mark = mark_of(b.n + sizeof mark);
	buf_add(&b, (char *)&mark, sizeof mark);
	writer_add(w, buf_span(&b));
	buf_free(&b);
	return writer_flush(w);
}

/* The n bytes at offset at of the file; NULL where they are not there. */
static const char *
bytes_at(struct log *l, uint64_t at, uint64_t n)
{
	size_t want;
	ssize_t some = 1;

	if (at > l->size || n > l->size - at)
		return NULL;
	if (at < l->read_at || at + n > l->read_at + l->read.n) {
		l->read_at = at / 8 * 8;
		want = (size_t)(n > WINDOW ? n : WINDOW) + 8;
		l->read.n = 0;
		buf_room(&l->read, want);
		while (some != 0 && l->read.n < want) {
			some = pread(l->fd, l->read.p + l->read.n,
			    want - l->read.n, (off_t)(l->read_at + l->read.n));
			if (some < 0 && errno != EINTR)
				return NULL;
			l->read.n += some > 0 ? (size_t)some : 0;
		}
	}
	return at + n <= l->read_at + l->read.n ? l->read.p + (at - l->read_at)
						: NULL;
}

/* The version of a log with that head, or 0. */
static unsigned
version_of(const struct log_head *head)
{
	for (unsigned i = 0; i < LOG_VERSION; i++)
		if (memcmp(head->magic, magics[i], sizeof head->magic) == 0 &&
		    le32toh(head->order) == BYTE_ORDER_MARK)
			return i + 1;
	return 0;
}

static enum log_error
read_head(struct log *l)
{
	struct log_head head;
	uint64_t check;
	const char *p = bytes_at(l, 0, sizeof head);
	size_t n, about;

	if (p == NULL)
		return LOG_OTHER;
	memcpy(&head, p, sizeof head);
	if ((l->version = version_of(&head)) == 0)
		return LOG_OTHER;
	about = le32toh(head.about);
	n = padded(sizeof head + about);
	p = bytes_at(l, 0, n + sizeof check + sizeof(struct log_mark));
	if (about > ABOUT_MAX || p == NULL)
		return LOG_DAMAGED;
	memcpy(&check, p + n, sizeof check);
	if (le64toh(check) != XXH3_64bits(p, n))
		return LOG_DAMAGED;
	l->about_copy = mem_alloc(about + 1);
	memcpy(l->about_copy, p + sizeof head, about);
	l->about_copy[about] = '\0';
	l->about = span_of(l->about_copy, about);
	l->generation = le64toh(head.generation);
	l->start = n + sizeof check + sizeof(struct log_mark);
	return LOG_OK;
}

/* The frame at offset at: its payload and, in *next, what is behind it.  False
 * where none is whole. */
static bool
frame_at(struct log *l, uint64_t at, struct span *payload, uint64_t *next)
{
	struct log_frame frame;
	const char *p = bytes_at(l, at, sizeof frame);
	size_t n;

	if (p == NULL)
		return false;
	memcpy(&frame, p, sizeof frame);
	n = le32toh(frame.length);
	p = bytes_at(l, at + sizeof frame, padded(n));
	if (p == NULL || le32toh(frame.check) != check_of(p, n, at))
		return false;
	*payload = span_of(p, n);
	*next = at + sizeof frame + padded(n);
	return true;
}

/* Find the last commit.  All up to the mark was committed: where that is not
 * whole, it was damaged later. */
static enum log_error
read_frames(struct log *l, uint64_t from)
{
	struct span payload;
	struct log_mark mark;
	uint64_t at, next, marked;
	const char *p;

	l->at = l->start - sizeof mark;
	if ((p = bytes_at(l, l->at, sizeof mark)) == NULL)
		return LOG_DAMAGED;
	memcpy(&mark, p, sizeof mark);
	marked = le64toh(mark.end);
	if (mark.check != mark_of(marked).check || marked < l->start ||
	    marked > l->size)
		return LOG_DAMAGED;
	l->end = at = from > l->start && from <= marked ? from : l->start;
	while (frame_at(l, at, &payload, &next)) {
		at = next;
		if (payload.n == 0)
			l->end = at;
	}
	l->at = at;
	if (l->end < marked)
		return LOG_DAMAGED;
	l->lost = l->size - l->end;
	l->at = l->start;
	return LOG_OK;
}

enum log_error
log_open(struct log *l, int fd, uint64_t from)
{
	enum log_error e;
	struct stat st;

	*l = (struct log) { .fd = fd };
	if (fstat(fd, &st) != 0)
		return LOG_SYSTEM;
	l->size = (uint64_t)st.st_size;
	if ((e = read_head(l)) != LOG_OK)
		return e;
	return read_frames(l, from);
}

bool
log_next(struct log *l, struct span *payload)
{
	uint64_t next;

	while (l->at < l->end && frame_at(l, l->at, payload, &next)) {
		l->frame = l->at;
		l->at = next;
		if (payload->n > 0)
			return true;
	}
	return false;
}

bool
log_committed(struct log *l, uint64_t at)
{
	struct span payload;
	uint64_t next;

	if (at == l->start)
		return true;
	return at > l->start && at <= l->end &&
	    frame_at(l, at - sizeof(struct log_frame), &payload, &next) &&
	    payload.n == 0;
}

enum log_error
log_write(struct log *l)
{
	buf_free(&l->read);
	l->size = 0;
	if (l->lost > 0 && ftruncate(l->fd, (off_t)l->end) != 0)
		return LOG_SYSTEM;
	l->written = l->end;
	return LOG_OK;
}

static enum log_error
write_at(struct log *l, const char *p, size_t n, uint64_t at)
{
	while (n > 0) {
		ssize_t done = pwrite(l->fd, p, n, (off_t)at);

		if (done < 0 && errno != EINTR)
			return LOG_SYSTEM;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
			at += (uint64_t)done;
		}
	}
	return LOG_OK;
}

static enum log_error
write_pending(struct log *l)
{
	enum log_error e = write_at(l, l->pending.p, l->pending.n, l->written);

	if (e == LOG_OK) {
		l->written += l->pending.n;
		l->pending.n = 0;
	}
	return e;
}

static void
add_frame(struct log *l, struct span payload)
{
	static const char zeros[8];
	struct buf *b = &l->pending;
	uint64_t at = l->written + b->n;
	struct log_frame frame = { htole32((uint32_t)payload.n), 0 };
	size_t body;

	buf_add(b, (char *)&frame, sizeof frame);
	body = b->n;
	buf_adds(b, payload);
	buf_add(b, zeros, padded(payload.n) - payload.n);
	frame.check = htole32(check_of(b->p + body, payload.n, at));
	memcpy(b->p + body - sizeof frame, &frame, sizeof frame);
}

enum log_error
log_add(struct log *l, struct span payload)
{
	add_frame(l, payload);
	return l->pending.n >= PENDING ? write_pending(l) : LOG_OK;
}

/*
 * The mark is written behind the sync, and not synced itself: it never claims
 * more than is on the disk.
 */
enum log_error
log_commit(struct log *l)
{
	struct log_mark mark;
	enum log_error e;

	if (l->pending.n == 0 && l->written == l->end)
		return LOG_OK;
	add_frame(l, SPAN(""));
	if ((e = write_pending(l)) != LOG_OK)
		return e;
	if (fdatasync(l->fd) != 0)
		return LOG_SYSTEM;
	l->end = l->written;
	mark = mark_of(l->end);
	return write_at(l, (char *)&mark, sizeof mark, l->start - sizeof mark);
}

void
log_close(struct log *l)
{
	if (l->fd >= 0)
		close(l->fd);
	free(l->about_copy);
	buf_free(&l->pending);
	buf_free(&l->read);
	*l = (struct log) { .fd = -1 };
}
