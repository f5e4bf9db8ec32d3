/*
 * Points in time, as far as forgetting needs them.
 */
#ifndef DUP_WHEN_H
#define DUP_WHEN_H

#include <stdint.h>

#include "base/span.h"

/*
 * Minutes from 1970 to a date as khabar-record(5) has it ("2023-11",
 * "2023-11-19", "2023-11-19T22:30", with or without Z or an offset, which is
 * minded): the first minute of what it names.  0 where s is none, or before
 * 1970.
 */
uint32_t when_minute(struct span s);

#endif
