/*
 * A state whose log and what is prepared beside it have changes in them, their
 * checks made anew, in each of the jobs that read them: refused, or done, and a
 * state that was written is one.  The first byte is the job, then each eight
 * bytes are a change: a file, where in it (3 bytes), and what is there then.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dup/about.h"
#include "dup/state.h"
#include "fuzz/ends.h"
#include "fuzz/fuzz.h"
#include "reseal.h"

enum { RECORDS = 6, WORDS = 40, LARGEST = 1 << 16, FILES = 2 };

static const char *const names[FILES] = { "log", "prepared" };

/* What all runs share. */
static struct {
	char dir[FUZZ_NAME];
	struct decider decider;
	struct words_map map;
	struct unit_plan plan;
	struct story_params params;
	struct buf about;
	unsigned char file[FILES][LARGEST];
	size_t size[FILES];
} all;

struct job {
	enum state_mode mode;
	struct clerk clerk;
	struct state state;
	struct stories stories;
};

static const enum state_mode modes[] = { STATE_CHECK, STATE_READ, STATE_COMMIT,
	STATE_WRITE, STATE_PREPARE, STATE_COMPACT, STATE_UPGRADE };

enum { MODES = sizeof modes / sizeof modes[0] };

/* A record of words of its own, or of another's but for few. */
static void
make_sketch(struct sketch *k, uint64_t i)
{
	k->words.n = 0;
	k->words.hash = mem_grow(
	    k->words.hash, &k->words.cap, WORDS, sizeof k->words.hash[0]);
	for (uint64_t n = 0; n < WORDS; n++)
		k->words.hash[k->words.n++] =
		    ((i % 3 == 0 && n > 4 ? 0 : i) * WORDS + n + 1) *
		    0x9e3779b97f4a7c15u;
	k->raw = k->raw_high = i + 1;
	k->minute = (uint32_t)i;
	sketch_make(k, &all.params.sketch, &all.map);
}

/* Judge records, and remember them in the state. */
static enum status
add_records(struct job *r, uint64_t from, uint64_t to)
{
	struct sketch k = { 0 };
	struct buf entry = { 0 };
	struct verdict v;
	enum status status = STATUS_OK;

	for (uint64_t i = from; i < to && status == STATUS_OK; i++) {
		make_sketch(&k, i);
		stories_judge(&r->stories, &k, SPAN("name"), &v);
		if (v.number == INDEX_NONE)
			continue;
		must(v.number < r->stories.n && v.cluster <= v.number);
		entry.n = 0;
		entry_write(&entry, &k, SPAN("name"), &r->stories.past);
		status = state_add(&r->state, buf_span(&entry));
	}
	sketch_free(&k);
	buf_free(&entry);
	return status;
}

/* What the job does with a state that was read. */
static enum status
work(struct job *r)
{
	struct span none = { NULL, 0 };

	switch (r->mode) {
	case STATE_WRITE:
	case STATE_PREPARE:
		if (add_records(r, 2, RECORDS + 3) != STATUS_OK)
			return STATUS_FATAL;
		return state_finish(&r->state, &r->stories);
	case STATE_COMMIT:
		return state_learn(&r->state);
	case STATE_COMPACT:
		return state_compact(&r->state, 2, none, &r->stories);
	case STATE_UPGRADE:
		return state_compact(
		    &r->state, 0, buf_span(&all.about), &r->stories);
	default:
		return STATUS_OK;
	}
}

/* Whether the state tells what it was made for, as run.c asks. */
static enum status
do_job(enum state_mode mode)
{
	bool says = mode <= STATE_PREPARE || mode == STATE_UPGRADE;
	struct span about = says ? buf_span(&all.about) : span_of(NULL, 0);
	struct job *r = mem_zero(1, sizeof *r);
	enum status status;

	r->mode = mode;
	stories_init(&r->stories, &all.params);
	status = state_take(&r->state, all.dir, mode, false, about, &r->clerk);
	if (status == STATUS_OK)
		status = state_read(&r->state, about,
		    mode == STATE_COMMIT ? NULL : &r->stories);
	if (status == STATUS_OK)
		status = work(r);
	state_close(&r->state);
	stories_free(&r->stories);
	free(r);
	return status;
}

static void
path_of(char path[64], const char *name)
{
	snprintf(path, 64, "%s/%s", all.dir, name);
}

static void
read_file(size_t i)
{
	char path[64];
	FILE *f;

	path_of(path, names[i]);
	must((f = fopen(path, "rb")) != NULL);
	all.size[i] = fread(all.file[i], 1, LARGEST, f);
	must(all.size[i] > 0 && all.size[i] < LARGEST);
	fclose(f);
}

static void
write_file(size_t i, const unsigned char *data)
{
	char path[64];
	FILE *f;

	path_of(path, names[i]);
	must((f = fopen(path, "wb")) != NULL);
	must(fwrite(data, 1, all.size[i], f) == all.size[i] && fclose(f) == 0);
}

static void
clear(void)
{
	static const char *const each[] = { "log", "index", "prepared",
		"lock" };
	char path[64];

	for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
		path_of(path, each[i]);
		unlink(path);
	}
}

static void
remove_all(void)
{
	clear();
	rmdir(all.dir);
}

/* A state of some records, and others prepared beside it. */
static void
make(void)
{
	fuzz_name(all.dir);
	must(mkdtemp(all.dir) != NULL);
	atexit(remove_all);
	decider_init(&all.decider);
	words_map_init(&all.map, WORDS_ARABIC);
	all.params = (struct story_params) {
		.names = true, .window = UINT32_MAX, .decider = &all.decider
	};
	story_preset(&all.params, PRESET_NEWS);
	all.plan.field[0] = SPAN("text");
	all.plan.nfields = 1;
	about_write(&all.about, &all.plan, &all.params);
	must(do_job(STATE_WRITE) == STATUS_OK);
	must(do_job(STATE_PREPARE) == STATUS_OK);
	read_file(0);
	read_file(1);
}

static void
change(unsigned char file[FILES][LARGEST], const uint8_t *p)
{
	size_t i = p[0] % FILES, at = reseal_get(p + 1, 3) % LARGEST;

	if (at + 4 <= all.size[i])
		memcpy(file[i] + at, p + 4, 4);
}

/* The job, and what it wrote is read.  A commit alone takes the records of the
 * log as they are. */
static void
try(void *arg)
{
	const enum state_mode *mode = arg;
	bool good = *mode != STATE_COMMIT || do_job(STATE_CHECK) == STATUS_OK;

	if (do_job(*mode) == STATUS_OK && good)
		must(do_job(STATE_CHECK) == STATUS_OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static unsigned char file[FILES][LARGEST];
	enum state_mode mode;

	if (n % 8 != 1)
		return 0; /* no job and whole changes */
	if (all.about.n == 0)
		make();
	mode = modes[data[0] % MODES];
	memcpy(file, all.file, sizeof file);
	for (data++; n > 8; n -= 8, data += 8)
		change(file, data);
	clear();
	for (size_t i = 0; i < FILES; i++) {
		reseal(file[i], all.size[i]);
		write_file(i, file[i]);
	}
	ends_well(try, &mode);
	return 0;
}
