/*
 * XML as people write it, so that a parser takes it: what is no character of
 * XML goes, HTML's references are XML's, an & that is none is one, elements end
 * in their order, and there is no document type and no declaration.  What is
 * open at the end stays so.
 */
#ifndef WEB_MENDXML_H
#define WEB_MENDXML_H

#include "base/buf.h"

/* Add xml, valid UTF-8, mended, to out.  NULL, or what is wrong with it:
 * references to entities that it declares itself, which may be a bomb; elements
 * more than 1024 deep, or of more than 256 attributes. */
const char *mend_xml(struct buf *out, struct span xml);

#endif
