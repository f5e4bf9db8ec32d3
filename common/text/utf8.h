/*
 * UTF-8 as Unicode 15, table 3-7 has it: no overlong forms, no surrogates,
 * nothing above U+10FFFF.
 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/*
 * The length in bytes of the longest prefix of s that is valid UTF-8; s.n if
 * all of it is.  Vectorised where the CPU has AVX2, after Keiser and Lemire,
 * "Validating UTF-8 In Less Than One Instruction Per Byte" (Software:
 * Practice and Experience 51, 2021).
 */
size_t utf8_valid(struct span s);

/* The same verdict, byte by byte. */
size_t utf8_valid_scalar(struct span s);

/* Code points in s, which must be valid. */
size_t utf8_count(struct span s);

/* The first n bytes of s, which must be valid, or fewer: whole code points. */
struct span utf8_head(struct span s, size_t n);

/* Write cp, a scalar value, to out; returns its 1 to 4 bytes. */
size_t utf8_put(char out[4], uint32_t cp);

/*
 * Decode the code point at p, which must be before end and start a valid
 * sequence; *len gets its bytes.  On a cut or invalid sequence U+FFFD and 1.
 */
static inline uint32_t
utf8_get(const char *p, const char *end, size_t *len)
{
	const unsigned char *s = (const unsigned char *)p;
	size_t left = (size_t)(end - p);

	*len = 1;
	if (s[0] < 0x80)
		return s[0];
	if (s[0] >= 0xc2 && s[0] < 0xe0 && left >= 2) {
		*len = 2;
		return (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
	}
	if (s[0] >= 0xe0 && s[0] < 0xf0 && left >= 3) {
		*len = 3;
		return (s[0] & 0xfu) << 12 | (s[1] & 0x3fu) << 6 |
		    (s[2] & 0x3fu);
	}
	if (s[0] >= 0xf0 && s[0] < 0xf5 && left >= 4) {
		*len = 4;
		return (s[0] & 7u) << 18 | (s[1] & 0x3fu) << 12 |
		    (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
	}
	return 0xfffd;
}

/*
 * Decode the code point that ends right before p, which must be behind start
 * and in valid UTF-8; *at gets its first byte.
 */
static inline uint32_t
utf8_before(const char *start, const char *p, const char **at)
{
	const char *end = p;
	size_t len;

	do
		p--;
	while (p > start && ((unsigned char)*p & 0xc0) == 0x80);
	*at = p;
	return utf8_get(p, end, &len);
}

#endif
