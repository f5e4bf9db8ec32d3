/*
 * What a page's markup declares, and what is made of it: a row is a page, in
 * lines as below, and what must be found.
 *
 *	h1 TEXT		the heading shown
 *	title TEXT	<title>
 *	NAME=CONTENT	<meta>
 *	item NAME=VALUE, item SCOPE/NAME=VALUE
 *	link REL=HREF|TEXT
 *	shown TEXT	a line between heading and text
 *	time DATETIME|TEXT	between heading and text; `other' elsewhere
 *	lang CODE
 *	ld JSON		a script; ` stands for ", ^ for a line end
 */
#include "web/webmeta.h"

#include <stdio.h>
#include <string.h>

#include "record/mend.h"
#include "web/tidy.h"
#include "tap.h"

#define H "البلدية تفتح جسرا جديدا في حي المطاحن"
#define ART "{`@type`:`NewsArticle`,`headline`:`" H "`"

/* want: t title, d date, m date_modified, a authors, s sitename, g tags,
 * c categories, l language, u url; names parted by '+'. */
static const struct {
	const char *about, *page, *want;
} pages[] = {
	/* JSON-LD in all its forms */
	{ "an object",
	    "ld " ART ",`datePublished`:`2024-05-12T10:00:00+0400`,"
	    "`dateModified`:`2024-05-12T11:00:00+04:00`,`author`:{`@type`:"
	    "`Person`,`name`:`سالم الحلو`},`publisher`:{`@type`:"
	    "`Organization`,`name`:`صحيفة الضفاف`}}",
	    "t" H "|d2024-05-12T10:00:00+04:00|m2024-05-12T11:00:00+04:00|"
	    "aسالم الحلو|sصحيفة الضفاف" },
	{ "an array; authors too",
	    "ld [{`@type`:`BreadcrumbList`}," ART ",`author`:[{`name`:"
	    "`سالم الحلو`},`ليلى عمران`]}]",
	    "t" H "|aسالم الحلو+ليلى عمران" },
	{ "a graph, the author by its id",
	    "ld {`@graph`:[{`@type`:`WebSite`,`name`:`الضفاف`}," ART
	    ",`author`:{`@id`:`#a`}},{`@type`:[`Person`,`Organization`],"
	    "`@id`:`#a`,`name`:`سالم الحلو`}]}",
	    "t" H "|sالضفاف" },
	{ "a graph, a person by its id",
	    "ld {`@graph`:[" ART ",`author`:{`@id`:`#a`}},{`@type`:`Person`,"
	    "`@id`:`#a`,`name`:`سالم الحلو`}]}",
	    "t" H "|aسالم الحلو" },
	{ "an id in another script",
	    "ld {`@type`:`Person`,`@id`:`#a`,`name`:`سالم الحلو`}\n"
	    "ld " ART ",`author`:{`@id`:`#a`}}",
	    "t" H "|aسالم الحلو" },
	{ "an id of nobody", "ld " ART ",`author`:{`@id`:`#a`}}", "t" H },
	{ "an author as a string", "ld " ART ",`author`:`سالم الحلو`}",
	    "t" H "|aسالم الحلو" },
	{ "several authors in a string",
	    "ld " ART ",`author`:`سالم الحلو، ليلى عمران`}",
	    "t" H "|aسالم الحلو+ليلى عمران" },
	{ "CDATA", "ld //<![CDATA[^" ART ",`datePublished`:`2024-10-02`}^//]]>",
	    "t" H "|d2024-10-02" },
	{ "a comment around it",
	    "ld <!--^" ART ",`datePublished`:`2024-10-02`}^-->;",
	    "t" H "|d2024-10-02" },
	{ "raw line ends in strings",
	    "ld {`@type`:`Article`,`description`:`a^b`,`datePublished`:"
	    "`2024-10-02`}",
	    "d2024-10-02" },
	{ "quotes in strings",
	    "ld {`@type`:`Article`,`headline`:`قال `نعم` ثم مضى`,"
	    "`datePublished`:`2024-10-02`}",
	    "tقال \"نعم\" ثم مضى|d2024-10-02" },
	{ "a comma too many, and bytes behind",
	    "ld {`@type`:`Article`,`datePublished`:`2024-10-02`,} x",
	    "d2024-10-02" },
	{ "a script that is none beside one that is one",
	    "ld {broken json,, }\nld {`@type`:`Article`,`datePublished`:"
	    "`2024-10-02`}",
	    "d2024-10-02" },
	{ "references and markup in strings",
	    "ld {`@type`:`Article`,`headline`:`<b>&quot;جسر&quot; &#8211; "
	    "خبر</b>`,`author`:`<a href='/x'>سالم الحلو</a>`}",
	    "t\"جسر\" – خبر|aسالم الحلو" },
	{ "JSON whose quotes are references",
	    "ld {&quot;@type&quot;:&quot;Article&quot;,"
	    "&quot;datePublished&quot;:&quot;2024-10-02&quot;}",
	    "d2024-10-02" },
	{ "kin of the article, with a prefix",
	    "ld {`@type`:`schema:AnalysisNewsArticle`,`datePublished`:"
	    "`2024-10-02`}",
	    "d2024-10-02" },
	{ "a page that has a date",
	    "ld {`@type`:[`WebPage`,`ItemPage`],`name`:`" H "`,"
	    "`datePublished`:`2024-10-02`}",
	    "t" H "|d2024-10-02" },
	{ "the article's date beats the page's",
	    "ld {`@type`:`WebPage`,`datePublished`:`2020-01-01`}\n"
	    "ld {`@type`:`Article`,`datePublished`:`2024-10-02`}",
	    "d2024-10-02" },
	{ "other articles in a list are not the page's",
	    "ld {`@type`:`ItemList`,`itemListElement`:[{`@type`:"
	    "`NewsArticle`,`datePublished`:`2020-01-01`}]}",
	    "" },
	{ "of several articles it is the one that is shown",
	    "h1 " H "\nld [{`@type`:`NewsArticle`,`headline`:"
	    "`أمطار غزيرة في الجنوب غدا`,`datePublished`:`2020-01-01`}," ART
	    ",`datePublished`:`2024-10-02`}]",
	    "t" H "|d2024-10-02" },
	{ "of many that are not shown none",
	    "ld [{`@type`:`Article`,`datePublished`:`2020-01-01`},"
	    "{`@type`:`Article`},{`@type`:`Article`}]",
	    "" },
	{ "sections and keywords",
	    "ld {`@type`:`Article`,`articleSection`:[`محليات`],"
	    "`keywords`:`جسر, مطاحن`}",
	    "gجسر+مطاحن|cمحليات" },

	/* meta and its kin */
	{ "Open Graph",
	    "og:title=" H " - الضفاف\nog:site_name=الضفاف\n"
	    "article:published_time=2024-05-12T10:00:00Z\n"
	    "article:modified_time=2024-05-13T10:00:00Z\n"
	    "article:section=محليات\narticle:tag=جسر\narticle:tag=مطاحن\n"
	    "og:url=https://www.example.org/1\nlang ar-SY",
	    "t" H "|d2024-05-12T10:00:00Z|m2024-05-13T10:00:00Z|sالضفاف|"
	    "gجسر+مطاحن|cمحليات|lar|uhttps://www.example.org/1" },
	{ "pubdate and Dublin Core",
	    "pubdate=20240317\nDC.title=" H "\nDC.creator=رقية المهري\n"
	    "DC.publisher=دورية الساحل",
	    "t" H "|d2024-03-17|aرقية المهري|sدورية الساحل" },
	{ "microdata",
	    "item NewsArticle/headline=" H "\n"
	    "item NewsArticle/datePublished=2024-01-21T08:00:00+02:00\n"
	    "item author/name=عزة بالحاج\nitem publisher/name=الواحة نت",
	    "t" H "|d2024-01-21T08:00:00+02:00|aعزة بالحاج|sالواحة نت" },
	{ "microdata of a comment and an image",
	    "item comment/datePublished=2024-01-21\n"
	    "item image/datePublished=2024-01-22\nitem comment/author=سالم",
	    "" },
	{ "microdata of a list of articles",
	    "item NewsArticle/datePublished=2024-01-21\n"
	    "item NewsArticle/datePublished=2024-01-22\n"
	    "item NewsArticle/datePublished=2024-01-23",
	    "" },
	{ "canonical and tags",
	    "link canonical=https://www.example.org/1|\nlink tag=/t/1|جسر\n"
	    "link nofollow tag=/t/2|مطاحن\nog:url=http://example.org/2",
	    "gجسر+مطاحن|uhttps://www.example.org/1" },
	{ "many keywords are the site's", "keywords=a,b,c,d,e,f,g,h,i,j,k,l,m",
	    "" },

	/* dates */
	{ "Arabic words",
	    "article:published_time=الأربعاء، 07 أكتوبر 2020 - 12:09 م",
	    "d2020-10-07T12:09" },
	{ "Persian digits", "date=۲۰۲۴-۰۳-۰۵", "d2024-03-05" },
	{ "no zone", "date=2020-12-01 02:00:00", "d2020-12-01T02:00:00" },
	{ "blanks around the T", "date=2020-02-18 T 07:20:50 +0330",
	    "d2020-02-18T07:20:50+03:30" },
	{ "ISO's basic form", "date=20200218T0720Z", "d2020-02-18T07:20Z" },
	{ "day first", "date=25/03/2024 14:20", "d2024-03-25T14:20" },
	{ "day first, told by another",
	    "pubdate=05/03/2024\ndate=2024-03-05T10:00", "d2024-03-05T10:00" },
	{ "month first, as what is printed tells",
	    "shown 3 مايو 2024\ndate=05/03/2024 2:20:00 PM",
	    "d2024-05-03T14:20:00" },
	{ "day first, whatever else is printed",
	    "shown 8 أبريل 2024\ndate=05/03/2024", "d2024-03-05" },
	{ "as mail has it", "date=Wed, 07 Oct 2020 12:09:00 GMT",
	    "d2020-10-07T12:09:00Z" },
	{ "a clock from another source of that day",
	    "item datePublished=2020-11-09\n"
	    "article:published_time=2020-11-09T18:34:47Z",
	    "d2020-11-09T18:34:47Z" },
	{ "no dates",
	    "article:published_time=\ndate=1970-01-01\npubdate=0001-01-01\n"
	    "dc.date=2024\nptime=1715500000\ncopyright=2009-2026",
	    "" },
	{ "modified before it was published",
	    "article:published_time=2024-04-18T12:00:00+02:00\n"
	    "article:modified_time=2024-04-18T06:31:00+02:00",
	    "d2024-04-18T12:00:00+02:00" },
	{ "modified, and nothing else", "og:updated_time=2024-04-18",
	    "m2024-04-18" },
	{ "time", "time 2024-04-18|18 أبريل 2024", "d2024-04-18" },
	{ "time that is another day's", "time 2008-02-14 20:00|25/11/2022",
	    "" },
	{ "time of something else", "other 2024-04-18|18 أبريل 2024", "" },
	{ "time is trusted least",
	    "time 2024-04-18|\narticle:published_time=2024-04-20",
	    "d2024-04-20" },

	/* authors who are none */
	{ "the paper", "og:site_name=صحيفة الضفاف\nauthor=الضفاف",
	    "sصحيفة الضفاف" },
	{ "its host",
	    "author=exampleday\nlink canonical=http://www.exampleday.org/|",
	    "uhttp://www.exampleday.org/" },
	{ "a webmaster", "author=webmaster", "" },
	{ "an administrator", "author=Super User", "" },
	{ "an office", "author=فريق التحرير", "" },
	{ "an agency", "author=رويترز", "" },
	{ "an address", "article:author=https://www.facebook.com/x", "" },
	{ "a mail address", "author=a@example.org", "" },
	{ "an organisation",
	    "ld " ART ",`author`:{`@type`:`NewsMediaOrganization`,`name`:"
	    "`منبر الجبل`}}",
	    "t" H },
	{ "who made the site", "DC.creator=Developed By Salma Helou", "" },
	{ "the next who is one counts",
	    "ld " ART ",`author`:`admin`}\nauthor=سالم الحلو",
	    "t" H "|aسالم الحلو" },
	{ "a name with a place", "author=حسام الحلو - القاهرة", "aحسام الحلو" },
	{ "a place with a name", "author=القاهرة - حسام الحلو", "aحسام الحلو" },
	{ "a place with an outlet",
	    "og:site_name=المدار\nauthor=دبي - المدار.نت", "sالمدار" },
	{ "a place alone", "author=الرباط", "" },
	{ "what an author is called", "author=محرر", "" },
	{ "a login", "author=salma7", "" },
	{ "a name with a label", "author=بقلم: حسام الحلو", "aحسام الحلو" },
	{ "a name with a bracket", "author=حسام الحلو (طرابلس)",
	    "aحسام الحلو" },

	/* title and site */
	{ "the heading, where a declared title is akin",
	    "h1 " H "\nog:title=جسر جديد في حي المطاحن تفتحه البلدية", "t" H },
	{ "not the heading that is the site",
	    "h1 الضفاف\nog:title=" H "\nog:site_name=الضفاف",
	    "t" H "|sالضفاف" },
	{ "nor one that is of something else", "h1 شارك برأيك\nog:title=" H,
	    "t" H },
	{ "a site in front", "title الضفاف: " H "\nog:site_name=صحيفة الضفاف",
	    "t" H "|sصحيفة الضفاف" },
	{ "a site that only the title says",
	    "h1 " H "\ntitle " H " - أخبار - الضفاف", "t" H "|sالضفاف" },
	{ "a title alone", "title " H " | الضفاف", "t" H "|sالضفاف" },
	{ "a title without a site", "title " H, "t" H },
	{ "a short title and an outlet", "title بئر السوق - منتديات الخبر",
	    "tبئر السوق|sمنتديات الخبر" },
	{ "a title that all pages have, as a heading too",
	    "h1 صوت الوادي\ntitle صوت الوادي", "sصوت الوادي" },
	{ "a short headline that Open Graph has, too",
	    "h1 صوت الوادي\nog:title=صوت الوادي", "tصوت الوادي" },
	{ "no site where the heading is of two words",
	    "h1 سالم الحلو\ntitle الكرسي الفارغ - سالم الحلو", "tسالم الحلو" },
	{ "a site that is an address",
	    "og:site_name=www.example.org\napplication-name=الضفاف",
	    "sالضفاف" },
};

