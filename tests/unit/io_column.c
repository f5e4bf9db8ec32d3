/* Columns and the images that they are read from, with every byte changed. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/column.h"
#include "reseal.h"
#include "tap.h"

enum { NUMBERS = 3000, BYTES = 9000 };

static char path[] = "/tmp/khabar-column-XXXXXX";

static uint64_t
number(size_t i)
{
	return i * 0x9e3779b97f4a7c15u;
}

/* A part of numbers, an empty one, one of bytes. */
static void
save(void)
{
	const struct image_head head = { "khabari", 7, 8 };
	struct column numbers = { .p = NULL }, none = { .p = NULL },
		      bytes = { .p = NULL };
	struct target t;
	struct image m;
	size_t i;

	for (i = 0; i < NUMBERS; i++) {
		uint64_t n = number(i);

		column_put(&numbers, &n, sizeof n);
	}
	memset(column_add(&bytes, BYTES), 'x', BYTES);
	ok(target_later(&t, path) == 0 && image_start(&m, &t, &head) == 0,
	    "an image is begun");
	column_save(&numbers, &m, "8");
	column_save(&none, &m, "4");
	column_save(&bytes, &m, "1");
	ok(image_close(&m, true) == 0, "and written");
	target_free(&t);
	column_free(&numbers);
	column_free(&bytes);
}

static size_t
slurp(char **p)
{
	struct buf b = { 0 };
	FILE *f = fopen(path, "rb");
	size_t n;

	while ((n = fread(buf_room(&b, 4096), 1, 4096, f)) > 0)
		b.n += n;
	fclose(f);
	*p = b.p;
	return b.n;
}

/* Anew each time: some file systems sync what is cut and written again. */
static void
spew(const char *p, size_t n)
{
	FILE *f;

	unlink(path);
	f = fopen(path, "wb");
	fwrite(p, 1, n, f);
	fclose(f);
}

/* Is all there as it was?  Or, where it is not, is it told? */
enum { AS_IT_WAS, TOLD, BELIEVED };

static int
check(void)
{
	struct image_file f;
	struct column numbers, none, bytes;
	bool same, bad;
	size_t i;

	if (image_open(&f, target_own(path, false)) != 0)
		return f.bad > 0 ? TOLD : BELIEVED;
	same = f.parts == 3 && f.head.generation == 7 && f.head.offset == 8;
	if (!same) {
		image_shut(&f);
		return BELIEVED;
	}
	column_open(&numbers, &f, 0, "8");
	column_open(&none, &f, 1, "4");
	column_open(&bytes, &f, 2, "1");
	same = numbers.n == NUMBERS * sizeof(uint64_t) && none.n == 0 &&
	    bytes.n == BYTES;
	for (i = 0; same && i < NUMBERS; i += 7)
		same = *(uint64_t *)column_at(&numbers, i * 8, 8) == number(i);
	for (i = 0; same && i < BYTES; i++)
		same = *(char *)column_at(&bytes, i, 1) == 'x';
	bad = numbers.bad > 0 || bytes.bad > 0;
	column_free(&numbers);
	column_free(&none);
	column_free(&bytes);
	image_shut(&f);
	return bad ? TOLD : same ? AS_IT_WAS : BELIEVED;
}

static void
test_damage(void)
{
	unsigned changed = 0, cut = 0;
	char *p;
	size_t n = slurp(&p), i, step = n / 3000 + 1;

	ok(check() == AS_IT_WAS, "it is read");
	for (i = 0; i < n; i += step) {
		p[i] = (char)(p[i] ^ 1 << i % 8);
		spew(p, n);
		changed += check() != TOLD;
		p[i] = (char)(p[i] ^ 1 << i % 8);
		spew(p, i);
		cut += check() != TOLD;
	}
	ok(changed == 0, "%u changed bytes are not told", changed);
	ok(cut == 0, "%u lengths are not told", cut);
	spew(p, n);
	p = realloc(p, n + 8);
	memset(p + n, 0, 8);
	spew(p, n + 8);
	ok(check() == TOLD, "nor what is behind the end");
	spew(p, n);
	ok(reseal((unsigned char *)p, n), "checks are made anew");
	spew(p, n);
	ok(check() == AS_IT_WAS, "as they were");
	free(p);
}

/* What is added and changed is there, what is not read stays in the file. */
static void
test_changes(void)
{
	struct image_file f;
	struct column c, bytes;
	uint64_t n = 42, wrong = 0;
	struct target t;
	struct image m;
	size_t i;

	ok(image_open(&f, target_own(path, false)) == 0, "it opens");
	column_open(&c, &f, 0, "8");
	column_open(&bytes, &f, 2, "1");
	*(uint64_t *)column_at(&c, 8 * 1000, 8) = n;
	for (i = 0; i < 100000; i++)
		column_put(&c, &n, sizeof n);
	column_at(&c, 8 * 1600, 8);
	column_drop(&c, 8 * 1536, 8 * 512);
	ok(*(uint64_t *)column_at(&c, 8 * 1600, 8) == number(1600),
	    "a piece that was dropped is read again");
	ok(*(uint64_t *)column_at(&c, 8, 8) == number(1), "the first piece");
	ok(*(uint64_t *)column_at(&c, 8 * 1000, 8) == 42, "a changed one");
	ok(column_find(&c, c.n, 0) != NULL && c.bad == 0 &&
		column_find(&c, c.n - 1, 2) == NULL && c.bad > 0,
	    "what is not there is not found");
	c.bad = 0;
	ok(target_later(&t, path) == 0 && image_start(&m, &t, &f.head) == 0,
	    "it is saved");
	column_save(&c, &m, "8");
	column_save(&bytes, &m, "1");
	ok(image_close(&m, true) == 0, "and closed");
	target_free(&t);
	column_free(&c);
	column_free(&bytes);
	image_shut(&f);
	ok(image_open(&f, target_own(path, false)) == 0 &&
		f.part[0].bytes == 8 * 103000,
	    "and opened");
	column_open(&c, &f, 0, "8");
	for (i = 0; i < NUMBERS; i++)
		wrong += *(uint64_t *)column_at(&c, 8 * i, 8) !=
		    (i == 1000 ? 42 : number(i));
	column_cut(&c, 8 * NUMBERS);
	for (i = 0; i < 100000; i++)
		wrong += *(uint64_t *)column_at(&c, 8 * i, 8) != 42;
	ok(wrong == 0 && c.n == 8 * 100000 && c.bad == 0, "all of it");
	column_free(&c);
	image_shut(&f);
}

int
main(void)
{
	if (mkstemp(path) < 0)
		return 1;
	save();
	test_damage();
	test_changes();
	unlink(path);
	return tap_done();
}
