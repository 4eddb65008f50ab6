#!/usr/bin/env bash
#
# What averaging costs a round on links of a known bandwidth: as describe predicts it, and as a cluster takes it.
#
#   src/bench/shaped-links.sh
#
# Needs root on Linux, with ip and tc (iproute2), and a JDK 17. A standalone cluster is started in network namespaces: one
# holds the master and the driver, each of the others a worker with one executor of one core. Each hangs by a link of its
# own on a switch, and tc lets the link pass so much and no more, either way. Jobs of some rounds are trained there with
# submit/tributary; the first epoch, in which the JVMs warm up, is left out. Prints a table as Markdown. What it starts and
# makes is gone when it ends, however it ends; logs of a run that failed stay in target/shaped-links.
#
#   BANDWIDTHS  of the links                                100Mbit 300Mbit 1Gbit
#   SIZES       units of the two hidden layers              500 2000
#   EXECUTORS   how many                                    2 4
#   EPOCHS      how long each job trains, the first for nothing   3
#   SETTINGS    further options of the jobs, such as --set averaging.optimizer-state=reset
set -euo pipefail

bandwidths=${BANDWIDTHS:-100Mbit 300Mbit 1Gbit}
sizes=${SIZES:-500 2000}
executors=${EXECUTORS:-2 4}
epochs=${EPOCHS:-3}
read -ra settings <<<"${SETTINGS:-}"

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/target/shaped-links
name=links$$
subnet=10.213.7
driver=$subnet.1
most=0
for count in $executors; do if ((count > most)); then most=$count; fi; done

