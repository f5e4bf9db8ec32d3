#!/bin/bash
# Slurm: a controller and three hosts, in namespaces of this machine.  A host
# that is lost, a task that is put back and a file that cannot be read lose
# nothing.
. tests/engines/hosts.sh
need munged slurmctld slurmd sbatch
alone 60
. tests/lib/tap.sh
export PATH="$tmp/stub:$O:$PATH" SLURM_CONF=$tmp/slurm.conf

# slurmd needs no cgroups with these plugins.  Times are short so that a lost
# host is missed soon.
cluster_up() {
	local h

	mkdir -p /run/munge "$tmp/state" "$tmp/spool" || return
	head -c 128 /dev/urandom >"$tmp/munge.key" && chmod 400 "$tmp/munge.key"
	munged --key-file "$tmp/munge.key" --pid-file /run/munge/pid --force \
	    --log-file "$tmp/munge.log" --seed-file "$tmp/seed" || return
	cat >"$SLURM_CONF" <<-END
		ClusterName=khabar
		SlurmctldHost=$(hostname)(10.77.0.1)
		SlurmUser=root
		StateSaveLocation=$tmp/state
		SlurmdSpoolDir=$tmp/spool/%n
		SlurmctldPidFile=/run/slurmctld.pid
		SlurmdPidFile=/run/slurmd.%n.pid
		SlurmctldLogFile=$tmp/slurmctld.log
		SlurmdLogFile=$tmp/slurmd.%n.log
		ProctrackType=proctrack/linuxproc
		TaskPlugin=task/none
		MpiDefault=none
		SelectType=select/cons_tres
		SelectTypeParameters=CR_CPU_Memory
		SlurmdParameters=config_overrides
		SchedulerParameters=sched_min_interval=100000,batch_sched_delay=0
		ReturnToService=2
		SlurmdTimeout=3
		TreeWidth=100
	END
	for h in "${hosts[@]}"; do
		echo "NodeName=$h NodeAddr=$(address "$h") CPUs=2 RealMemory=4096"
	done >>"$SLURM_CONF"
	echo "PartitionName=all Nodes=ALL Default=YES State=UP" >>"$SLURM_CONF"
	slurmctld -c || return
	for h in "${hosts[@]}"; do
		on "$h" slurmd -N "$h" || return
	done
	until_true 10 all_idle
}

all_idle() {
	[ "$(sinfo -h -N -t idle -o %n | wc -l)" -eq 3 ]
}

submit() {
	("$examples/slurm/submit.sh" "$tmp/$1" >"$tmp/out" 2>"$tmp/err")
}

# Wait until nothing is queued or runs.
drained() {
	[ -z "$(squeue -h)" ]
}

# Slurm lets a task that is put back wait for two minutes; sooner than in a
# second, its host would not take it.
hurry() { # TASK
	sleep 2
	scontrol update JobId="$1" StartTime=now
}

# It was started again, and has ended well.
again() { # TASK
	scontrol -o show job "$1" | grep 'JobState=COMPLETED .*Restarts=1'
}

hosts_up && cluster_up
ok $? 'three hosts are idle'

pages one
mv "$tmp/one/pages/03.jsonl" "$tmp/away"
ln -s nowhere "$tmp/one/pages/03.jsonl"
submit one && until_true 20 drained && [ ! -e "$tmp/one/repeats" ]
ok $? 'a file that cannot be read: all jobs end, none goes on without it'
mv "$tmp/away" "$tmp/one/pages/03.jsonl"

# Submitted again.  While a host extracts, it dies; while another tags, its
# task is put back.
stub_once extract-meta
stub_once tag-entities
submit one && until_true 10 [ -e "$tmp/extract-meta.at" ]
ok $? 'submitted again: a host extracts'
host=$(cat "$tmp/extract-meta.at")
task=$(cat "$tmp/extract-meta.task")
lose "$host"
# As after SlurmdTimeout, which the controller looks at every half minute.
scontrol update NodeName="$host" State=DOWN Reason=lost
hurry "$task" && until_true 10 again "$task"
ok $? 'it is lost, its task is done elsewhere'
until_true 20 [ -e "$tmp/tag-entities.at" ]
ok $? 'another host tags'
task=$(cat "$tmp/tag-entities.task")
scontrol requeue "$task"
hurry "$task" && until_true 10 again "$task"
ok $? 'its task is put back, and done again'
until_true 20 drained
ok $? 'all jobs end'
same one 'they write what one process writes'
tap_done
