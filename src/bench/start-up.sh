#!/usr/bin/env bash
#
# How long a command takes until it answers, and a training until its first step.
#
#   src/bench/start-up.sh [TIMES]
#
# Runs each command TIMES (7) times, in turns, and prints seconds of wall time, the launcher's included: the median, and
# in brackets the least and the most. The jar is built before, and the launcher's class data made.
#
# MNIST_DIR  where MNIST's files are; else the rows of mnist are left out
#
# For Linux: it needs GNU date.
set -eo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
times=${1:-7}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$root"

names=()
figures=()
figure() { # NAME NANOSECONDS
  local i
  for ((i = 0; i < ${#names[@]}; i++)); do
    if [ "${names[i]}" = "$1" ]; then
      figures[i]+=" $2"
      return
    fi
  done
  names[${#names[@]}]=$1
  figures[${#figures[@]}]=$2
}

launch() { # NAME STATUS ARGUMENTS...
  local name=$1 status=$2 begun found=0
  shift 2
  begun=$(date +%s%N)
  TRIBUTARY_LOG_DIR=$folder submit/tributary "$@" >"$folder/output.txt" 2>&1 || found=$?
  figure "$name" $(($(date +%s%N) - begun))
  [ "$found" = "$status" ] || { cat "$folder/output.txt"; exit 1; }
}

train() { # NAME JOB
  local begun line
  rm -rf "$folder/out" "$folder/tributary.log"
  begun=$(date +%s%N)
  launch "$1: whole run" 0 train "$2" --set "output.dir=$folder/out"
  line=$(grep -m 1 'Epoch 1 starts' "$folder/tributary.log")
  figure "$1: to the first step" $(($(date -d "${line:0:23}" +%s%N) - begun))
}

submit/tributary --version
for ((turn = 0; turn < times; turn++)); do
  launch '--version' 0 --version
  launch 'train --help' 0 train --help
  launch 'describe: digits' 0 describe conf/digits.conf
  launch 'train: a wrong key' 2 train conf/digits.conf --set training.epoch=1
  launch 'train: no such data' 3 train conf/digits.conf --set data.train=data-samples/digits/tran.csv
  train 'train: digits' conf/digits.conf
  [ -z "$MNIST_DIR" ] || launch 'describe: mnist' 0 describe conf/mnist.conf
  [ -z "$MNIST_DIR" ] || train 'train: mnist' conf/mnist.conf
done

printf '| %-32s | %7s | %-13s |\n' command seconds ''
for ((i = 0; i < ${#names[@]}; i++)); do
  read -ra sorted <<<"$(tr ' ' '\n' <<<"${figures[i]}" | sort -n | tr '\n' ' ')"
  awk -v name="${names[i]}" -v low="${sorted[0]}" -v median="${sorted[times / 2]}" -v high="${sorted[times - 1]}" \
    'BEGIN { printf "| %-32s | %7.2f | (%.2f–%.2f) |\n", name, median / 1e9, low / 1e9, high / 1e9 }'
done
