# TAP for tests in shell.  A test starts with
#
#	. tests/lib/tap.sh
#
# and ends with tap_done.  It runs at the top of the tree, where make runs it;
# so do its commands.  Its scratch folder is $tmp, the
# build's $O.  is_run looks at output, error output and status; all three.
# shellcheck shell=sh

O=${O:-build/rel}
case $O in
/*) ;;
*) O=$PWD/$O ;;
esac
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
tap_n=0
tap_forget() {
	: >"$tmp/want.out"
	: >"$tmp/want.err"
}
tap_forget

# ok STATUS NAME: one claim; STATUS is 0 where it holds.
ok() {
	tap_n=$((tap_n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_n - $2"
	else
		echo "not ok $tap_n - $2"
	fi
}

# skip NAME WHY
skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

# is FILE WANTED NAME: the same bytes?
is() {
	if cmp -s "$1" "$2"; then
		ok 0 "$3"
	else
		ok 1 "$3"
		diff -u "$2" "$1" | sed 's/^/# /'
	fi
}

# is_run NAME STATUS COMMAND...: run COMMAND with standard input from
# $tmp/in where that is there.  Wanted are $tmp/want.out and $tmp/want.err,
# which are empty again behind it.
is_run() {
	tap_name=$1 tap_status=$2
	shift 2
	[ -e "$tmp/in" ] || : >"$tmp/in"
	"$@" <"$tmp/in" >"$tmp/out" 2>"$tmp/err"
	tap_got=$?
	if [ $tap_got -eq "$tap_status" ] && cmp -s "$tmp/out" \
	    "$tmp/want.out" && cmp -s "$tmp/err" "$tmp/want.err"; then
		ok 0 "$tap_name"
	else
		ok 1 "$tap_name"
		echo "# status $tap_got, wanted $tap_status"
		diff -u "$tmp/want.out" "$tmp/out" | sed 's/^/# /'
		diff -u "$tmp/want.err" "$tmp/err" | sed 's/^/# /'
	fi
	tap_forget
}

tap_done() {
	echo "1..$tap_n"
}
