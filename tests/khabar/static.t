#!/bin/sh
# `make static`: one program with all tools and their data, which runs in an
# empty root and writes what the others write.
# Slow: it is built.
. tests/lib/tap.sh
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

why=
case $CFLAGS in
*sanitize* | *coverage* | *IO_BLOCK*) why='this run is about other flags' ;;
esac
[ -x "$O/tag-entities" ] || why='the programs are not built'
[ -e "$(${CC:-gcc} -print-file-name=libxml2.a)" ] || why='libxml2.a is not here'
if [ -n "$why" ]; then
	skip 'make static' "$why"
	tap_done
	exit
fi

make O="$O" CC="${CC:-gcc}" STATIC="$tmp/khabar" static >"$tmp/out" 2>&1
status=$?
ok $status 'make static'
[ $status -eq 0 ] || tail -n 20 "$tmp/out" | sed 's/^/# /'
! readelf -d "$tmp/khabar" | grep -q NEEDED
ok $? 'no library is needed'

root=
if [ "$(id -u)" = 0 ]; then
	root='chroot'
elif unshare -r true 2>/dev/null; then
	root='unshare -r chroot'
fi
mkdir "$tmp/root"
cp "$tmp/khabar" "$tmp/root"
cp tests/pages/demo.txt tests/pages/bridge.html \
    tests/pages/riyadh-libraries.cp1256.txt "$tmp/root"
for f in demo.txt bridge.html riyadh-libraries.cp1256.txt; do
	"$O/khabar" "tests/pages/$f" >"$tmp/want.out"
	if [ -n "$root" ]; then
		# shellcheck disable=SC2086
		is_run "$f in an empty root" 0 $root "$tmp/root" /khabar "/$f"
	else
		skip "$f in an empty root" 'no right to a root of its own'
	fi
done
for p in read-pages split-articles extract-meta dedupe tag-entities \
    train-entities khabar-report learn-furniture; do
	"$O/$p" --help >"$tmp/want.out"
	is_run "khabar $p" 0 "$tmp/khabar" $p --help
	ln -s khabar "$tmp/$p"
	"$O/$p" -V >"$tmp/want.out"
	is_run "a link called $p" 0 "$tmp/$p" -V
done
tap_done
