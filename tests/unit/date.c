/*
 * Printed dates and what they mean; what must not be read as a date; every
 * row of the tables of months and zones; days and ISO 8601 against a slow
 * count; noise, to be run under sanitizers.
 */
#include "base/iso.h"
#include "lang/date.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lang/hijri.h"
#include "lang/solar.h"
#include "rules/table.h"
#include "tables/tables.h"
#include "chance.h"
#include "tap.h"

/*
 * A line and its date: NULL for no sure value.  raw is the part that is the
 * date (NULL: all of the line).  flags: a ambiguous, h from Hijri, w another
 * weekday, r relative.
 */
struct printed {
	const char *text, *want, *raw, *flags;
};

static const struct printed gregorian[] = {
	{ "4 مارس 2021", "2021-03-04", NULL, "" },
	{ "04 مارس, 2021", "2021-03-04", NULL, "" },
	{ "٤ مارس ٢٠٢١", "2021-03-04", NULL, "" },
	{ "۴ مارس ۲۰۲۱", "2021-03-04", NULL, "" },
	{ "٤مارس٢٠٢١", "2021-03-04", NULL, "" },
	{ "4مارس 2021م", "2021-03-04", NULL, "" },
	{ "4 مارس، 2021 م", "2021-03-04", NULL, "" },
	{ "4 مارس 2021 ميلادية", "2021-03-04", NULL, "" },
	{ "4 من مارس 2021", "2021-03-04", NULL, "" },
	{ "4 من شهر مارس عام 2021", "2021-03-04", NULL, "" },
	{ "4 مارس سنة 2021", "2021-03-04", NULL, "" },
	{ "4 مارس لعام 2021", "2021-03-04", NULL, "" },
	{ "الرابع من مارس 2021", "2021-03-04", NULL, "" },
	{ "أول مارس 2021", "2021-03-01", NULL, "" },
	{ "خميس, 04 مارس 2021", "2021-03-04", NULL, "" },
	{ "محمد خميس 4 مارس 2021", "2021-03-04", "4 مارس 2021", "" },
	{ "الحادي والثلاثين من يوليو 2019", "2019-07-31", NULL, "" },
	{ "4-مارس-2021", "2021-03-04", NULL, "" },
	{ "4/مارس/2021", "2021-03-04", NULL, "" },
	{ "04 - مارس - 2021", "2021-03-04", NULL, "" },
	{ "4 – مارس – 2021", "2021-03-04", NULL, "" },
	{ "4 مـــارس 2021", "2021-03-04", NULL, "" },
	{ "٤ مَارِس ٢٠٢١", "2021-03-04", NULL, "" },
	{ "مارس 4, 2021", "2021-03-04", NULL, "" },
	{ "مارس 4، 2021", "2021-03-04", NULL, "" },
	{ "مارس 04 2021", "2021-03-04", NULL, "" },
	{ "2021 مارس 4", "2021-03-04", NULL, "" },
	{ "2021-Mar-04", "2021-03-04", NULL, "" },
	{ "4-Mar-21", "2021-03-04", NULL, "" },
	{ "March 4, 2021", "2021-03-04", NULL, "" },
	{ "Mar. 4, 2021", "2021-03-04", NULL, "" },
	{ "4 Mar 2021", "2021-03-04", NULL, "" },
	{ "4th of March, 2021", "2021-03-04", NULL, "" },
	{ "4th, March 2021 GMT", "2021-03-04", NULL, "" },
	{ "1st, July 2019 GMT", "2019-07-01", NULL, "" },
	{ "22nd, July 2019 GMT", "2019-07-22", NULL, "" },
	{ "3rd August 2016", "2016-08-03", NULL, "" },
	{ "Saturday - August 13 th - 2016", "2016-08-13", NULL, "" },
	{ "Sat 13 Aug 2016", "2016-08-13", NULL, "" },
	{ "Saturday, August 13, 2016", "2016-08-13", NULL, "" },
	{ "13 août 2016", "2016-08-13", NULL, "" },
	{ "25 décembre 2024", "2024-12-25", NULL, "" },
	{ "31 تموز 2019", "2019-07-31", NULL, "" },
	{ "31 تموز/يوليو 2019", "2019-07-31", NULL, "" },
	{ "31 يوليو / تموز 2019", "2019-07-31", NULL, "" },
	{ "31 يوليو (تموز) 2019", "2019-07-31", NULL, "" },
	{ "31 يوليو - تموز 2019", "2019-07-31", NULL, "" },
	{ "31 يوليو تموز 2019", "2019-07-31", NULL, "" },
	{ "25 كانون الأول 2024", "2024-12-25", NULL, "" },
	{ "25 كانون أول/ديسمبر 2024", "2024-12-25", NULL, "" },
	{ "25 ك1 2024", "2024-12-25", NULL, "" },
	{ "9 تشرين 1 2022", "2022-10-09", NULL, "" },
	{ "3 تشرين2 2013", "2013-11-03", NULL, "" },
	{ "3 تشرین الثانی 2013", "2013-11-03", NULL, "" },
	{ "10 كانون ثان 2025", "2025-01-10", NULL, "" },
	{ "13 أوت 2016", "2016-08-13", NULL, "" },
	{ "13 غشت 2016", "2016-08-13", NULL, "" },
	{ "13 أغشت 2016", "2016-08-13", NULL, "" },
	{ "31 جويلية 2019", "2019-07-31", NULL, "" },
	{ "31 يوليوز 2019", "2019-07-31", NULL, "" },
	{ "3 نونبر 2013", "2013-11-03", NULL, "" },
	{ "25 دجنبر 2024", "2024-12-25", NULL, "" },
	{ "6 شتنبر 2017", "2017-09-06", NULL, "" },
	{ "6 شتمبر 2017", "2017-09-06", NULL, "" },
	{ "21 مايس 2018", "2018-05-21", NULL, "" },
	{ "الخميس 4 مارس 2021", "2021-03-04", NULL, "" },
	{ "الخميس، 4 مارس 2021", "2021-03-04", NULL, "" },
	{ "الخميس: 4 مارس 2021", "2021-03-04", NULL, "" },
	{ "يوم الخميس 4 مارس 2021", "2021-03-04", "الخميس 4 مارس 2021", "" },
	{ "الخميس الموافق 4 مارس 2021", "2021-03-04", NULL, "" },
	{ "4 مارس 2021، الخميس", "2021-03-04", NULL, "" },
	{ "الاثنين 21 أيار 2018", "2018-05-21", NULL, "" },
	{ "الإثنين 21 ماي 2018", "2018-05-21", NULL, "" },
	{ "الأربعاء 6 أيلول 2017", "2017-09-06", NULL, "" },
	{ "الثلاثاء 4 مارس 2021", "2021-03-04", NULL, "w" },
	{ "29 فبراير 2020", "2020-02-29", NULL, "" },
	{ "مارس 2021", "2021-03", NULL, "" },
	{ "آذار/مارس 2021", "2021-03", NULL, "" },
	{ "مارس (آذار) 2021م", "2021-03", NULL, "" },
	{ "March 2021", "2021-03", NULL, "" },
	{ "أوت، 2016", "2016-08", NULL, "" },
};

