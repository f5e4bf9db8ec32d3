/*
 * A log of any bytes, its checks made anew: refused, or read; what is read of
 * it is remembered, and a state that has it can be searched.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dup/entry.h"
#include "dup/old.h"
#include "fuzz/fuzz.h"
#include "io/log.h"
#include "reseal.h"

static void
write_file(const char *path, const uint8_t *data, size_t size)
{
	unsigned char *p = malloc(size + 1);
	FILE *f = fopen(path, "wb");

	must(p != NULL && f != NULL);
	memcpy(p, data, size);
	reseal(p, size);
	must(fwrite(p, 1, size, f) == size && fclose(f) == 0);
	free(p);
}

/* What was read is written as the same bytes. */
static void
check_again(const struct sketch *k, struct span name,
    const struct story_past *past, struct span frame)
{
	struct buf again = { 0 };

	entry_write(&again, k, name, past);
	must(again.n == frame.n);
	buf_free(&again);
}

static void
read_all(struct log *l)
{
	struct decider decider;
	struct story_params p = {
		.names = true, .window = UINT32_MAX, .decider = &decider
	};
	struct stories t;
	struct sketch k = { 0 };
	struct story_past past;
	struct span frame, name;
	struct verdict v;
	bool good = true;

	decider_init(&decider);
	story_preset(&p, PRESET_NEWS);
	stories_init(&t, &p);
	while (good && log_next(l, &frame)) {
		must(frame.n > 0);
		if (l->version < LOG_VERSION) {
			good = old_read(frame, &k, &name, &past);
			continue;
		}
		if ((good = entry_read(frame, &k, &name, &past))) {
			check_again(&k, name, &past, frame);
			good = stories_recall(&t, &k, name, &past);
		}
		if (good)
			stories_judge(&t, &k, name, &v);
	}
	if (t.n > 0)
		stories_name(&t, (uint32_t)t.n - 1);
	stories_forget(&t, (uint32_t)t.n / 2);
	sketch_free(&k);
	stories_free(&t);
	decider_free(&decider);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[FUZZ_NAME];
	struct log l;
	int fd;

	fuzz_name(path);
	must((fd = mkstemp(path)) >= 0);
	close(fd);
	unlink(path);
	write_file(path, data, size);
	if (log_open(&l, target_own(path, false), 0) == LOG_OK)
		read_all(&l);
	log_close(&l);
	unlink(path);
	return 0;
}
