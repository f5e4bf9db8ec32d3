#!/bin/sh
# `make dist`: the same bytes every time, from git and from its own tarball,
# and a source that builds without git.
. tests/lib/tap.sh
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

if [ -d debian ]; then
	skip 'make dist' 'a package is being built'
	tap_done
	exit
fi
version=$(sed -n 's/^VERSION = //p' Makefile)
name=khabar-$version.tar.gz

# A tree of its own, so that others may build there at the same time: what git
# knows or would, or what the tarball held.
mkdir "$tmp/tree"
if [ -e .git ] && git ls-files -z -co --exclude-standard >"$tmp/files"; then
	:
else
	find . -name build -prune -o ! -type d -print0 >"$tmp/files"
fi
tar -c --null -T "$tmp/files" | tar -x -C "$tmp/tree"
make_dist() {
	mkdir -p "$1/build/rel"
	cp "$O/gazetteer.bin" "$1/build/rel"
	(cd "$1" && make -s -o build/rel/gazetteer.bin dist) >"$tmp/out" 2>&1 ||
		sed 's/^/# /' "$tmp/out"
}

make_dist "$tmp/tree"
cp "$tmp/tree/build/dist/$name" "$tmp/first"
ok $? 'make dist'
# Other times, permissions and owners do not matter.
(cd "$tmp/tree" && umask 077 && find . -name '*.c' -exec touch {} + &&
	chmod -R go-rwx cmd)
make_dist "$tmp/tree"
is "$tmp/tree/build/dist/$name" "$tmp/first" 'the same bytes again'
(SOURCE_DATE_EPOCH=1 && export SOURCE_DATE_EPOCH && make_dist "$tmp/tree")
tar -tvzf "$tmp/tree/build/dist/$name" --full-time --utc |
	grep -v ' 1970-01-01 00:00:01 ' >"$tmp/other"
is "$tmp/other" /dev/null 'SOURCE_DATE_EPOCH is the time of all'

tar -C "$tmp" -xzf "$tmp/first"
make_dist "$tmp/khabar-$version"
is "$tmp/khabar-$version/build/dist/$name" "$tmp/first" \
	'the same bytes from the tarball'
tar -tzf "$tmp/first" >"$tmp/list"
grep -E '/(build|\.git|debian)/|\.o$' "$tmp/list" >"$tmp/other"
is "$tmp/other" /dev/null 'nothing that was built'
for f in prebuilt/gazetteer.bin Makefile README.md LICENSE .ci/run .deb/rules cmd/dedupe.c \
    common/tables/model.bin man/khabar.7 man/NEWS tests/lib/tap.sh; do
	grep -qx "khabar-$version/$f" "$tmp/list"
	ok $? "$f is there"
done

if [ -e .git ]; then
	for n in 1 2; do
		make -s O="$O" -o "$O/gazetteer.bin" dist \
		    ARCHIVE="$tmp/git$n" >"$tmp/out" 2>&1
	done
	is "$tmp/git1" "$tmp/git2" 'the same bytes from git'
	tar -tzf "$tmp/git1" >"$tmp/gitlist"
	is "$tmp/gitlist" "$tmp/list" 'and the same files'
else
	skip 'the same bytes from git' 'this is a tarball'
fi

# It builds where neither git nor Debian's lists are, and passes a test.
mkdir "$tmp/bin"
printf '#!/bin/sh\nexit 127\n' >"$tmp/bin/git"
chmod +x "$tmp/bin/git"
(cd "$tmp/khabar-$version" && PATH=$tmp/bin:$PATH make -j2 \
	LOCALE=/none CLDR=/none CFLAGS=-O0 check TESTS='tests/all/pages.t tests/house/usage.t') \
	>"$tmp/out" 2>&1
ok $? 'it builds and passes without git and lists'
is "$tmp/khabar-$version/build/rel/gazetteer.bin" "$O/gazetteer.bin" \
	'with the gazetteer of the lists'
tail -n 3 "$tmp/out" | sed 's/^/# /'
tap_done