static const struct printed numeric[] = {
	{ "13/8/2016", "2016-08-13", NULL, "" },
	{ "13-08-2016", "2016-08-13", NULL, "" },
	{ "13.08.2016", "2016-08-13", NULL, "" },
	{ "13 / 8 / 2016", "2016-08-13", NULL, "" },
	{ "١٣/٨/٢٠١٦", "2016-08-13", NULL, "" },
	{ "13\\8\\2016", "2016-08-13", NULL, "" },
	{ "2016/8/13", "2016-08-13", NULL, "" },
	{ "2016-08-13", "2016-08-13", NULL, "" },
	{ "2016.08.13", "2016-08-13", NULL, "" },
	{ "13/8/2016م", "2016-08-13", NULL, "" },
	{ "8/13/2016", "2016-08-13", NULL, "" },
	{ "4/3/2021", "2021-03-04", NULL, "a" },
	{ "3/3/2021", "2021-03-03", NULL, "" },
	{ "2021/3/4", "2021-03-04", NULL, "" },
	{ "الخميس 4/3/2021", "2021-03-04", NULL, "" },
	{ "الخميس 3/4/2021", "2021-03-04", NULL, "a" },
	{ "الخميس 4/3/21", "2021-03-04", NULL, "" },
	{ "21/8/13", NULL, NULL, "" },
	{ "13 | 8 | 2016", "2016-08-13", NULL, "" },
	{ "10 | 11 | 12", NULL, "", "" },
	{ "السبت 13-8-2016", "2016-08-13", NULL, "" },
	{ "السبت 13/أغسطس/2016", "2016-08-13", NULL, "" },
	{ "2016-08-13T09:05", "2016-08-13T09:05", NULL, "" },
	{ "2016-08-13T09:05:07", "2016-08-13T09:05:07", NULL, "" },
	{ "2016-08-13T09:05:07Z", "2016-08-13T09:05:07Z", NULL, "" },
	{ "2016-08-13T09:05:07.250Z", "2016-08-13T09:05:07Z", NULL, "" },
	{ "2016-08-13T09:05:07+02:00", "2016-08-13T09:05:07+02:00", NULL, "" },
	{ "2016-08-13T09:05:07-0530", "2016-08-13T09:05:07-05:30", NULL, "" },
	{ "2016-08-13 09:05:07 +0200", "2016-08-13T09:05:07+02:00", NULL, "" },
	{ "Sat, 13 Aug 2016 09:05:07 GMT", "2016-08-13T09:05:07Z", NULL, "" },
	{ "Sat, 13 Aug 2016 09:05:07 -0400", "2016-08-13T09:05:07-04:00", NULL,
	    "" },
};

