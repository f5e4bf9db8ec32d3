/*
 * An index with numbers in it changed and its checks made anew: refused, or
 * used, and no number of it leads anywhere else.  Each eight bytes are a
 * change: a part, where in it (2 and 1 bytes), and what is there then.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dup/story.h"
#include "fuzz/fuzz.h"
#include "reseal.h"

enum { RECORDS = 24, WORDS = 40, LARGEST = 1 << 23 };

static unsigned char whole[LARGEST], changed[LARGEST];
static size_t size;
static struct decider decider;
static struct words_map map;

static struct story_params
params(void)
{
	struct story_params p = {
		.names = true, .window = UINT32_MAX, .decider = &decider
	};

	story_preset(&p, PRESET_NEWS);
	return p;
}

/* Records of words of their own; some are another one's, but for few. */
static void
make(struct sketch *k, const struct story_params *p, uint64_t i)
{
	k->words.n = 0;
	k->words.hash = mem_grow(
	    k->words.hash, &k->words.cap, WORDS, sizeof k->words.hash[0]);
	for (uint64_t n = 0; n < WORDS; n++) {
		uint64_t from = i % 3 == 0 && n > 4 ? 0 : i;

		k->words.hash[k->words.n++] = (from * WORDS + n + 1) *
		    0x9e3779b97f4a7c15u;
	}
	k->raw = k->raw_high = i + 1;
	k->minute = (uint32_t)i;
	sketch_make(k, &p->sketch, &map);
}

static void
judge(struct stories *t, uint64_t from, uint64_t to)
{
	struct sketch k = { 0 };
	struct verdict v;

	for (uint64_t i = from; i < to && stories_bad(t) == 0; i++) {
		make(&k, &t->params, i);
		stories_judge(t, &k, SPAN("name"), &v);
		if (v.number == INDEX_NONE)
			continue;
		must(v.number < t->n && v.cluster <= v.number);
		for (unsigned n = 0; n < t->nlike; n++)
			stories_name(t, t->like[n].of);
	}
	sketch_free(&k);
}

/* The image of some records, once. */
static void
make_whole(const char *path)
{
	const struct image_head head = { "khabari", 1, 1 };
	struct story_params p = params();
	struct stories t;
	struct target target;
	struct image m;
	FILE *f;

	stories_init(&t, &p);
	judge(&t, 0, RECORDS);
	must(target_later(&target, path) == 0 &&
	    image_start(&m, &target, &head) == 0 && stories_save(&t, &m) &&
	    image_close(&m, true) == 0);
	target_free(&target);
	stories_free(&t);
	must((f = fopen(path, "rb")) != NULL);
	size = fread(whole, 1, sizeof whole, f);
	fclose(f);
	unlink(path);
}

static void
change(const uint8_t *p)
{
	uint64_t part = p[0] % 17, at = RESEAL_PIECE, i;

	for (i = 0; i < part && i < RESEAL_PARTS; i++)
		at += reseal_pieces(reseal_get(whole + 32 + 8 * i, 8)) *
		    RESEAL_PIECE;
	at = part == 16 ? reseal_get(p + 1, 1) : at + reseal_get(p + 1, 3);
	if (at + 4 <= size)
		memcpy(changed + at, p + 4, 4);
}

/* All that is done with an index. */
static void
use(const char *path)
{
	struct story_params p = params();
	struct image_file f;
	struct stories t;

	if (image_open(&f, target_own(path, false)) != 0)
		return;
	stories_init(&t, &p);
	if (stories_load(&t, &f)) {
		judge(&t, 0, RECORDS + 8);
		stories_check(&t);
	}
	stories_free(&t);
	stories_init(&t, &p);
	if (stories_load(&t, &f)) {
		stories_forget(&t, (uint32_t)t.n / 2);
		judge(&t, 0, 4);
	}
	stories_free(&t);
	image_shut(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char path[FUZZ_NAME];
	int fd;
	FILE *f;

	if (n % 8 != 0)
		return 0; /* no whole change */
	fuzz_name(path);
	must((fd = mkstemp(path)) >= 0);
	close(fd);
	unlink(path);
	if (size == 0) {
		decider_init(&decider);
		words_map_init(&map, WORDS_ARABIC);
		make_whole(path);
	}
	memcpy(changed, whole, size);
	for (; n >= 8; n -= 8, data += 8)
		change(data);
	reseal(changed, size);
	must((f = fopen(path, "wb")) != NULL);
	must(fwrite(changed, 1, size, f) == size && fclose(f) == 0);
	use(path);
	unlink(path);
	return 0;
}