/* One line of a page. */
static void
tell(struct webmeta *m, struct span line)
{
	struct span rest = line, word = span_cut(&rest, ' '), name;

	if (span_eq(word, SPAN("title"))) {
		webmeta_title(m, rest);
	} else if (span_eq(word, SPAN("shown"))) {
		webmeta_printed(m, rest);
	} else if (span_eq(word, SPAN("lang"))) {
		webmeta_lang(m, rest);
	} else if (span_eq(word, SPAN("time"))) {
		name = span_cut(&rest, '|');
		webmeta_time(m, name, rest, WEBMETA_HEAD);
	} else if (span_eq(word, SPAN("other"))) {
		name = span_cut(&rest, '|');
		webmeta_time(m, name, rest, WEBMETA_OUTSIDE);
	} else if (span_eq(word, SPAN("link"))) {
		struct span rel = span_cut(&rest, '='),
			    href = span_cut(&rest, '|');

		webmeta_link(m, rel, href, rest);
	} else if (span_eq(word, SPAN("item"))) {
		struct span scope = SPAN("");

		name = span_cut(&rest, '=');
		if (memchr(name.p, '/', name.n) != NULL)
			scope = span_cut(&name, '/');
		webmeta_itemprop(m, scope, name, rest);
	} else {
		name = span_cut(&line, '=');
		webmeta_tag(m, name, line);
	}
}

