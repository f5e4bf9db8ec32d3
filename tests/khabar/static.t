#!/bin/sh
# `make static`: one program with all tools and their data, which runs in an
# empty root and writes what the others write.  `make wheel`: pip installs it in
# a clean environment of Python's, where the commands and the module work.
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

# The wheel, twice.
if ! python3 -m venv "$tmp/venv" >"$tmp/out" 2>&1; then
	skip 'make wheel' 'python3 -m venv does not work here (python3-venv)'
	tap_done
	exit
fi
for n in 1 2; do
	make -o "$tmp/khabar" O="$O" STATIC="$tmp/khabar" WHEELS="$tmp/wheel$n" \
	    wheel >"$tmp/out" 2>&1
	ok $? "make wheel, $n"
done
wheel=$(echo "$tmp"/wheel1/khabar-*.whl)
is "$wheel" "$tmp/wheel2/${wheel##*/}" 'the same bytes'
"$tmp/venv/bin/pip" install -q --no-index --disable-pip-version-check \
    "$wheel" >"$tmp/out" 2>&1
ok $? 'pip installs it' || cat "$tmp/out"
mkdir "$tmp/links"
for p in khabar read-pages split-articles extract-meta dedupe tag-entities \
    train-entities khabar-report learn-furniture; do
	ln -s "$tmp/venv/bin/$p" "$tmp/links/$p"
	"$O/$p" -V >"$tmp/want.out"
	is_run "$p of the wheel, by a link" 0 env PATH="$PATH" "$tmp/links/$p" -V
done
page=$PWD/tests/pages/demo.txt
packages=$(echo "$tmp"/venv/lib/python3*/site-packages)
try() {
	(cd "$tmp" && PYTHONPATH=$packages HF_HOME=$tmp/hf "$@" \
	    2>"$tmp/err" >"$tmp/out")
	status=$?
	[ $status -eq 0 ] || sed 's/^/# /' "$tmp/err"
}
try "$tmp/venv/bin/python3" "$PWD/tests/khabar/module.py" "$page"
ok $status 'the module'
if [ -x build/cookbook/bin/python3 ]; then
	try "$PWD/build/cookbook/bin/python3" "$PWD/tests/khabar/module.py" \
	    "$page"
	ok $status 'and with its readers'
	is "$tmp/out" /dev/null 'all of them'
else
	skip 'the readers of the module' 'make deps-cookbook installs them'
fi
tap_done
