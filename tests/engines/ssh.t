#!/bin/bash
# GNU parallel over ssh: three hosts with an sshd each, in namespaces of this
# machine.  A host that is lost in the middle of a job loses nothing.
. tests/engines/hosts.sh
need parallel sshd ssh ssh-keygen
alone 60
. tests/lib/tap.sh
export PATH="$O:$PATH" HOME=$tmp PARALLEL_HOME=$tmp/parallel
mkdir "$tmp/parallel" && touch "$tmp/parallel/will-cite"

# The hosts' PATH begins with the stubs, which are there when a test makes
# them.
sshd_up() { # HOST
	ssh-keygen -q -t ed25519 -N '' -f "$tmp/host_$1"
	cat >"$tmp/sshd_$1" <<-END
		ListenAddress $(address "$1")
		HostKey $tmp/host_$1
		AuthorizedKeysFile $tmp/key.pub
		StrictModes no
		UsePAM no
		PidFile none
		PermitRootLogin prohibit-password
		SetEnv PATH=$tmp/stub:$O:/usr/bin:/bin
	END
	on "$1" /usr/sbin/sshd -f "$tmp/sshd_$1" -E "$tmp/sshd.log"
	cat >>"$tmp/ssh_config" <<-END
		Host $1
		HostName $(address "$1")
	END
	echo "$(address "$1") $(cat "$tmp/host_$1.pub")" >>"$tmp/known"
}

run() { # DIR [OPTION...]
	"$examples/parallel.sh" "$tmp/$1" --ssh "ssh -F $tmp/ssh_config" \
	    --sshlogin 1/alpha,1/beta,1/gamma "${@:2}" \
	    >"$tmp/out" 2>"$tmp/err"
}

hosts_up && mkdir /run/sshd
ok $? 'three hosts'
ssh-keygen -q -t ed25519 -N '' -f "$tmp/key"
cat >"$tmp/ssh_config" <<END
IdentityFile $tmp/key
UserKnownHostsFile $tmp/known
BatchMode yes
ServerAliveInterval 1
ServerAliveCountMax 2
ConnectTimeout 2
END
for h in "${hosts[@]}"; do
	sshd_up "$h"
done

pages one
split-articles --bad=skip --from=jsonl "$tmp"/one/pages/* 2>/dev/null |
    parallel --pipe -k --block 20k --halt now,fail=1 \
    --ssh "ssh -F $tmp/ssh_config" -S 1/alpha,1/beta,1/gamma extract-meta |
    dedupe | tag-entities >"$tmp/got"
cmp "$tmp/got" "$tmp/whole"
ok $? 'blocks of one stream: what one process writes'

# While one host extracts, it dies; while another tags, its wire is cut, and
# what runs there goes on.
stub split-articles <<END
hostname >>$tmp/where
exec "\$real" "\$@"
END
stub_once extract-meta
stub_once tag-entities
run one --retries 3 &
until_true 10 [ -e "$tmp/extract-meta.at" ]
ok $? 'files over hosts: one extracts'
lose "$(cat "$tmp/extract-meta.at")"
until_true 20 [ -e "$tmp/tag-entities.at" ]
ok $? 'it is lost, and another tags'
ip link set "$(cat "$tmp/tag-entities.at")" down
wait $!
ok $? 'that one is lost, too, and all is done'
touch "$tmp/go"
until_true 5 no_tries "$tmp/one/out"
ok $? 'what ran on the cut host ends late'
same one 'what one process writes'
sort -u "$tmp/where" >"$tmp/got"
sort <(printf '%s\n' "${hosts[@]}") >"$tmp/want"
is "$tmp/got" "$tmp/want" 'each host took part'
tap_done
