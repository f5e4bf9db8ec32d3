#!/bin/sh
# Places that share a name: told apart by their marks, or by the other places
# of the record.
. tests/lib/tap.sh

# means TEXT WANTED: the ids of the places in TEXT.
means() {
	printf '{"text":"%s"}\n' "$1" | "$O/tag-entities" |
	    jq -r '[.entities[].id] | join(" ")' >"$tmp/got"
	echo "$2" >"$tmp/wanted"
	is "$tmp/got" "$tmp/wanted" "$1"
}

means 'افتتح الوزير المعرض في عمّان.' 'geonames:250441'
means 'افتتح الوزير المعرض في عمان.' 'iso3166:OM'
means 'قال وزير من الأردن إن المعرض في عمان.' 'iso3166:JO geonames:250441'
means 'وصل الوفد إلى طرابلس في لبنان.' 'geonames:266826 iso3166:LB'
means 'وصل الوفد إلى طرابلس في ليبيا.' 'geonames:2210247 iso3166:LY'
means 'وصل الوفد إلى طرابلس من لبنان عبر ليبيا.' \
    'geonames:2210247 iso3166:LB iso3166:LY'
means 'انفجار في طرابلس اللبنانية.' 'geonames:266826'
means 'وصل الوفد إلى طرابلس، لبنان.' 'geonames:266826 iso3166:LB'
means 'وصل الوفد إلى ولاية جورجيا الأميركية.' 'iso3166-2:US-GA'
means 'وصل الوفد إلى جورجيا.' 'iso3166:GE'
means 'شهدت العاصمة الأردنية عمان أمطارا.' 'geonames:250441'
means 'شهدت العاصمة العمانية مسقط أمطارا.' 'geonames:287286'
means 'صوت الناخبون في إقليم كردستان.' 'khabar:kurdistan-iq'
means 'تفشى المرض في الكونغو.' 'iso3166:CG'
means 'تفشى المرض في الكونغو، وقال وزير في كينشاسا إنه قلق.' \
    'iso3166:CD geonames:2314302'
tap_done
