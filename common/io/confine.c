#include "io/confine.h"

#include "base/err.h"
#include "base/status.h"
#include "io/target.h"

#define AT(member) OPT_AT(struct confine, member)

const struct opt confine_options[] = {
	{ 0, "sandbox", "auto|require|none", "give up the rights not needed",
	    OPT_WORD, AT(want), .init = "auto" },
	{ 0, "no-sandbox", NULL, "the same as --sandbox=none", OPT_SET,
	    AT(want), .min = SANDBOX_NONE },
	{ 0 },
};

/* Without the clerk there is no way to what was named. */
static unsigned
enter(struct confine *c)
{
	if (c->want == SANDBOX_NONE || !clerk_start(&c->clerk))
		return 0;
	return sandbox_enter(c->clerk.socket);
}

void
confine_enter(struct confine *c)
{
	c->force = enter(c);
	if (c->want == SANDBOX_REQUIRE && !(c->force & SANDBOX_CALLS)) {
		for (size_t i = 0; i < c->clerk.targets; i++)
			target_drop(c->clerk.target[i]);
		errx(STATUS_FATAL, "--sandbox=require: there is none here");
	}
	if (c->tells)
		warnx("sandbox: %s", sandbox_words(c->force));
}

void
confine_seal(struct confine *c)
{
	if (!(c->force & SANDBOX_CALLS) || sandbox_seal(c->clerk.socket))
		return;
	if (c->want == SANDBOX_REQUIRE)
		errx(STATUS_FATAL, "--sandbox=require: not to be sealed");
}

void
confine_end(struct confine *c)
{
	clerk_end(&c->clerk);
}
