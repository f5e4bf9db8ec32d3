/*
 * .incbin copies the files in as they are: no generator, no C literal of a
 * hundred kilobytes.  The assembler looks from the top of the tree.
 */
#include "tables/tables.h"

#define EMBED(kind, name, file)                                            \
	__asm__(".pushsection .rodata\n"                                   \
		"khabar_" #kind "_" #name ":\n"                            \
		".incbin \"" file "\"\n"                                   \
		"khabar_" #kind "_" #name "_end:\n"                        \
		".byte 0\n"                                                \
		".popsection\n");                                          \
	extern const char khabar_##kind##_##name[];                        \
	extern const char khabar_##kind##_##name##_end[];                  \
	struct span kind##_##name(void)                                    \
	{                                                                  \
		return span_to(                                            \
		    khabar_##kind##_##name, khabar_##kind##_##name##_end); \
	}

#define TABLE_DEFINE(name) EMBED(table, name, "common/tables/" #name ".tsv")
#define PAGE_DEFINE(name) EMBED(page, name, PAGES_DIR #name ".html")

TABLES(TABLE_DEFINE)
PAGES(PAGE_DEFINE)
