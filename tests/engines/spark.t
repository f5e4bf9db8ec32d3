#!/bin/bash
# Spark, with two executors on this machine.  An executor that is killed and a
# program that fails once lose nothing.
. tests/engines/hosts.sh
need ip java
python=build/spark/bin/python
[ -x "$python" ] || python=$(command -v "${PYTHON:-python3}")
"$python" -c 'import pyspark' 2>/dev/null ||
	skip_all 'no pyspark (make deps-engines, or set PYTHON)'
python=$(realpath -s "$python")
alone 60
. tests/lib/tap.sh
ip link set lo up
export PATH="$O:$PATH" HOME=$tmp SPARK_LOCAL_IP=127.0.0.1 \
    SPARK_LOCAL_HOSTNAME=localhost SPARK_WORKER_DIR=$tmp/work \
    PYSPARK_PYTHON=$python
pages one
jvm='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'

# First called, this ends the executor above it.
stub split-articles <<END
if mkdir "$tmp/killed" 2>/dev/null; then
	p=\$\$
	until [ "\$(cat /proc/\$p/comm)" = java ]; do
		p=\$(awk '/^PPid/ { print \$2 }' /proc/\$p/status)
	done
	kill -KILL \$p
	sleep 1
fi
exec "\$real" "\$@"
END
stub tag-entities <<END
mkdir "$tmp/failed" 2>/dev/null && exit 2
exec "\$real" "\$@"
END
for p in dedupe extract-meta; do
	ln -s "$O/$p" "$tmp/stub/$p"
done

# In this order; a folder has that of its file system.
names=$(printf ',%s' "$tmp"/one/pages/*)
spark=$("$python" -c 'import pyspark; print(pyspark.__path__[0])')
KHABAR_BIN=$tmp/stub timeout -s KILL 45 "$spark/bin/spark-submit" \
    --master 'local-cluster[2,1,512]' --conf spark.executor.memory=512m \
    --conf spark.ui.enabled=false --driver-java-options "$jvm" \
    --conf spark.executor.extraJavaOptions="$jvm" \
    "$examples/spark.py" "${names#,}" "$tmp/one/spark" 4 \
    >"$tmp/out" 2>"$tmp/err"
ok $? 'it ends well'
grep -q 'Lost executor' "$tmp/err"
ok $? 'though an executor was killed'
grep -q 'Pipe function .* error code 2' "$tmp/err"
ok $? 'and a program failed'
mkdir "$tmp/one/out"
cat "$tmp"/one/spark/part-* >"$tmp/one/out/all.jsonl"
same one 'it writes what one process writes'
tap_done