static void
tell_script(struct webmeta *m, struct span json)
{
	struct buf script = { 0 };

	for (size_t i = 0; i < json.n; i++)
		buf_addc(&script,
		    json.p[i] == '`'       ? '"'
			: json.p[i] == '^' ? '\n'
					   : json.p[i]);
	webmeta_jsonld(m, buf_span(&script));
	buf_free(&script);
}

static void
add(struct buf *out, char sign, struct span s)
{
	if (s.n == 0)
		return;
	if (out->n > 0)
		buf_addc(out, '|');
	buf_addc(out, sign);
	buf_adds(out, s);
}

static void
add_list(struct buf *out, char sign, const struct webmeta_list *list)
{
	struct buf all = { 0 };

	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_addc(&all, '+');
		buf_adds(&all, list->p[i]);
	}
	add(out, sign, buf_span(&all));
	buf_free(&all);
}

static void
test_page(struct webmeta *m, size_t i)
{
	struct span rest = span_str(pages[i].page), heading = SPAN("");
	struct buf got = { 0 };

	webmeta_begin(m);
	while (rest.n > 0) {
		struct span line = span_cut(&rest, '\n');

		if (span_starts(line, SPAN("h1 ")))
			heading = span_skip(line, 3);
		else if (span_starts(line, SPAN("ld ")))
			tell_script(m, span_skip(line, 3));
		else
			tell(m, line);
	}
	webmeta_read(m, heading);
	add(&got, 't', m->title);
	add(&got, 'd', m->date);
	add(&got, 'm', m->date_modified);
	add_list(&got, 'a', &m->author);
	add(&got, 's', m->sitename);
	add_list(&got, 'g', &m->tags);
	add_list(&got, 'c', &m->categories);
	add(&got, 'l', m->language);
	add(&got, 'u', m->url);
	if (!ok(span_eq(buf_span(&got), span_str(pages[i].want)), "%s",
		pages[i].about))
		printf("# got    %.*s\n# wanted %s\n", (int)got.n, got.p,
		    pages[i].want);
	buf_free(&got);
}

