#!/bin/sh
# The hook in front of commits (.ci/pre-commit) looks at what is staged, then
# runs make quick.
. tests/lib/tap.sh

for p in git clang-format shellcheck mandoc; do
	command -v $p >/dev/null || {
		skip 'the hook' "no $p"
		tap_done
		exit 0
	}
done
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
mkdir "$tmp/tree" "$tmp/bin" "$tmp/tree/man"
cp -r .ci .clang-format "$tmp/tree"
cat >"$tmp/bin/make" <<-'EOS'
	#!/bin/sh
	echo "make $*" >>"$tmp/made"
EOS
chmod +x "$tmp/bin/make"
export tmp
cd "$tmp/tree" || exit 2
git init -q .

# hook NAME STATUS FILE...: run it with these files staged.
hook() {
	name=$1 wanted=$2
	shift 2
	rm -f .git/index
	git add "$@"
	PATH=$tmp/bin:$PATH .ci/pre-commit >"$tmp/out" 2>&1
	[ $? -eq "$wanted" ]
	ok $? "$name"
}

printf 'int a;\n' >good.c
printf 'int  a ;\n' >bad.c
# shellcheck disable=SC2016
printf '#!/bin/sh\necho "$1"\n' >good.t
# shellcheck disable=SC2016
printf '#!/bin/sh\necho $1\n' >bad.t
printf '#!/usr/bin/perl\nprint 1;\n' >perl.t
printf '.TH\n.Zz\n' >man/bad.1
hook 'good files' 0 good.c good.t perl.t
echo 'make quick' >"$tmp/want"
is "$tmp/made" "$tmp/want" 'make quick runs'
rm "$tmp/made"
hook 'a C file that clang-format would change' 1 good.c bad.c
grep -q '^pre-commit: clang-format: bad.c$' "$tmp/out"
ok $? 'is named'
hook 'a script that shellcheck complains of' 1 good.t bad.t
hook 'a manual that mandoc complains of' 1 man/bad.1
test ! -e "$tmp/made"
ok $? 'make quick does not run behind a complaint'
rm -f .git/index
git add bad.c
printf 'int a;\n' >bad.c
PATH=$tmp/bin:$PATH .ci/pre-commit >"$tmp/out" 2>&1
ok $((! $?)) 'what is staged counts, not what lies in the folder'
cd - >/dev/null || exit 2
tap_done
