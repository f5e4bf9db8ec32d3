#include "record/field.h"

#define OWN(f, tool, types, name, other)                                  \
	[FIELD_##f] = { { SPAN(name), SPAN(other) }, PUT_MEMBER_OF(name), \
		tool, FIELD_##f, types },
#define IN(in, f, types, name)                                                 \
	[FIELD_##f] = { { SPAN(name), SPAN(name) }, PUT_MEMBER_OF(name), NULL, \
		FIELD_##in, types },

#define FITS(f, tool, types, name, other) FITS_IN(f, f, types, name)
#define FITS_IN(in, f, types, name) \
	_Static_assert(sizeof name + 3 <= PUT_MEMBER, "its key fits");
FIELD_LIST(FITS, FITS_IN)

const struct field_row field_rows[FIELD_COUNT] = { FIELD_LIST(OWN, IN) };

const struct json_member *
field_find(const struct record *r, enum field f)
{
	const struct span *name = field_rows[f].name;
	const struct json_member *m = record_find(r, name[SCHEMA_KHABAR]);

	if (m != NULL || span_eq(name[SCHEMA_KHABAR], name[SCHEMA_SCHEMAORG]))
		return m;
	return record_find(r, name[SCHEMA_SCHEMAORG]);
}
