#!/bin/sh
# The Makefile: red is red, a bare machine is enough to start, what is
# installed can be taken away again.
. tests/lib/tap.sh
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

# Nothing is built here; the folder is that of this run.
again() {
	make --no-print-directory -o all -o test-programs O="$O" "$@"
}

again check TESTS=tests/house/meta/passes.t >"$tmp/out" 2>&1
ok $? 'a test that passes makes check green'
for t in fails dies stops; do
	again check TESTS="tests/house/meta/passes.t tests/house/meta/$t.t" \
	    >"$tmp/out" 2>&1
	status=$?
	grep -q '^Result: FAIL' "$tmp/out" && [ $status -ne 0 ]
	ok $? "a test that $t makes check red"
done

# Neither compiler nor pkg-config is there when `make deps demo` starts.
mkdir "$tmp/bin"
for p in make sh find sort id grep xargs; do
	ln -s "$(command -v $p)" "$tmp/bin/$p"
done
PATH=$tmp/bin make -n O="$tmp/none" deps >"$tmp/out" 2>"$tmp/err"
ok $? 'make deps needs nothing but make'
is "$tmp/err" /dev/null 'and says nothing'
PATH=$tmp/bin make -n O="$tmp/none" help >"$tmp/out" 2>"$tmp/err"
is "$tmp/err" /dev/null 'nor does make help'

# What is documented is there.
make -s help >"$tmp/help"
make -n O="$tmp/none" all >"$tmp/out" 2>&1 ||
	echo '# all cannot be made: what is documented fails, too'
grep -o 'make [a-z][a-z_.-]*' "$tmp/help" | sort -u | cut -c6- >"$tmp/targets"
while read -r target; do
	if [ "$target" = model ] && ! make -n model >/dev/null 2>&1; then
		skip 'make model' 'the corpora are not here'
		continue
	fi
	make -n O="$tmp/none" "$target" >"$tmp/out" 2>&1
	status=$?
	! grep -q 'No rule to make target' "$tmp/out" && [ $status -eq 0 ]
	ok $? "make $target"
done <"$tmp/targets"

# What editors read: one command a C file, that of the build.
make -s O="$tmp/none" -Bn V=1 all test-programs 2>/dev/null |
    perl .ci/compile-commands >"$tmp/commands"
ok $? 'compile_commands.json'
jq -r '.[].file' "$tmp/commands" | sort >"$tmp/got"
find cmd common tests -name '*.c' ! -path 'tests/lib/preload/*' \
    ! -path 'cmd/static/*' | sort \
    >"$tmp/want"
is "$tmp/got" "$tmp/want" 'has every C file once'
jq -r '.[] | select(.file == "tests/fit/learn.c").command' "$tmp/commands" |
    grep -q -e '-Itests .*-ffp-contract=off'
ok $? 'with its own flags'
make -n O="$tmp/none" "$tmp/none/common/base/mem.o" >"$tmp/out"
grep -c -e '^printf.* CC ' "$tmp/out" >"$tmp/got"
echo 1 >"$tmp/want"
is "$tmp/got" "$tmp/want" 'a file that is compiled is one short line'
make V=1 -n O="$tmp/none" "$tmp/none/common/base/mem.o" | grep -q '^printf'
ok $((! $?)) 'V=1 shows the command instead'

if [ -x "$O/tag-entities" ]; then
	again install DESTDIR="$tmp/root" PREFIX=/usr >"$tmp/out" 2>&1
	ok $? 'make install'
	for p in read-pages split-articles extract-meta dedupe tag-entities train-entities \
	    khabar-report learn-furniture khabar; do
		"$tmp/root/usr/bin/$p" -V >"$tmp/out" 2>&1
		ok $? "$p is installed"
		for f in bash-completion/completions/$p \
		    zsh/site-functions/_$p \
		    fish/vendor_completions.d/$p.fish man/man1/$p.1; do
			test -s "$tmp/root/usr/share/$f"
			ok $? "$f"
		done
	done
	for f in khabar/gazetteer.bin khabar/model.bin khabar/schema/duckdb.sql \
	    man/man7/khabar.7 \
	    doc/khabar/MODEL.md doc/khabar/NEWS man/man7/khabar-hacking.7; do
		test -s "$tmp/root/usr/share/$f"
		ok $? "$f"
	done
	find "$tmp/root" -type f ! -perm 644 ! -perm 755 >"$tmp/odd"
	is "$tmp/odd" /dev/null 'all can be read by all'
	others=$tmp/root/usr/share/bash-completion/completions/other
	touch "$others"
	again uninstall DESTDIR="$tmp/root" PREFIX=/usr >"$tmp/out" 2>&1
	ok $? 'make uninstall'
	find "$tmp/root" ! -type d >"$tmp/left"
	echo "$others" >"$tmp/want"
	is "$tmp/left" "$tmp/want" 'nothing is left, but what others own'
else
	skip 'make install' 'the programs are not built'
fi
tap_done
