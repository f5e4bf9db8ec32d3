# What the tests of engines share.  A test starts with
#
#	. tests/engines/hosts.sh
#	need PROGRAM...
#	alone SECONDS
#	. tests/lib/tap.sh
#
# Behind alone() it runs in namespaces of its own (network, processes, mounts)
# that end with it, whatever becomes of it, and with all that was started in
# them; nothing of it is seen outside.  /run is empty there.
# shellcheck shell=bash disable=SC2034,SC2154 # from and for the test

# need PROGRAM...: skip all where one is missing; says whose package it is.
need() {
	local p

	PATH=$PATH:/usr/sbin:/sbin
	for p; do
		command -v "$p" >/dev/null || skip_all "no $p (make deps-engines)"
	done
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

# Run this test in namespaces, for so many seconds at most, and no longer than
# whoever started it.
alone() {
	local with="setpriv --pdeathsig KILL"
	local at="$with unshare --mount --net --pid --fork --kill-child \
	    --mount-proc"

	[ -z "$KHABAR_ALONE" ] || return 0
	[ "$(id -u)" -eq 0 ] || skip_all 'not root'
	# shellcheck disable=SC2086 # words
	$at sh -c 'mount -t tmpfs none /run && ip link add lan type bridge &&
	    mkdir /run/netns && ip netns add one' 2>/dev/null ||
		skip_all 'no network namespaces here'
	outer=$(mktemp -d) || exit 2
	trap 'rm -rf "$outer"' EXIT
	# shellcheck disable=SC2086
	KHABAR_ALONE=1 TMPDIR=$outer $with timeout --foreground -s KILL "$1" \
	    $at bash "$0"
	exit
}

# The hosts alpha, beta and gamma on one wire with this one, 10.77.0.1.
hosts=(alpha beta gamma)
hosts_up() {
	local n=1 h

	mount -t tmpfs none /run && ip link set lo up &&
	    ip link add lan type bridge && ip link set lan up &&
	    ip address add 10.77.0.1/24 dev lan || return
	for h in "${hosts[@]}"; do
		n=$((n + 1))
		ip netns add "$h" &&
		    ip link add "$h" type veth peer name eth0 netns "$h" &&
		    ip link set "$h" master lan up &&
		    ip -n "$h" link set lo up &&
		    ip -n "$h" address add "10.77.0.$n/24" dev eth0 &&
		    ip -n "$h" link set eth0 up || return
	done
}

address() {
	local n

	for n in "${!hosts[@]}"; do
		[ "${hosts[n]}" != "$1" ] || echo "10.77.0.$((n + 2))"
	done
}

# on HOST COMMAND...: with the host's network and name.  Not `ip netns exec`,
# which mounts another /sys: slurmd does not start there.
on() {
	# shellcheck disable=SC2016 # for the inner shell
	nsenter --net="/run/netns/$1" unshare --uts \
	    sh -c 'hostname "$0" && exec "$@"' "$@"
}

# Take a host away: nothing answers, nothing runs.
lose() {
	ip link set "$1" down
	ip netns pids "$1" | xargs -r kill -KILL
}

# until_true SECONDS COMMAND...
until_true() {
	local tries=$(($1 * 20))

	while ! "${@:2}" >/dev/null 2>&1; do
		[ $((tries -= 1)) -gt 0 ] || return
		sleep 0.05
	done
}

# Pages in $tmp/NAME/pages; what one process makes of them in $tmp/whole.
pages() {
	mkdir -p "$tmp/$1/pages"
	perl tests/engines/pages.pl "$tmp/$1/pages" "${2:-6}" "${3:-40}"
	[ -e "$tmp/whole" ] || cat "$tmp/$1"/pages/* |
	    split-articles --bad=skip --from=jsonl 2>/dev/null |
	    extract-meta | dedupe | tag-entities >"$tmp/whole"
}

# same NAME CLAIM: the files in its out/ are what one process makes, in order.
same() {
	cat "$tmp/$1"/out/*.jsonl | cmp - "$tmp/whole" | sed 's/^/# /'
	[ "${PIPESTATUS[1]}" -eq 0 ]
	ok $? "$2"
}

# stub PROGRAM: the next commands find this in front of the real PROGRAM;
# standard input is the script, which ends with: exec "$real" "$@"
stub() {
	mkdir -p "$tmp/stub"
	{
		echo "#!/bin/bash"
		echo "real=$O/$1"
		cat
	} >"$tmp/stub/$1"
	chmod +x "$tmp/stub/$1"
}

# stub_once PROGRAM: a stub that says in $tmp/PROGRAM.at where it is called
# first, and waits there for $tmp/go.
stub_once() {
	stub "$1" <<-END
		if mkdir "$tmp/$1.first" 2>/dev/null; then
			hostname >"$tmp/$1.first/at"
			echo "\$SLURM_JOB_ID" >"$tmp/$1.task"
			mv "$tmp/$1.first/at" "$tmp/$1.at"
			until [ -e "$tmp/go" ]; do sleep 0.1; done
		fi
		exec "\$real" "\$@"
	END
}

# No try is under way in this folder, or was killed there.
no_tries() {
	! find "$1" -name '.*' | grep -q .
}

examples=man/examples
