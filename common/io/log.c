/*
 * Frames are gathered up to 4 MiB and written at once; only a commit syncs.
 * What is read of the mapped file is let go in steps of 8 MiB.
 */
#include "io/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "io/map.h"
#include "io/writer.h"

enum {
	BYTE_ORDER_MARK = 0x01020304,
	PENDING = 1 << 22, /* bytes that are written before a commit */
	ABOUT_MAX = 1 << 16,
	LET_GO = 1 << 23 /* bytes that were read */
};

static const char magic[8] = "khabar1";

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
	return (
	    struct log_mark) { end, XXH3_64bits_withSeed(&end, sizeof end, 1) };
}

/* The check of a payload of n bytes, with the zeros behind it, at offset at. */
static uint32_t
check_of(const char *p, size_t n, uint64_t at)
{
	return (uint32_t)XXH3_64bits_withSeed(
	    p, padded(n), at ^ (uint64_t)n << 32);
}

enum log_error
log_create(const char *path, struct span about, uint64_t generation)
{
	struct log_head head = { .order = BYTE_ORDER_MARK,
		.about = (uint32_t)about.n,
		.generation = generation };
	struct writer w = { 0 };
	struct buf b = { 0 };
	struct log_mark mark;
	uint64_t check;
	bool good;

	memcpy(head.magic, magic, sizeof magic);
	buf_add(&b, (char *)&head, sizeof head);
	buf_adds(&b, about);
	while (b.n % 8 != 0)
		buf_addc(&b, '\0');
	check = XXH3_64bits(b.p, b.n);
	buf_add(&b, (char *)&check, sizeof check);
	mark = mark_of(b.n + sizeof mark);
	buf_add(&b, (char *)&mark, sizeof mark);
	good = writer_replace(&w, path) == 0;
	if (good) {
		writer_add(&w, buf_span(&b));
		good = writer_close(&w, true) == 0;
	}
	buf_free(&b);
	return good ? LOG_OK : LOG_SYSTEM;
}

static enum log_error
read_head(struct log *l)
{
	struct log_head head;
	uint64_t check;
	size_t n;

	if (l->file.n < sizeof head)
		return LOG_OTHER;
	memcpy(&head, l->file.p, sizeof head);
	if (memcmp(head.magic, magic, sizeof magic) != 0 ||
	    head.order != BYTE_ORDER_MARK)
		return LOG_OTHER;
	n = padded(sizeof head + head.about);
	if (head.about > ABOUT_MAX ||
	    l->file.n < n + sizeof check + sizeof(struct log_mark))
		return LOG_DAMAGED;
	memcpy(&check, l->file.p + n, sizeof check);
	if (check != XXH3_64bits(l->file.p, n))
		return LOG_DAMAGED;
	l->about_copy = mem_alloc(head.about + 1);
	memcpy(l->about_copy, l->file.p + sizeof head, head.about);
	l->about_copy[head.about] = '\0';
	l->about = span_of(l->about_copy, head.about);
	l->generation = head.generation;
	l->start = n + sizeof check + sizeof(struct log_mark);
	return LOG_OK;
}

/* The frame at offset at: its payload and, in *next, what is behind it.  False
 * where none is whole. */
static bool
frame_at(const struct log *l, uint64_t at, struct span *payload, uint64_t *next)
{
	struct log_frame frame;

	if (at + sizeof frame > l->file.n)
		return false;
	memcpy(&frame, l->file.p + at, sizeof frame);
	if (padded(frame.length) > l->file.n - at - sizeof frame)
		return false;
	*payload = span_of(l->file.p + at + sizeof frame, frame.length);
	*next = at + sizeof frame + padded(frame.length);
	return frame.check == check_of(payload->p, payload->n, at);
}

/* Let go what is in front of at, now and then. */
static void
let_go(struct log *l, uint64_t at)
{
	if (at < l->dropped)
		l->dropped = at;
	if (at - l->dropped < LET_GO)
		return;
	map_drop(span_of(l->file.p + l->dropped, (size_t)(at - l->dropped)));
	l->dropped = at;
}

/* Find the last commit.  All up to the mark was committed: where that is not
 * whole, it was damaged later. */
static enum log_error
read_frames(struct log *l, uint64_t from)
{
	struct span payload;
	struct log_mark mark;
	uint64_t at, next;

	memcpy(&mark, l->file.p + l->start - sizeof mark, sizeof mark);
	l->at = l->start - sizeof mark;
	if (mark.check != mark_of(mark.end).check || mark.end < l->start ||
	    mark.end > l->file.n)
		return LOG_DAMAGED;
	l->end = at = from > l->start && from <= mark.end ? from : l->start;
	while (frame_at(l, at, &payload, &next)) {
		at = next;
		let_go(l, at);
		if (payload.n == 0)
			l->end = at;
	}
	l->at = at;
	if (l->end < mark.end)
		return LOG_DAMAGED;
	l->lost = l->file.n - l->end;
	l->at = l->start;
	return LOG_OK;
}

enum log_error
log_open(struct log *l, const char *path, bool write, uint64_t from)
{
	enum log_error e;

	*l = (struct log) { .fd = -1 };
	if (map_own(path, &l->file) != 0)
		return LOG_SYSTEM;
	if (write && (l->fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)) < 0)
		return LOG_SYSTEM;
	if ((e = read_head(l)) != LOG_OK)
		return e;
	return read_frames(l, from);
}

bool
log_next(struct log *l, struct span *payload)
{
	uint64_t next;

	while (l->at < l->end && frame_at(l, l->at, payload, &next)) {
		let_go(l, l->at);
		l->at = next;
		if (payload->n > 0)
			return true;
	}
	return false;
}

bool
log_committed(const struct log *l, uint64_t at)
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
	map_close(&l->file);
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
	struct log_frame frame = { (uint32_t)payload.n, 0 };
	size_t body;

	buf_add(b, (char *)&frame, sizeof frame);
	body = b->n;
	buf_adds(b, payload);
	buf_add(b, zeros, padded(payload.n) - payload.n);
	frame.check = check_of(b->p + body, payload.n, at);
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
	map_close(&l->file);
	if (l->fd >= 0)
		close(l->fd);
	free(l->about_copy);
	buf_free(&l->pending);
	*l = (struct log) { .fd = -1 };
}
