/*
 * Lines of any bytes as dedupe's stages behind the first take them: bad ones
 * are told, and what is written are lines of the next stage.  The first byte
 * says which stage.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dup/stage.h"
#include "fuzz/ends.h"
#include "fuzz/fuzz.h"

enum { MOST = 1 << 20, HEX = 16, KEY_BYTES = 17 };

struct stage_call {
	char stage;
	const uint8_t *data;
	size_t size;
	int out;
};

static struct decider decider;

static bool
is_hex(struct span s, size_t n)
{
	size_t i = 0;

	while (i < s.n &&
	    ((s.p[i] >= '0' && s.p[i] <= '9') ||
		(s.p[i] >= 'a' && s.p[i] <= 'f')))
		i++;
	return i == s.n && s.n == n;
}

/* KEY TAB VALUE; what has come through as it was may have any key. */
static void
check_pair(struct span line)
{
	struct span key = span_cut(&line, '\t');

	must(key.n == KEY_BYTES && line.n > 0);
}

/* POSITION TAB POSITION TAB POSITION TAB KIND TAB SHARE TAB SHARE */
static void
check_repeat(struct span line)
{
	for (int i = 0; i < 3; i++)
		must(is_hex(span_cut(&line, '\t'), HEX));
	must(span_cut(&line, '\t').n > 0);
	must(span_cut(&line, '\t').n >= 5 && line.n >= 5);
}

static void
check_output(const struct stage_call *c)
{
	static char bytes[MOST];
	ssize_t n = pread(c->out, bytes, sizeof bytes, 0);
	struct span rest;

	must(n >= 0);
	rest = span_of(bytes, (size_t)n);
	if (rest.n == MOST)
		return;
	while (rest.n > 0) {
		struct span line = span_cut(&rest, '\n');

		must(rest.p != NULL);
		if (c->stage == 'r')
			check_pair(line);
		else
			check_repeat(line);
	}
}

static void
unite(struct stream *s)
{
	struct story_params p = { .names = false, .decider = &decider };
	struct stories t;

	story_preset(&p, PRESET_NEWS);
	stories_init(&t, &p);
	stage_union(s, &t);
	stories_free(&t);
}

static void
run_stage(const struct stage_call *c)
{
	static char in[64], out[64];
	char *files[] = { in, NULL };
	struct stream s;

	snprintf(in, sizeof in, "%s", ends_file(c->data, c->size));
	snprintf(out, sizeof out, "/dev/fd/%d", c->out);
	stream_init(&s, "stage");
	s.output = out;
	s.in.max = MOST;
	s.confine.want = SANDBOX_NONE;
	stream_takes(&s, KIND_TEXT);
	stream_start(&s, files);
	if (c->stage == 'r')
		stage_reduce(&s);
	else
		unite(&s);
	stream_close(&s);
	check_output(c);
}

/* Ascending, and of the shard alone. */
static void
load_list(const struct stage_call *c)
{
	struct stage_list l;
	uint64_t last = 0;

	stage_list_load(&l, NULL, ends_file(c->data, c->size), 1);
	for (size_t i = 0; i < l.n; i++) {
		must(l.line[i] >= last);
		last = l.line[i];
		must(stage_list_take(&l, last));
	}
	must(l.n == 0 || !stage_list_take(&l, last + 1));
	free(l.line);
}

static void
try(void *arg)
{
	const struct stage_call *c = arg;

	if (c->stage == 'd')
		load_list(c);
	else
		run_stage(c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int out;
	struct stage_call c = { 0, data + 1, size - 1, 0 };

	if (out == 0) {
		must((out = memfd_create("out", 0)) > 0);
		decider_init(&decider);
	}
	if (size == 0 || memchr("rud", data[0], 3) == NULL)
		return 0;
	must(ftruncate(out, 0) == 0 && lseek(out, 0, SEEK_SET) == 0);
	c.stage = (char)data[0];
	c.out = out;
	ends_well(try, &c);
	return 0;
}
