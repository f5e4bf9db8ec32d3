/*
 * The sum is that of base/hash.h over all behind the head, the one of many
 * bytes since version 2; the order of bytes and FOLD_VERSION are checked with
 * it, for hashes of one folding find nothing in a text of another.
 */
#include "gazetteer/frame.h"

#include "base/hash.h"
#include "text/fold.h"

enum { SERIAL = 1, VERSION = 2, ALIGN = 8 };
#define ORDER 0x01020304u

static uint64_t
frame_sum(struct span image, unsigned version)
{
	struct span rest = span_skip(image, sizeof(struct frame_head));

	return version == SERIAL ? hash_span(rest, 0) : hash_wide(rest, 0);
}

const char *
frame_check(struct span image, const char magic[8], size_t min)
{
	struct frame_head h;

	if (image.n < min || image.n < sizeof h)
		return "it is cut short";
	memcpy(&h, image.p, sizeof h);
	if (memcmp(h.magic, magic, sizeof h.magic) != 0)
		return "it is a file of another kind";
	if (h.order != ORDER || (h.version != VERSION && h.version != SERIAL))
		return "it is of another version or machine";
	if (h.fold_version != FOLD_VERSION)
		return "it was made with another version of the folding";
	if (h.size != image.n)
		return "it is cut short or too long";
	return h.sum == frame_sum(image, h.version) ? NULL
						    : "its checksum is wrong";
}

static uint64_t
padded(uint64_t n)
{
	return (n + (ALIGN - 1)) & ~(uint64_t)(ALIGN - 1);
}

bool
frame_part(struct span *rest, uint64_t count, size_t size, struct span *part)
{
	uint64_t n;

	if (__builtin_mul_overflow(count, (uint64_t)size, &n) || n > rest->n ||
	    padded(n) > rest->n)
		return false;
	*part = span_of(rest->p, (size_t)n);
	*rest = span_skip(*rest, (size_t)padded(n));
	return true;
}

void
frame_add(struct buf *out, const void *p, size_t count, size_t size)
{
	size_t n = count * size;

	buf_add(out, p, n);
	buf_add(out, "\0\0\0\0\0\0\0", (size_t)(padded(n) - n));
}

void
frame_seal(struct buf *out, size_t start, const char magic[8])
{
	struct frame_head h = {
		.order = ORDER, .version = VERSION, .fold_version = FOLD_VERSION
	};

	memcpy(h.magic, magic, sizeof h.magic);
	h.size = out->n - start;
	h.sum = frame_sum(span_of(out->p + start, (size_t)h.size), h.version);
	memcpy(out->p + start, &h, sizeof h);
}

const char *
frame_renew(struct buf *image)
{
	char magic[8];
	const char *bad;

	if (image->n < sizeof magic)
		return "it is cut short";
	memcpy(magic, image->p, sizeof magic);
	bad = frame_check(buf_span(image), magic, sizeof(struct frame_head));
	if (bad == NULL)
		frame_seal(image, 0, magic);
	return bad;
}
