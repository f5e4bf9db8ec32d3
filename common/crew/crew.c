#include "crew/crew.h"

#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"

#define AT(member) OPT_AT(struct crew_options, member)

const struct opt crew_options[] = {
	{ 'j', "jobs", "N", "threads; 0: as many as cores", OPT_NUMBER,
	    AT(jobs), .min = 0, .max = BATCH_THREADS, .init = "1" },
	{ 0 },
};

unsigned
crew_threads(const struct crew_options *o)
{
	long cores;

	if (o->jobs > 0)
		return (unsigned)o->jobs;
	cores = sysconf(_SC_NPROCESSORS_ONLN);
	return cores < 1            ? 1
	    : cores > BATCH_THREADS ? BATCH_THREADS
				    : (unsigned)cores;
}

/* What stands in front of an item of the tool's. */
struct crew_item {
	struct aside aside;
	struct stream_place place;
	bool none; /* what was said is all: the input has ended */
	_Alignas(max_align_t) char own[];
};

static bool
read_line(
    struct stream *s, struct crew_line *l, struct room *room, size_t *bytes)
{
	if (!stream_unit(s, &l->line))
		return false;
	*bytes = l->line.n;
	if (room != NULL)
		l->line = room_copy(room, l->line);
	return true;
}

/* With several threads the caller's tool reads alone. */
static void *
tool_of(const struct crew *c, unsigned thread)
{
	return c->copies + thread * c->plan.tool;
}

static struct stream *
stream_of(const struct crew *c, void *tool)
{
	return (void *)((char *)tool + c->plan.stream);
}

static void
start_tool(const struct crew *c, void *tool)
{
	if (c->plan.start != NULL)
		c->plan.start(tool);
}

void
crew_hire(struct crew *c, const struct crew_plan *plan, void *tool,
    const struct crew_options *o)
{
	unsigned i;

	*c = (struct crew) { .plan = *plan, .tool = tool };
	if (plan->read == NULL)
		c->plan.item = sizeof(struct crew_line);
	if (!stream_passes(stream_of(c, tool)) && crew_threads(o) > 1)
		c->threads = crew_threads(o);
	c->copies = mem_zero(c->threads + 1, plan->tool);
	for (i = 0; i < c->threads; i++) {
		memcpy(tool_of(c, i), tool, plan->tool);
		stream_desk(stream_of(c, tool_of(c, i)), stream_of(c, tool));
		start_tool(c, tool_of(c, i));
	}
	start_tool(c, tool);
}

static bool
read_own(struct crew *c, void *own, struct room *room, size_t *bytes)
{
	return c->plan.read == NULL
	    ? read_line(stream_of(c, c->tool), own, room, bytes)
	    : c->plan.read(c->tool, own, room, bytes);
}

static bool
read_item(void *crew, void *item, struct batch_bytes *with, size_t *bytes)
{
	struct crew *c = crew;
	struct crew_item *i = item;
	struct stream *s = stream_of(c, c->tool);

	if (c->ended)
		return false;
	i->aside.out = &with->out;
	stream_aside(s, &i->aside);
	c->ended = i->none = !read_own(c, i->own, &with->in, bytes);
	stream_aside(s, NULL);
	i->place = stream_place(s);
	return !i->none || i->aside.n > 0 || i->aside.read > 0;
}

static void
make_item(void *crew, void *item, unsigned thread)
{
	struct crew *c = crew;
	struct crew_item *i = item;
	void *tool = tool_of(c, thread);

	if (i->none)
		return;
	stream_desk_at(stream_of(c, tool), &i->aside, &i->place);
	c->plan.work(tool, i->own);
}

static void
free_item(void *crew, void *item)
{
	const struct crew *c = crew;
	struct crew_item *i = item;

	aside_free(&i->aside);
	if (c->plan.free != NULL)
		c->plan.free(i->own);
}

static void
run_alone(struct crew *c)
{
	void *item = mem_zero(1, c->plan.item);
	size_t bytes;

	while (read_own(c, item, NULL, &bytes))
		c->plan.work(c->tool, item);
	if (c->plan.free != NULL)
		c->plan.free(item);
	free(item);
}

void
crew_run(struct crew *c)
{
	const size_t align = _Alignof(max_align_t);
	const struct batch_plan items = {
		.size = (sizeof(struct crew_item) + c->plan.item + align - 1) /
		    align * align,
		.arg = c,
		.read = read_item,
		.make = make_item,
		.free = free_item
	};
	struct stream *s = stream_of(c, c->tool);
	struct crew_item *i;
	struct batches *b;

	if (c->threads == 0) {
		run_alone(c);
		return;
	}
	b = batches_new(s, &items, c->threads);
	while ((i = batches_next(b)) != NULL && !stream_stopped(s))
		stream_replay(s, &i->aside);
	batches_free(b);
}

void
crew_free(struct crew *c)
{
	unsigned i;

	for (i = 0; i < c->threads; i++)
		c->plan.end(tool_of(c, i));
	c->plan.end(c->tool);
	free(c->copies);
}