static const struct printed times[] = {
	{ "4 مارس 2021 - 08:15", "2021-03-04T08:15", NULL, "" },
	{ "4 مارس 2021 | 08:15", "2021-03-04T08:15", NULL, "" },
	{ "4 مارس 2021، 08:15 ص", "2021-03-04T08:15", NULL, "" },
	{ "4 مارس 2021 8:15 م", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 ٨:١٥ م", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 8:15م", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021م 8:15م", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 م 8:15 ص", "2021-03-04T08:15", NULL, "" },
	{ "4 مارس 2021 08:15 صباحًا", "2021-03-04T08:15", NULL, "" },
	{ "4 مارس 2021 08:15 مساءً", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 08:15 مساءا", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 20:15 مساء", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 20:15 ص", "2021-03-04", NULL, "" },
	{ "4 مارس 2021 12:15 ص", "2021-03-04T00:15", NULL, "" },
	{ "4 مارس 2021 12:15 م", "2021-03-04T12:15", NULL, "" },
	{ "4 مارس 2021 12:15 ظهرا", "2021-03-04T12:15", NULL, "" },
	{ "4 مارس 2021 1:15 ظهرًا", "2021-03-04T13:15", NULL, "" },
	{ "4 مارس 2021 1:15 بعد الظهر", "2021-03-04T13:15", NULL, "" },
	{ "4 مارس 2021 4:15 عصرا", "2021-03-04T16:15", NULL, "" },
	{ "4 مارس 2021 4:15 فجراً", "2021-03-04T04:15", NULL, "" },
	{ "4 مارس 2021 11:15 ليلا", "2021-03-04T23:15", NULL, "" },
	{ "4 مارس 2021 2:15 ليلا", "2021-03-04T02:15", NULL, "" },
	{ "4 مارس 2021 12:00 منتصف الليل", "2021-03-04T00:00", NULL, "" },
	{ "4 مارس 2021 1:30 بعد منتصف الليل", "2021-03-04T01:30", NULL, "" },
	{ "4 مارس 2021 الساعة 8:15 مساء", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 الساعة 08 مساءً", "2021-03-04T20:00", NULL, "" },
	{ "4 مارس 2021 الساعة 8 م", "2021-03-04T20:00", NULL, "" },
	{ "4 مارس 2021 الساعة: 20:15", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021، 8 مساءً", "2021-03-04T20:00", NULL, "" },
	{ "4 مارس 2021 في تمام الساعة 20:15", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 على الساعة 20 و 15 دقيقة", "2021-03-04T20:15", NULL,
	    "" },
	{ "4 مارس 2021 - 20h15", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 8.15 مساء", "2021-03-04T20:15", NULL, "" },
	{ "4 March 2021 8:15 PM", "2021-03-04T20:15", NULL, "" },
	{ "4 March 2021 8:15 p.m.", "2021-03-04T20:15", NULL, "" },
	{ "4 March 2021 at 8pm", "2021-03-04T20:00", NULL, "" },
	{ "4 مارس 2021 PM 8:15", "2021-03-04T20:15", NULL, "" },
	{ "08:15 ص الخميس 04 مارس 2021", "2021-03-04T08:15", NULL, "" },
	{ "08:15 - 2021/03/04", "2021-03-04T08:15", NULL, "" },
	{ "8:15 مساء يوم الخميس 4 مارس 2021", "2021-03-04T20:15", NULL, "" },
	{ "مساء الخميس 4 مارس 2021 الساعة 8:15", "2021-03-04T20:15", NULL, "" },
	{ "4/3/2021 08:15:30 م", "2021-03-04T20:15:30", NULL, "a" },
	{ "4 مارس 2021 - 14.50", "2021-03-04T14:50", NULL, "" },
	{ "4 مارس 2021 - 14.50 دولار", "2021-03-04", "4 مارس 2021", "" },
	{ "4 مارس 2021 ٢١،٠٥", "2021-03-04T21:05", NULL, "" },
	{ "٢٠٢١-٠٣-٠٤ ١٣،٢٧،١٧", "2021-03-04T13:27:17", NULL, "" },
	{ "4 مارس 2021 الساعة الثامنة مساء", "2021-03-04T20:00", NULL, "" },
	{ "مساء 4 مارس 2021 الساعة الثامنة", "2021-03-04T20:00", NULL, "" },
	{ "4 مارس 2021 الساعة الثامنة", "2021-03-04", NULL, "" },
	{ "4 مارس 2021 الثامنة مساء", "2021-03-04T20:00", NULL, "" },
	{ "4 مارس 2021 للمرة الثامنة", "2021-03-04", "4 مارس 2021", "" },
	{ "4 مارس 2021 الثامنة والنصف مساء", "2021-03-04T20:30", NULL, "" },
	{ "4 مارس 2021 الساعة الثامنة إلا ربعاً مساءً", "2021-03-04T19:45", NULL,
	    "" },
	{ "4 مارس 2021 الساعة الواحدة إلا ربعا ظهرا", "2021-03-04T12:45", NULL,
	    "" },
	{ "4 مارس 2021 الساعة 8 والثلث صباحا", "2021-03-04T08:20", NULL, "" },
	{ "4 مارس 2021 الساعة الثامنة وعشر دقائق صباحا", "2021-03-04T08:10",
	    NULL, "" },
	{ "4 مارس 2021 الساعة الثانية عشرة ليلا", "2021-03-04T00:00", NULL,
	    "" },
	{ "4 مارس 2021 | الوقت: 20:15", "2021-03-04T20:15", NULL, "" },
	{ "4 10:45 2021 مارس", "2021-03-04T10:45", NULL, "" },
	{ "13/8/2016 24:10", "2016-08-13", NULL, "" },
	{ "13/8/2016 10:75", "2016-08-13", "13/8/2016", "" },
};

static const struct printed zones[] = {
	{ "4 مارس 2021 20:15 GMT", "2021-03-04T20:15Z", NULL, "" },
	{ "4 مارس 2021 20:15 بتوقيت غرينتش", "2021-03-04T20:15Z", NULL, "" },
	{ "4 مارس 2021 20:15 بتوقيت جرينتش", "2021-03-04T20:15Z", NULL, "" },
	{ "4 مارس 2021 20:15 (توقيت غرينتش)", "2021-03-04T20:15Z", NULL, "" },
	{ "20:15 غرينتش 4 مارس 2021", "2021-03-04T20:15Z", NULL, "" },
	{ "20:15، 4 مارس 2021 GMT", "2021-03-04T20:15Z", NULL, "" },
	{ "4 مارس 2021 GMT - 20:15", "2021-03-04T20:15Z", NULL, "" },
	{ "4 مارس 2021 20:15 UTC+3", "2021-03-04T20:15+03:00", NULL, "" },
	{ "4 مارس 2021 20:15 GMT-5", "2021-03-04T20:15-05:00", NULL, "" },
	{ "4 مارس 2021 20:15 بتوقيت غرينتش + 3:00", "2021-03-04T20:15+03:00",
	    NULL, "" },
	{ "4 مارس 2021 20:15 (+2 GMT)", "2021-03-04T20:15+02:00", NULL, "" },
	{ "4 مارس 2021 20:15 بتوقيت مكة المكرمة", "2021-03-04T20:15+03:00",
	    NULL, "" },
	{ "4 مارس 2021 8:15 م بتوقيت السعودية", "2021-03-04T20:15+03:00", NULL,
	    "" },
	{ "4 مارس 2021 20:15 بتوقيت أبو ظبي", "2021-03-04T20:15+04:00", NULL,
	    "" },
	{ "4 مارس 2021 20:15 بتوقيت أبوظبي", "2021-03-04T20:15+04:00", NULL,
	    "" },
	{ "4 مارس 2021 20:15 بتوقيت بغداد", "2021-03-04T20:15+03:00", NULL,
	    "" },
	{ "4 مارس 2005 20:15 بتوقيت بغداد", "2005-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 20:15 بتوقيت القاهرة", "2021-03-04T20:15+02:00", NULL,
	    "" },
	{ "4 مارس 2024 20:15 بتوقيت القاهرة", "2024-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 20:15 بتوقيت دمشق", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2024 20:15 بتوقيت دمشق", "2024-03-04T20:15+03:00", NULL, "" },
	{ "4 مارس 2021 20:15 بتوقيت القدس", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 20:15 (بتوقيت بيروت)", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 20:15 بالتوقيت المحلي", "2021-03-04T20:15", NULL, "" },
	{ "4 مارس 2021 20:15 بتوقيت سمرقند", "2021-03-04T20:15", NULL, "" },
};

static const struct printed hijri[] = {
	{ "20 رجب 1442", "2021-03-04", NULL, "h" },
	{ "20 رجب 1442هـ", "2021-03-04", NULL, "h" },
	{ "20 رجب 1442 هـ", "2021-03-04", NULL, "h" },
	{ "٢٠ رجب ١٤٤٢ ه", "2021-03-04", NULL, "h" },
	{ "20 من رجب 1442 هجرية", "2021-03-04", NULL, "h" },
	{ "1 رمضان المبارك 1442", "2021-04-13", NULL, "h" },
	{ "10 ذي الحجة 1444هـ", "2023-06-28", NULL, "h" },
	{ "10 ذو الحجّة 1444", "2023-06-28", NULL, "h" },
	{ "28 ذو القعدة 1440", "2019-07-31", NULL, "h" },
	{ "13 ربيع الأول 1444", "2022-10-09", NULL, "h" },
	{ "24 جمادى الآخرة 1446", "2024-12-25", NULL, "h" },
	{ "24 جمادى الثانية 1446هـ", "2024-12-25", NULL, "h" },
	{ "20-07-1442 هـ", "2021-03-04", NULL, "h" },
	{ "1442/7/20هـ", "2021-03-04", NULL, "h" },
	{ "20/7/1442", "2021-03-04", NULL, "h" },
	{ "5/7/1441هـ", "2020-02-29", NULL, "ha" },
	{ "20 رجب 1442هـ الموافق 4 مارس 2021م", "2021-03-04", NULL, "" },
	{ "20 رجب 1442 - 4 آذار 2021", "2021-03-04", NULL, "" },
	{ "4 مارس 2021م / 20 رجب 1442هـ", "2021-03-04", NULL, "" },
	{ "الخميس 20 رجب الموافق 4 مارس 2021", "2021-03-04", NULL, "" },
	{ "الخميس 20/7/1442هـ الموافق 4/3/2021م", "2021-03-04", NULL, "" },
	{ "الخميس 20 رجب 1442هـ - 25 أمشير 1737ق - 4 مارس 2021م", "2021-03-04",
	    "4 مارس 2021م", "" },
	{ "السبت 13 أغسطس 2016م 10 ذو القعدة 1437هـ 7 مسرى", "2016-08-13", NULL,
	    "" },
	{ "الخميس 20 رجب 1442هـ 08:15 ص", "2021-03-04T08:15", NULL, "h" },
	{ "الجمعة 20 رجب 1442هـ", "2021-03-05", NULL, "h" },
	{ "الأربعاء 20 رجب 1442هـ", "2021-03-03", NULL, "h" },
	{ "السبت 20 رجب 1442هـ", "2021-03-04", NULL, "hw" },
	{ "30 رجب 1442هـ", NULL, NULL, "" },
	{ "الأحد 30 رجب 1442هـ", "2021-03-14", NULL, "h" },
	{ "الاثنين 30 رجب 1442هـ", "2021-03-15", NULL, "h" },
	{ "السبت 30 رجب 1442هـ", NULL, NULL, "hw" },
	{ "5 جمادة الأولى 1441", "2019-12-31", NULL, "h" },
	{ "18 جمادة الآخرة 1446", "2024-12-19", NULL, "h" },
	{ "غرة رمضان 1442", "2021-04-13", NULL, "h" },
	{ "30-09-1442 هـ", "2021-05-12", NULL, "h" },
	{ "1 محرم 1343", "1924-08-01", NULL, "h" },
	{ "1 محرم 1342", NULL, NULL, "" },
	{ "1 محرم 1501", NULL, NULL, "" },
	{ "31 رجب 1442", NULL, NULL, "" },
	{ "رمضان 1442", NULL, NULL, "" },
	{ "20 رجب 2021", NULL, NULL, "" },
	{ "4 مارس 1442هـ", NULL, NULL, "" },
	{ "1399/12/14", NULL, NULL, "" },
	{ "1399/12/14 - 2021/03/04", "2021-03-04", NULL, "" },
	{ "1399/12/14 هـ.ش", "2021-03-04", NULL, "" },
};

static const struct printed solar[] = {
	{ "14 اسفند 1399", "2021-03-04", NULL, "" },
	{ "۱۴ اسفند ۱۳۹۹", "2021-03-04", NULL, "" },
	{ "پنجشنبه، ۱۴ اسفند ماه ۱۳۹۹", "2021-03-04", NULL, "" },
	{ "پنج‌شنبه ۱۴ اسفند ۱۳۹۹", "2021-03-04", NULL,
	    "" },
	{ "الخميس 14 حوت 1399", "2021-03-04", NULL, "" },
	{ "الجمعة 14 حوت 1399", "2021-03-04", NULL, "w" },
	{ "14 اسفند 1399 هـ.ش - 08:15", "2021-03-04T08:15", NULL, "" },
	{ "14 اسفند 1399 - 4 مارس 2021", "2021-03-04", NULL, "" },
	{ "14 اسفند 1399 - 21 رجب 1442", "2021-03-04", NULL, "" },
	{ "14/12/1399 هجري شمسي", "2021-03-04", NULL, "" },
	{ "30 اسفند 1399", "2021-03-20", NULL, "" },
	{ "30 اسفند 1400", NULL, NULL, "" },
	{ "31 مهر 1402", NULL, NULL, "" },
	{ "31 شهريور 1402", "2023-09-22", NULL, "" },
	{ "13/14/1399 ش", NULL, NULL, "" },
	{ "مهر 1402", NULL, "", "" },
	{ "قتل 5 اسد", NULL, "", "" },
	{ "15 قوس 2021", NULL, "", "" },
};

/* Counted from Wednesday 2018-05-30T13:20. */
static const struct printed relative[] = {
	{ "منذ دقيقة", "2018-05-30T13:19", NULL, "r" },
	{ "منذ دقيقتين", "2018-05-30T13:18", NULL, "r" },
	{ "منذ 25 دقيقة", "2018-05-30T12:55", NULL, "r" },
	{ "منذ 7 ساعات", "2018-05-30T06:20", NULL, "r" },
	{ "منذ ١٤ ساعة", "2018-05-29T23:20", NULL, "r" },
	{ "منذ ساعة واحدة", "2018-05-30T12:20", NULL, "r" },
	{ "منذ ساعتين و 5 دقائق", "2018-05-30T11:15", NULL, "r" },
	{ "قبل ساعة ودقيقتين", "2018-05-30T12:18", NULL, "r" },
	{ "منذ حوالي 7 ساعات", "2018-05-30T06:20", NULL, "r" },
	{ "منذ ثلاث وعشرين دقيقة", "2018-05-30T12:57", NULL, "r" },
	{ "منذ ساعتين وعشر دقائق", "2018-05-30T11:10", NULL, "r" },
	{ "منذ لحظات", "2018-05-30T13:20", NULL, "r" },
	{ "منذ لحظات كان خاليا", NULL, "", "" },
	{ "قبل 4 أيام", "2018-05-26", NULL, "r" },
	{ "قبل أربعة أيام", "2018-05-26", NULL, "r" },
	{ "4 أيام مضت", "2018-05-26", NULL, "r" },
	{ "مضت 4 أيام", NULL, "", "" },
	{ "منذ 3 أسابيع", "2018-05-09", NULL, "r" },
	{ "منذ شهر", "2018-04-30", NULL, "r" },
	{ "منذ 3 أشهر", "2018-02-28", NULL, "r" },
	{ "منذ سنة", "2017-05-30", NULL, "r" },
	{ "قبل عامين", "2016-05-30", NULL, "r" },
	{ "منذ 12 سنة", "2006-05-30", NULL, "r" },
	{ "2 سنة, 3 شهر, 1 يوم", "2016-02-28", NULL, "r" },
	{ "7 hours ago", "2018-05-30T06:20", NULL, "r" },
	{ "a day ago", "2018-05-29", NULL, "r" },
	{ "yesterday", "2018-05-29", NULL, "r" },
	{ "اليوم", "2018-05-30", NULL, "r" },
	{ "اليوم 09:40 ص", "2018-05-30T09:40", NULL, "r" },
	{ "أمس", "2018-05-29", NULL, "r" },
	{ "أمس الثلاثاء", "2018-05-29", NULL, "r" },
	{ "أمس الأحد", NULL, NULL, "r" },
	{ "أمس 9:40 م", "2018-05-29T21:40", NULL, "r" },
	{ "مساء أمس", "2018-05-29", NULL, "r" },
	{ "أول من أمس", "2018-05-28", NULL, "r" },
	{ "أمس الأول", "2018-05-28", NULL, "r" },
	{ "البارحة", "2018-05-29", NULL, "r" },
	{ "غدًا", "2018-05-31", NULL, "r" },
	{ "الآن", "2018-05-30T13:20", NULL, "r" },
	{ "اليوم الأربعاء 30 أيار 2018", "2018-05-30", NULL, "" },
	{ "أمس الاثنين 21 مايو 2018", "2018-05-21", NULL, "" },
	{ "منذ ساعة ونصف", NULL, "", "" },
	{ "منذ سنوات", NULL, "", "" },
	{ "منذ عام 2003", NULL, "", "" },
	{ "منذ يوم الأحد", NULL, "", "" },
	{ "قبل شهر رمضان", NULL, "", "" },
	{ "قراءة 3 دقائق", NULL, "", "" },
	{ "3 دقائق", NULL, "", "" },
	{ "جريدة اليوم", NULL, "", "" },
	{ "مصر اليوم", NULL, "", "" },
	{ "اليوم السابع", NULL, "", "" },
	{ "منذ 9999 سنة", NULL, NULL, "r" },
};

/* Text around a date, and text that only looks like one. */
static const struct printed around[] = {
	{ "تاريخ النشر: 4 مارس 2021", "2021-03-04", "4 مارس 2021", "" },
	{ "تاريخ النشر:4مارس2021م", "2021-03-04", "4مارس2021م", "" },
	{ "نشر في: الخميس 4 مارس 2021 - 08:15 ص | آخر تحديث: 5 مارس 2021",
	    "2021-03-04T08:15", "الخميس 4 مارس 2021 - 08:15 ص", "" },
	{ "4 مارس 2021 | آخر تحديث: 08:15 (توقيت القدس)", "2021-03-04",
	    "4 مارس 2021", "" },
	{ "آخر تحديث: 21:05 - 13/8/2016", "2016-08-13T21:05",
	    "21:05 - 13/8/2016", "" },
	{ "ثقافة وفن13-8-2016 | 21:05", "2016-08-13T21:05", "13-8-2016 | 21:05",
	    "" },
	{ "اقتصاد | 13-8-2016, 21:05 |", "2016-08-13T21:05", "13-8-2016, 21:05",
	    "" },
	{ "الدوحة 4 مارس 2021 /", "2021-03-04", "4 مارس 2021", "" },
	{ "كتب: سمير العطار - 4 مارس 2021", "2021-03-04", "4 مارس 2021", "" },
	{ "2016-08-13 21:05:00 - المصدر: مرآة الجنوب", "2016-08-13T21:05:00",
	    "2016-08-13 21:05:00", "" },
	{ "العدد 5120 - 4 مارس 2021", "2021-03-04", "4 مارس 2021", "" },
	{ "• 4 مارس 2021", "2021-03-04", "4 مارس 2021", "" },
	{ "« 4 مارس 2021 »", "2021-03-04", "4 مارس 2021", "" },
	{ "(4 مارس 2021)", "2021-03-04", "4 مارس 2021", "" },
	{ "اليوم الخميس (4 آذار 2021)", "2021-03-04", NULL, "" },
	{ "السبت 13 أغسطس 2016 الساعة 09 مساءً / مرآة الجنوب - متابعات",
	    "2016-08-13T21:00", "السبت 13 أغسطس 2016 الساعة 09 مساءً", "" },
	{ "الخميس 4 مارس", NULL, NULL, "" },
	{ "الاثنين 21 ماي الجاري", NULL, "الاثنين 21 ماي", "" },
	{ "الخميس", NULL, "", "" },
	{ "08:15 ص", NULL, "", "" },
	{ "2021", NULL, "", "" },
	{ "30 فبراير 2021", NULL, NULL, "" },
	{ "29 شباط 2021", NULL, NULL, "" },
	{ "31/4/2021", NULL, NULL, "" },
	{ "0/4/2021", NULL, NULL, "" },
	{ "31/13/2021", NULL, NULL, "" },
	{ "45 مارس 2021", NULL, "", "" },
	{ "4 مارس 1799", NULL, NULL, "" },
	{ "4 مارس 2190", NULL, NULL, "" },
	{ "4 مارس/نيسان 2021", NULL, NULL, "" },
	{ "3-7 مارس 2021", NULL, "7 مارس 2021", "" },
	{ "3 مارس - 7 أبريل 2021", NULL, NULL, "" },
	{ "مارس - أبريل 2021", NULL, NULL, "" },
	{ "4 مارس 20:15", NULL, NULL, "" },
	{ "10.13.8.2016", NULL, "", "" },
	{ "هاتف 02-13-8-2016", NULL, "", "" },
	{ "فاز الفريق 3-2 أمام ضيفه", NULL, "", "" },
	{ "الموسم 2021-2022", NULL, "", "" },
	{ "القانون رقم 13/2016", NULL, "", "" },
	{ "سعر الدولار 15.70 جنيه", NULL, "", "" },
	{ "نيسان تكشف سيارة جديدة", NULL, "", "" },
	{ "آب لثلاثة أبناء", NULL, "", "" },
	{ "", NULL, "", "" },
	{ " - ", NULL, "", "" },
};

struct fixture {
	struct date_reader *reader;
	struct folded folded;
	struct date reference;
};

static bool
find(struct fixture *f, struct span text, const struct date *reference,
    struct date *d)
{
	fold(&f->folded, text);
	return date_find(
	    f->reader, &f->folded, text, 0, f->folded.text.n, reference, d);
}

/* What is asked in front of date_find says nothing else: a date that is found
 * may lead, and one that is known without a reference has a digit. */
static bool
is_foreseen(struct fixture *f, const struct date *d, const struct date *ref)
{
	struct span folded = buf_span(&f->folded.text);

	return date_may_lead(f->reader, folded, d->from + 1) &&
	    (ref != NULL || !d->known || fold_has_digit(folded));
}

static bool
flags_are(const struct date *d, const char *flags)
{
	return d->ambiguous == (strchr(flags, 'a') != NULL) &&
	    d->hijri_converted == (strchr(flags, 'h') != NULL) &&
	    d->weekday_mismatch == (strchr(flags, 'w') != NULL) &&
	    d->relative == (strchr(flags, 'r') != NULL);
}

static void
check_line(struct fixture *f, const struct printed *l, const struct date *ref)
{
	struct span text = span_str(l->text);
	struct span want = span_str(l->raw ? l->raw : l->text), raw;
	struct date d = { .known = false };
	char iso[DATE_TEXT] = "none";
	bool good = find(f, text, ref, &d);

	if (!good) {
		ok(l->want == NULL && want.n == 0, "%s: no date", l->text);
		return;
	}
	if (d.known)
		date_format(&d, iso);
	raw = span_of(text.p + d.start, d.end - d.start);
	good = strcmp(iso, l->want ? l->want : "none") == 0 &&
	    span_eq(raw, want) && flags_are(&d, l->flags);
	if (l->raw == NULL)
		good &= d.outside == 0;
	good &= is_foreseen(f, &d, ref);
	if (!ok(good, "%s: %s", l->text, iso))
		printf("# raw '%.*s' outside %zu a%d h%d w%d r%d\n", (int)raw.n,
		    raw.p, d.outside, d.ambiguous, d.hijri_converted,
		    d.weekday_mismatch, d.relative);
}

#define CHECK(f, lines, ref)                                           \
	for (size_t i_ = 0; i_ < sizeof lines / sizeof lines[0]; i_++) \
	check_line(f, &lines[i_], ref)

/* Every form of every month, behind a day and in front of a year. */
static void
check_months(struct fixture *f)
{
	struct span cell[TABLE_CELLS], form;
	struct table t;
	struct date d;
	char text[256], want[8];
	bool good;

	table_start(&t, "months.tsv", table_months());
	while (table_row(&t, cell) > 0) {
		snprintf(want, sizeof want, "%.*s", (int)cell[1].n, cell[1].p);
		do {
			form = span_cut(&cell[3], '|');
			snprintf(text, sizeof text, "17 %.*s %s", (int)form.n,
			    form.p,
			    cell[0].p[0] == 'h'       ? "1442"
				: cell[0].p[0] == 'p' ? "1399"
						      : "2021");
			good = find(f, span_str(text), NULL, &d) &&
			    is_foreseen(f, &d, NULL);
			if (cell[0].p[0] == 'g')
				good &= d.known && d.month == atoi(want) &&
				    d.day == 17 && d.outside == 0;
			else if (cell[0].p[0] == 'h')
				good &= d.hijri_converted && d.known;
			else if (cell[0].p[0] == 'p')
				good &= d.known && !d.hijri_converted &&
				    d.outside == 0;
			else
				good = !good || !d.known;
			ok(good, "month: %s", text);
		} while (cell[3].p != NULL);
	}
}

/* Without a reference a relative date has a place and no value. */
static void
check_unknown_time(struct fixture *f)
{
	struct date d, day_only = f->reference;

	ok(find(f, SPAN("نشر منذ 3 ساعات"), NULL, &d) && !d.known &&
		d.relative && d.outside == 3,
	    "relative without a reference");
	day_only.hour = -1;
	ok(find(f, SPAN("منذ 3 ساعات"), &day_only, &d) && !d.known,
	    "hours from a day");
	ok(find(f, SPAN("منذ 3 أيام"), &day_only, &d) && d.known && d.day == 27,
	    "days from a day");
}

/* The dates of a line one after another; marks and bidi signs at its end. */
static void
check_places(struct fixture *f)
{
	struct span text = SPAN("نشر 4 مارس 2021 وعدّل 5 مارس 2021 الساعة 7 "
				"مساءً‏ تم");
	struct span raw = SPAN("5 مارس 2021 الساعة 7 مساءً");
	struct date d;

	ok(find(f, text, NULL, &d) && d.day == 4, "the first date");
	ok(date_find(
	       f->reader, &f->folded, text, d.to, f->folded.text.n, NULL, &d) &&
		d.day == 5,
	    "the second date");
	ok(span_eq(span_of(text.p + d.start, d.end - d.start), raw),
	    "tanwin is part of it, the mark behind it is not");
	ok(!date_find(
	       f->reader, &f->folded, text, d.to, f->folded.text.n, NULL, &d),
	    "no third");
	ok(find(f, SPAN("رمضان 1442 كتب في 20 رجب 1442 ثم 4 مارس 2021"), NULL,
	       &d) &&
		!d.hijri_converted,
	    "a Gregorian date wins over a Hijri one");
}

/* Day numbers by counting days one by one. */
static void
check_days(void)
{
	int y = 1970, m = 1, day = 1, year, month, n;
	bool good = true;
	long days;

	for (days = 0; y <= 2100; days++) {
		iso_from_days(days, &year, &month, &n);
		good &= year == y && month == m && n == day &&
		    iso_days(y, m, day) == days;
		if (date_valid(y, m, day + 1)) {
			day++;
		} else {
			day = 1;
			y += m == 12;
			m = m % 12 + 1;
		}
	}
	ok(good && days == iso_days(2101, 1, 1), "days from 1970 to 2100");
	ok(iso_days(1969, 12, 31) == -1 && iso_days(1900, 1, 1) == -25567,
	    "days before 1970");
	ok(date_valid(2000, 2, 29) && !date_valid(1900, 2, 29) &&
		!date_valid(2100, 2, 29) && !date_valid(2023, 2, 29),
	    "leap years");
}

/* Months of the table follow each other; known feasts. */
static void
check_hijri(void)
{
	long days, last = -1;
	bool good = true;

	for (int y = HIJRI_FIRST; y <= HIJRI_LAST; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= 32; d++) {
				if (!hijri_days(y, m, d, &days))
					break;
				good &= last == -1 || days == last + 1;
				last = days;
			}
	ok(good && last == iso_days(2077, 11, 16), "months without a gap");
	ok(hijri_days(1445, 9, 1, &days) && days == iso_days(2024, 3, 11),
	    "1 Ramadan 1445");
	ok(!hijri_days(1445, 13, 1, &days) && !hijri_days(1445, 0, 1, &days) &&
		!hijri_days(1445, 1, 0, &days) &&
		!hijri_days(1445, 1, 31, &days) && !hijri_days(-5, 1, 1, &days),
	    "no such Hijri day");
}

/* The same of the solar calendar; new years of the last 100. */
static void
check_solar(void)
{
	static const struct {
		int solar, year, day;
	} newyear[] = { { 1300, 1921, 21 }, { 1358, 1979, 21 },
		{ 1375, 1996, 20 }, { 1376, 1997, 21 }, { 1399, 2020, 20 },
		{ 1400, 2021, 21 }, { 1403, 2024, 20 }, { 1404, 2025, 21 },
		{ 1408, 2029, 20 }, { 1409, 2030, 21 } };
	long days, last = -1;
	bool good = true;

	for (int y = SOLAR_FIRST; y <= SOLAR_LAST; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= 32; d++) {
				if (!solar_days(y, m, d, &days))
					break;
				good &= last == -1 || days == last + 1;
				last = days;
			}
	ok(good && last == iso_days(2101, 3, 20), "solar months without a gap");
	for (size_t i = 0; i < sizeof newyear / sizeof newyear[0]; i++)
		ok(solar_days(newyear[i].solar, 1, 1, &days) &&
			days == iso_days(newyear[i].year, 3, newyear[i].day),
		    "1 Farvardin %d", newyear[i].solar);
	ok(!solar_days(1400, 0, 1, &days) && !solar_days(1400, 13, 1, &days) &&
		!solar_days(1400, 7, 31, &days) &&
		!solar_days(1400, 12, 30, &days) &&
		!solar_days(1400, 1, 0, &days) && !solar_days(-5, 1, 1, &days),
	    "no such solar day");
}

static void
check_iso(void)
{
	static const char *const good[] = { "2018-05", "2018-05-30",
		"2018-05-30T13:20", "2018-05-30T13:20:05", "2018-05-30T13:20Z",
		"2018-05-30T13:20:05+05:30", "2018-05-30T13:20-03:00" };
	static const char *const bad[] = { "", "2018", "2018-", "2018-13",
		"2018-05-32", "2018-05-30T", "2018-05-30T24:01", "2018-5-3",
		"2018-05-30T13:20+25:00", "2018-05-30 x", "30/05/2018",
		"2018-05T10:00", "2018-05-30T13:20:61", "2018-05-30x" };
	char out[DATE_TEXT];
	struct date d;

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		ok(date_parse_iso(span_str(good[i]), &d) &&
			date_format(&d, out) == strlen(good[i]) &&
			strcmp(out, good[i]) == 0,
		    "iso: %s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ok(!date_parse_iso(span_str(bad[i]), &d), "not iso: '%s'",
		    bad[i]);
}

/* Lines whose dates are cut by the bound on items: for valgrind, ASan. */
static void
check_bound(struct fixture *f)
{
	static const char *const tail[] = { "4 مارس 2021 - 08:15:30.5 +03:00",
		"4-Mar-21", "2021-03-04T08:15:30Z", "مارس 4th, 2021 GMT + 3:00",
		"20/7/1442هـ (4/3/2021)", "الساعة 8 و 15 دقيقة بتوقيت مكة",
		"منذ 3 ساعات و 5 دقائق مضت", "2021-Mar-04" };
	struct buf text = { 0 };
	struct date d;
	bool good = true;

	for (size_t i = 0; i < sizeof tail / sizeof tail[0]; i++)
		for (size_t n = DATE_TOKENS - 14; n <= DATE_TOKENS; n++) {
			text.n = 0;
			while (text.n < n)
				buf_addc(&text, '|');
			buf_adds(&text, span_str(tail[i]));
			if (find(f, buf_span(&text), &f->reference, &d))
				good &= d.end <= text.n;
		}
	ok(good, "dates at the bound");
	buf_free(&text);
}

/* Scraps of dates in random order: the places found must lie in the line. */
static void
check_noise(struct fixture *f)
{
	static const char *const scrap[] = { "4", "مارس", "2021", "1442", "هـ",
		"رجب", "/", "-", ":", "م", "الساعة", "منذ", "ساعة", "الخميس",
		"+", "GMT", "بتوقيت", "مكة", "(", ")", "،", " ", "T", "30",
		"00", "99999999999", "و", "منتصف", "الليل", "ً", "\u200f",
		"كانون", "الثاني", "th", "أمس", "\n", "\ufdfa", "\U0001f4c5",
		"½", "." };
	struct buf text = { 0 };
	struct date d;
	bool good = true;

	for (int round = 0; round < 20000; round++) {
		text.n = 0;
		for (int n = (int)chance(24); n > 0; n--) {
			const char *s =
			    scrap[chance(sizeof scrap / sizeof scrap[0])];

			buf_add(&text, s, strlen(s));
			if (chance(2))
				buf_addc(&text, ' ');
		}
		if (!find(f, buf_span(&text), &f->reference, &d))
			continue;
		good &= d.start < d.end && d.end <= text.n && d.from < d.to;
		good &= !d.known || (d.year >= 1900 && d.year <= 2100);
		good &= !d.known || d.day < 0 ||
		    date_valid(d.year, d.month, d.day);
	}
	ok(good, "noise");
	text.n = 0;
	for (int n = 0; n < 100000; n++)
		buf_add(&text, "9/", 2);
	ok(!find(f, buf_span(&text), NULL, &d) || !d.known, "a long line");
	ok(!find(f, SPAN("4 \0مارس 2021\0"), NULL, &d) || d.known, "NUL");
	buf_free(&text);
}

/* What RFC 5322 allows, and a little more: each as date_find reads it. */
static void
check_mail(struct fixture *f)
{
	static const char *const behind[] = { "", " GMT", " UTC", " +0400",
		" -0330", " +1400", " -0000", " +1500", " EST", " +04:00" };
	int tries, read = 0, same = 0;

	for (tries = 0; tries < 4000; tries++) {
		char text[64], one[DATE_TEXT], two[DATE_TEXT];
		int year = 1965 + (int)chance(80), month = (int)chance(12);
		int day = 1 + (int)chance(31), of_week = (int)chance(7);
		struct date mail, found;
		struct span s;

		if (chance(4) && date_valid(year, month + 1, day))
			of_week = (int)(iso_days(year, month + 1, day) % 7 +
				      11) %
			    7;
		snprintf(text, sizeof text,
		    chance(2) ? "%.3s, %d %.3s %d %02u:%02u:%02u%s"
			      : "%.3s, %02d %.3s %d %02u:%02u:%02u%s",
		    "SunMonTueWedThuFriSat" + 3 * of_week, day,
		    "JanFebMarAprMayJunJulAugSepOctNovDec" + 3 * month, year,
		    chance(26), chance(62), chance(62), behind[chance(10)]);
		s = span_str(text);
		if (!date_parse_mail(s, &mail))
			continue;
		read++;
		if (!find(f, s, NULL, &found) || !found.known)
			continue;
		date_format(&mail, one);
		date_format(&found, two);
		same += strcmp(one, two) == 0 &&
		    mail.weekday == found.weekday &&
		    mail.ambiguous == found.ambiguous &&
		    mail.weekday_mismatch == found.weekday_mismatch;
	}
	ok(read > tries / 4, "dates of mail are read (%d)", read);
	ok(same == read, "as they are found on a line (%d)", same);
}

int
main(void)
{
	struct fixture f = { .reader = date_reader_new() };

	date_parse_iso(SPAN("2018-05-30T13:20"), &f.reference);
	CHECK(&f, gregorian, NULL);
	CHECK(&f, numeric, NULL);
	CHECK(&f, times, NULL);
	CHECK(&f, zones, NULL);
	CHECK(&f, hijri, NULL);
	CHECK(&f, solar, NULL);
	CHECK(&f, relative, &f.reference);
	CHECK(&f, around, NULL);
	check_months(&f);
	check_unknown_time(&f);
	check_places(&f);
	check_days();
	check_hijri();
	check_solar();
	check_iso();
	check_mail(&f);
	check_bound(&f);
	check_noise(&f);
	folded_free(&f.folded);
	date_reader_free(f.reader);
	return tap_done();
}