fail() {
  echo "shaped-links: $*" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || fail "needs root, to make network namespaces."
command -v ip >/dev/null && command -v tc >/dev/null || fail "needs ip and tc (the package iproute2)."
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# ---- Links -----------------------------------------------------------------------------------------------------------

inside() { # NODE COMMAND...
  ip netns exec "$name-$1" "${@:2}"
}

clean_up() {
  local node pid
  trap - EXIT INT TERM
  for node in $(seq 0 "$most") switch; do
    for pid in $(ip netns pids "$name-$node" 2>/dev/null); do kill -KILL "$pid" 2>/dev/null || true; done
    ip netns del "$name-$node" 2>/dev/null || true
  done
}

# Node 0 is the driver's. No interface is ever in the machine's own namespace.
make_links() {
  local node
  ip netns add "$name-switch"
  inside switch ip link add hub type bridge
  inside switch ip link set hub up
  for node in $(seq 0 "$most"); do
    ip netns add "$name-$node"
    inside "$node" ip link set lo up
    inside switch ip link add "port$node" type veth peer name link0 netns "$name-$node"
    inside switch ip link set "port$node" master hub up
    inside "$node" ip address add "$subnet.$((node + 1))/24" dev link0
    inside "$node" ip link set link0 up
  done
}

shape() { # BANDWIDTH
  local node
  for node in $(seq 0 "$most"); do
    inside "$node" tc qdisc replace dev link0 root tbf rate "$1" burst 128kb latency 50ms
    inside switch tc qdisc replace dev "port$node" root tbf rate "$1" burst 128kb latency 50ms
  done
}

# ---- Cluster ---------------------------------------------------------------------------------------------------------

daemon() { # NODE CLASS ARGUMENTS...
  local node=$1
  SPARK_HOME=$work/spark-home SPARK_SCALA_VERSION=2.12 SPARK_LOCAL_IP=$subnet.$((node + 1)) \
    SPARK_LOCAL_DIRS=$work/scratch \
    ip netns exec "$name-$node" "$java" "@$root/submit/java17.options" -Xmx256m -XX:+UseSerialGC \
    -cp "$(<"$root/target/spark.classpath")" "${@:2}" >"$work/node$node.log" 2>&1 </dev/null &
  disown # or bash tells of its end
}

await() { # WORDS TIMES
  local second
  for second in $(seq 60); do
    if [ "$(grep -c "$1" "$work/node0.log")" -ge "$2" ]; then return; fi
    sleep 1
  done
  fail "the cluster didn't start in $second s; see $work."
}

start_cluster() {
  local node jars
  rm -rf "$work"
  mkdir -p "$work/spark-home/jars"
  IFS=: read -ra jars <<<"$(<"$root/target/spark.classpath")"
  ln -s "${jars[@]}" "$work/spark-home/jars/"
  daemon 0 org.apache.spark.deploy.master.Master --host $driver --port 7077 --webui-port 0
  await "Starting Spark master" 1
  for node in $(seq "$most"); do
    daemon "$node" org.apache.spark.deploy.worker.Worker --host "$subnet.$((node + 1))" --port 0 --webui-port 0 \
      --cores 1 --memory 2g --work-dir "$work/worker$node" spark://$driver:7077
  done
  await "Registering worker" "$most"
}

# ---- Runs ------------------------------------------------------------------------------------------------------------

# Sets job to a job file and what is overridden of it.
choose_job() { # UNITS EXECUTORS
  local hidden="{ type = dense, units = $1, activation = relu }"
  job=("$root/conf/digits.conf"
    --set "data.train=$root/data-samples/digits/train.csv" --set "data.test=$root/data-samples/digits/test.csv"
    --set data.validation=0
    --set "model.layers=[$hidden, $hidden, { type = dense, units = 10, activation = softmax }]"
    --set "training.optimizer={ type = sgd }" --set training.learning-rate=0.01 --set training.batch-size=128
    --set "training.epochs=$epochs" --set averaging.every=1 --set "averaging.workers=$2"
    --set "output.dir=$work/out" "${settings[@]}")
}

# The seconds of a line of describe, which says 12 ms, 0.42 s or 1m 12s.
predicted() { # NAME
  sed -nE "s/^ *$1 +//p" "$work/described" | head -1 |
    awk '{ print ($2 == "ms") ? $1 / 1000 : ($1 ~ /m$/) ? $1 * 60 + $2 : $1 + 0 }'
}

# The mean seconds of a round: broadcast, wait, sum.
measured() {
  sed -nE 's/.*"rounds":([0-9]+).*"broadcastSeconds":([^,]+),"waitSeconds":([^,]+),"sumSeconds":([^,}]+).*/\1 \2 \3 \4/p' \
    "$work/out/metrics.jsonl" |
    awk 'NR == 1 { first = $1 } NR > 1 { b += $2; w += $3; s += $4; last = $1 }
      END { n = last - first; print b / n, w / n, s / n }'
}

measure() { # BANDWIDTH UNITS EXECUTORS
  rm -rf "$work/out"
  choose_job "$2" "$3"
  "$root/submit/tributary" describe "${job[@]}" --executors "$3" --bandwidth "$1" >"$work/described" 2>&1 ||
    fail "describe failed; see $work/described."
  # In the background, so that a signal doesn't wait for its end.
  SPARK_LOCAL_IP=$driver TRIBUTARY_LOG_DIR=$work inside 0 timeout 600 "$root/submit/tributary" \
    --master spark://$driver:7077 --total-executor-cores "$3" --executor-cores 1 --executor-memory 1g \
    --conf spark.scheduler.minRegisteredResourcesRatio=1.0 train "${job[@]}" >"$work/trained" 2>&1 &
  wait $! || fail "training failed; see $work/trained and $work/tributary.log."
  echo "$1 $3 $(sed -nE 's/^ *to each executor +//p' "$work/described" | tr ' ' _)" \
    "$(predicted broadcast) $(predicted collect) $(measured)" |
    awk '{
      gsub("_", " ", $3)
      printf "| %s | %d | %s | %.3f | %.3f | %.2f | %.3f | %.3f | %.2f | %.3f | %.3f | %.2f |\n",
        $1, $2, $3, $4, $6, $6 / $4, $5, $7 + $8, ($7 + $8) / $5, $4 + $5, $6 + $7 + $8, ($6 + $7 + $8) / ($4 + $5)
    }'
}

[ -z "${SPARK_HOME:-}" ] || unset SPARK_HOME
"$root/submit/tributary" --version >/dev/null # builds it, if need be
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
make_links
start_cluster
echo '| link | executors | model | broadcast: predicted | measured | ratio | collect: predicted | measured | ratio | both: predicted | measured | ratio |'
echo '|---|---|---|---|---|---|---|---|---|---|---|---|'
for bandwidth in $bandwidths; do
  shape "$bandwidth"
  for units in $sizes; do
    for count in $executors; do
      measure "$bandwidth" "$units" "$count"
    done
  done
done
