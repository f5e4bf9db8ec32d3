#!/bin/sh
# `make deb`: it builds, lintian has nothing to say, what is in it is where it
# belongs, and works from there with no environment.
. tests/lib/tap.sh
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

why=
[ ! -d debian ] || why='a package is being built'
for p in dh dpkg-buildpackage lintian fakeroot; do
	command -v $p >/dev/null || why="$p is not installed (make deps-deb)"
done
case $CFLAGS in
*sanitize* | *coverage* | *IO_BLOCK*) why='this run is about other flags' ;;
esac
if [ -n "$why" ]; then
	skip 'make deb' "$why"
	tap_done
	exit
fi

# A tree of its own: others may make a package here at the same time.
mkdir "$tmp/tree"
make -s O="$O" -o "$O/gazetteer.bin" dist ARCHIVE="$tmp/dist" >"$tmp/out" 2>&1
ok $? 'make dist'
tar -C "$tmp/tree" --strip-components=1 -xzf "$tmp/dist"
(cd "$tmp/tree" && make deb) >"$tmp/out" 2>&1
status=$?
ok $status 'make deb'
[ $status -eq 0 ] || tail -n 20 "$tmp/out" | sed 's/^/# /'
grep '^[EWIP]: ' "$tmp/out" >"$tmp/said"
is "$tmp/said" /dev/null 'lintian says nothing'

deb=$(ls "$tmp"/tree/build/deb/khabar_*.deb)
root=$tmp/root
dpkg-deb -x "$deb" "$root"
ok $? 'it unpacks'
for f in bin/read-pages bin/split-articles bin/extract-meta bin/dedupe bin/tag-entities \
    bin/train-entities bin/khabar-report bin/learn-furniture bin/khabar \
    share/khabar/gazetteer.bin share/khabar/model.bin \
    share/khabar/schema/spark.ddl \
    share/man/man1/dedupe.1.gz share/man/man5/khabar-record.5.gz \
    share/man/man7/khabar.7.gz share/doc/khabar/copyright \
    share/doc/khabar/MODEL.md share/doc/khabar/NEWS.gz \
    share/man/man7/khabar-hacking.7.gz share/doc/khabar/changelog.Debian.gz \
    share/bash-completion/completions/dedupe \
    share/zsh/vendor-completions/_dedupe \
    share/fish/vendor_completions.d/dedupe.fish; do
	test -s "$root/usr/$f"
	ok $? "$f"
done
[ ! -d man/examples ] || test -d "$root/usr/share/doc/khabar/examples"
ok $? 'examples'
for l in ISC CC-BY-4.0 CC-BY-SA-4.0 LGPL-2.1+ Unicode-DFS-2016; do
	grep -qx "License: $l" "$root/usr/share/doc/khabar/copyright"
	ok $? "copyright tells of $l"
done
find "$root" -type f -newermt now >"$tmp/other"
is "$tmp/other" /dev/null 'no times of the future'

# What is there on the machine is the same for the tools' own build; the files
# are found beside the program.
in_root() {
	program=$1
	shift
	env -i "$root/usr/bin/$program" "$@"
}
in_root split-articles tests/pages/demo.txt >"$tmp/1" &&
	in_root extract-meta "$tmp/1" >"$tmp/2" &&
	in_root dedupe "$tmp/2" >"$tmp/3" &&
	in_root tag-entities "$tmp/3" >"$tmp/4"
ok $? 'the tools run without an environment'
"$O/split-articles" tests/pages/demo.txt | "$O/extract-meta" | "$O/dedupe" |
	"$O/tag-entities" >"$tmp/want"
is "$tmp/4" "$tmp/want" 'and write what the build writes'

# Position-independent, with all relocations made at the start.
for p in "$root"/usr/bin/*; do
	readelf -hldW "$p" >"$tmp/elf"
	grep -q 'Type: *DYN' "$tmp/elf" && grep -q GNU_RELRO "$tmp/elf" &&
		grep -q 'Flags:.*NOW.*PIE' "$tmp/elf"
	ok $? "$(basename "$p") is hardened"
done
tap_done
