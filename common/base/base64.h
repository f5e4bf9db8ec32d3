/*
 * Bytes as letters: base64 (RFC 4648, section 4), without padding.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>

#include "base/buf.h"

/* Add s in base64 to out. */
void base64_add(struct buf *out, struct span s);

/* Add the bytes that s stands for to out; false where s is no base64, and
 * then some may have been added. */
bool base64_read(struct buf *out, struct span s);

#endif
