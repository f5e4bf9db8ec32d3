/*
 * The list of record/field.h, a row a line: tool, name, name in schema.org's
 * NewsArticle, types; members are called FIELD.NAME.
 */
#include <stdio.h>

#include "record/field.h"

static const char *const types[] = { "null", "string", "number", "object",
	"array of string", "array of object", "integer" };

int
main(void)
{
	struct buf out = { 0 };

	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct field_row *row = &field_rows[f];
		const char *parting = "\t";
		struct span in = field_name(row->in);

		buf_printf(&out, "%s\t", field_rows[row->in].tool);
		for (int s = 0; s < SCHEMAS; s++) {
			if (row->in != (enum field)f)
				buf_printf(&out, "%.*s.", (int)in.n, in.p);
			buf_adds(&out, row->name[s]);
			if (s + 1 < SCHEMAS)
				buf_addc(&out, '\t');
		}
		for (size_t t = sizeof types / sizeof types[0]; t-- > 0;)
			if (row->types >> t & 1) {
				buf_printf(&out, "%s%s", parting, types[t]);
				parting = ", ";
			}
		buf_addc(&out, '\n');
	}
	fwrite(out.p, 1, out.n, stdout);
	buf_free(&out);
	return fflush(stdout) != 0;
}