/* What is mended, and what nothing can be made of (NULL). */
static void
test_mend(void)
{
	static const char *const rows[][2] = {
		{ "{}", "{}" },
		{ "[1, 2 ]x", "[1,2]" },
		{ "{\"a\":\"b\tc\"}", "{\"a\":\"b c\"}" },
		{ "{\"a\":\"b\\'c\\d\"}", "{\"a\":\"b'cd\"}" },
		{ "{\"a\":\"\\u0627\\n\\\"\"}", "{\"a\":\"\\u0627\\n\\\"\"}" },
		{ "[1,]", "[1]" },
		{ "{\"a\":[{},],}", "{\"a\":[{}]}" },
		{ "{\"a\":\"b \"c\" d\"}", "{\"a\":\"b \\\"c\\\" d\"}" },
		{ "{\"a\":1", NULL },
		{ "\"a\"", NULL },
		{ "{\"a\" 1}", NULL },
		{ "{,}", "{}" },
		{ "", NULL },
		{ "{\"a", NULL },
		{ "[\"\\", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf out = { 0 };
		bool good = mend_json(&out, span_str(rows[i][0]));

		ok(good == (rows[i][1] != NULL) &&
			span_eq(
			    buf_span(&out), span_str(good ? rows[i][1] : "")),
		    "mended: %s", rows[i][0]);
		buf_free(&out);
	}
}

static void
test_tidy(void)
{
	static const char *const rows[][2] = {
		{ " a \n b\xc2\xa0", "a b" },
		{ "&amp;quot;a&amp;quot;", "\"a\"" },
		{ "&#1580;&#x633;&#x631;", "جسر" },
		{ "<p class=\"x\">a</p><br/>b", "a b" },
		{ "a < b & c &x; &#0; &#xd800; &#99999999999;",
		    "a < b & c &x; &#0; &#xd800; &#99999999999;" },
		{ "می\xe2\x80\x8cشود", "می\xe2\x80\x8cشود" },
		{ "&", "&" },
		{ "<", "<" },
		{ "<b", "<b" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf out = { 0 };
		struct span got = tidy(&out, span_str(rows[i][0]));

		if (!ok(span_eq(got, span_str(rows[i][1])), "tidied: %s",
			rows[i][1]))
			printf("# got %.*s\n", (int)got.n, got.p);
		buf_free(&out);
	}
}

int
main(void)
{
	struct webmeta m = { .nsaid = 0 };

	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		test_page(&m, i);
	webmeta_free(&m);
	test_mend();
	test_tidy();
	return tap_done();
}
