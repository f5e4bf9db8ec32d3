/*
 * Written and hashed a MiB at a time, and read so: the pages behind are let go,
 * so that reading a large image does not fill the memory.
 */
#include "io/image.h"

#include <errno.h>
#include <xxhash.h>

#include "io/map.h"

enum { PIECE = 1 << 20 }; /* bytes that are copied at a time */

int
image_start(struct image *m, const char *path, const struct image_head *head)
{
	*m = (struct image) { .hash = NULL };
	if (writer_replace(&m->out, path) != 0)
		return -1;
	m->hash = XXH3_createState();
	if (m->hash == NULL) {
		writer_close(&m->out, false);
		errno = ENOMEM;
		return -1;
	}
	XXH3_64bits_reset(m->hash);
	image_add(m, head, sizeof *head);
	return 0;
}

void
image_add(struct image *m, const void *p, size_t n)
{
	struct span s = span_of(p, n);

	XXH3_64bits_update(m->hash, p, n);
	while (s.n > 0) {
		size_t some = s.n < PIECE ? s.n : PIECE;

		writer_add(&m->out, span_of(s.p, some));
		writer_mark(&m->out);
		s = span_skip(s, some);
	}
}

int
image_close(struct image *m, bool keep)
{
	uint64_t check = XXH3_64bits_digest(m->hash);

	XXH3_freeState(m->hash);
	m->hash = NULL;
	writer_add(&m->out, span_of((const char *)&check, sizeof check));
	if (writer_close(&m->out, keep) == 0)
		return 0;
	errno = m->out.error;
	return -1;
}

/* The hash of s; its pages are let go behind it. */
static uint64_t
hash_of(struct span s)
{
	XXH3_state_t *h = XXH3_createState();
	uint64_t result;

	if (h == NULL)
		return XXH3_64bits(s.p, s.n);
	XXH3_64bits_reset(h);
	while (s.n > 0) {
		size_t some = s.n < PIECE ? s.n : PIECE;

		XXH3_64bits_update(h, s.p, some);
		map_drop(span_of(s.p, some));
		s = span_skip(s, some);
	}
	result = XXH3_64bits_digest(h);
	XXH3_freeState(h);
	return result;
}

int
image_open(const char *path, struct image_head *head, struct span *file,
    struct span *body)
{
	uint64_t check;
	size_t n;

	if (map_own(path, file) != 0)
		return -1;
	if (file->n >= sizeof *head + sizeof check) {
		n = file->n - sizeof check;
		memcpy(&check, file->p + n, sizeof check);
		if (check == hash_of(span_of(file->p, n))) {
			memcpy(head, file->p, sizeof *head);
			*body = span_of(
			    file->p + sizeof *head, n - sizeof *head);
			return 0;
		}
	}
	map_close(file);
	errno = EILSEQ;
	return -1;
}
