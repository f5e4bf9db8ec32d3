/*
 * What `make static` has in its one program besides the tools: their data, so
 * that it needs no file but itself, and no ICU.
 */
#include "io/share.h"

#define INSIDE(name, file)                         \
	__asm__(".pushsection .rodata\n"           \
		".balign 4096\n"                   \
		"khabar_inside_" #name ":\n"       \
		".incbin \"" BUILT "/" file "\"\n" \
		"khabar_inside_" #name "_end:\n"   \
		".popsection\n");                  \
	extern const char khabar_inside_##name[];  \
	extern const char khabar_inside_##name##_end[];

INSIDE(gazetteer, "gazetteer.bin")
INSIDE(model, "model.bin")

struct span
share_inside(const char *name)
{
	return strcmp(name, "model.bin") == 0
	    ? span_to(khabar_inside_model, khabar_inside_model_end)
	    : span_to(khabar_inside_gazetteer, khabar_inside_gazetteer_end);
}

/* Debian's libxml2 asks ICU for character sets that neither it nor iconv(3)
 * knows.  It gets pages as UTF-8 and never asks; should it, there is no such
 * set: every function of ICU's is this one (Makefile). */
long khabar_no_icu(void);

long
khabar_no_icu(void)
{
	return 0;
}
