#!/usr/bin/env bash
#
# How fast data trains that does not fit in memory, and how much memory that takes.
#
#   src/bench/larger-than-memory.sh [ROWS [FEATURES [SMALL [LARGE [TIMES]]]]]
#
# Generates ROWS (10000000) rows of FEATURES (28), once, and trains an epoch on them in local[2]: with a heap of SMALL
# (368m), and with one of LARGE (5g), which should hold all of them; one after the other, TIMES (3) times. Prints, for each
# run, examples per second, the process' CPU time, and the most memory that it took (VmHWM: heap and all else); then the
# median of the ratios of speed.
#
# BENCH_DIR  where data and outputs go; else target/bench. Takes three times the size of the data.
#
# For Linux: it reads /proc.
set -eo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)

rows=${1:-10000000}
features=${2:-28}
small=${3:-368m}
large=${4:-5g}
times=${5:-3}
folder=${BENCH_DIR:-$root/target/bench}
data=$folder/classification-$rows-$features

mkdir -p "$folder"
[ -d "$data" ] || "$root/submit/tributary" --master 'local[2]' --driver-memory 1g \
  generate classification --rows "$rows" --features "$features" --output "$data"

cat >"$folder/job.conf" <<END
data { format = parquet, train = "$data" }
model.layers = [
  { type = dense, units = 256, activation = relu }
  { type = dense, units = 128, activation = relu }
  { type = dense, units = 2, activation = softmax }
]
training { loss = sparse_categorical_crossentropy, optimizer = adam, learning-rate = 0.001, batch-size = 128, epochs = 1 }
averaging { workers = 2, every = 32 }
END

run() { # MEMORY; sets speed
  local process stat used=() ticks line most=0
  rm -rf "$folder/$1"
  mkdir -p "$folder/$1"
  # Spark sets 300 MiB of a heap aside for itself, and refuses less than half as much again.
  TRIBUTARY_LOG_DIR=$folder/$1 "$root/submit/tributary" --master 'local[2]' --driver-memory "$1" \
    --conf spark.testing.reservedMemory=$((218 << 20)) \
    train "$folder/job.conf" --set "output.dir=$folder/$1/out" >"$folder/$1/output.txt" 2>&1 &
  process=$!
  while read -r stat 2>/dev/null <"/proc/$process/stat" && line=$(grep VmHWM "/proc/$process/status" 2>/dev/null); do
    most=${line//[!0-9]/}
    read -ra used <<<"${stat##*) }"
    ticks=$((used[11] + used[12]))
    sleep 0.5
  done
  wait "$process" || { cat "$folder/$1/output.txt"; exit 1; }
  speed=$(sed -n 's/.*"examplesPerSecond" *: *\([0-9]*\).*/\1/p' "$folder/$1/out/summary.json")
  echo "$1: $speed examples/s, $((ticks / $(getconf CLK_TCK))) s of CPU, $((most / 1024)) MiB"
}

ratios=()
for ((i = 0; i < times; i++)); do
  run "$large"
  fast=$speed
  run "$small"
  cmp "$folder/$small/out/model/weights.safetensors" "$folder/$large/out/model/weights.safetensors"
  ratios[${#ratios[@]}]=$((100 * speed / fast))
done
printf '%s\n' "${ratios[@]}" | sort -n | awk -v n="$times" \
  'NR == int((n + 1) / 2) { print $1 " % of the speed in memory, the median of " n }'
