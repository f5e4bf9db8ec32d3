/*
 * .incbin copies the files in as they are: no generator, no C literal of a
 * hundred kilobytes.  The assembler looks from the top of the tree.
 */
#include "tables/tables.h"

#define TABLE_DEFINE(name)                                           \
	__asm__(".pushsection .rodata\n"                             \
		"khabar_table_" #name ":\n"                          \
		".incbin \"common/tables/" #name ".tsv\"\n"          \
		"khabar_table_" #name "_end:\n"                      \
		".byte 0\n"                                          \
		".popsection\n");                                    \
	extern const char khabar_table_##name[];                     \
	extern const char khabar_table_##name##_end[];               \
	struct span table_##name(void)                               \
	{                                                            \
		return span_to(                                      \
		    khabar_table_##name, khabar_table_##name##_end); \
	}

TABLES(TABLE_DEFINE)
