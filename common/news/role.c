#include "news/role.h"

static const struct span names[ROLE_COUNT] = {
#define ROLE_NAME(name, text) { text, sizeof text - 1 },
	ROLES(ROLE_NAME)
};

struct span
role_name(enum role role)
{
	return names[role];
}

int
role_find(struct span name)
{
	int i;

	for (i = 0; i < ROLE_COUNT; i++)
		if (span_eq(names[i], name))
			return i;
	return -1;
}
