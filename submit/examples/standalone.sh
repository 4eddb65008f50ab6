#!/usr/bin/env bash
#
# Trains on a Spark standalone cluster.
#
#   submit/examples/standalone.sh JOB.conf
#
# The driver runs here. SPARK_HOME isn't needed: without it, the Spark that comes with the build is the driver's, and the
# cluster must run the same version (3.5, Scala 2.12) on Java 17. Every worker must be able to reach this machine, and to
# read the data: give paths on HDFS, S3 or a mount that all machines share.
#
# Exit codes: 5 (storage failed), 1, 137 and 143 (killed) mean retry, which goes on from the last checkpoint; 2, 3 and 4 don't.
set -e

master=${SPARK_MASTER:-spark://localhost:7077}

# minRegisteredResourcesRatio: start when all executors are there, because averaging.workers = auto counts the task slots
# at the start of the run. Spark waits at most maxRegisteredResourcesWaitingTime, 30 s by default.
exec "$(dirname "$0")/../tributary" \
  --master "$master" \
  --total-executor-cores 8 \
  --executor-cores 4 \
  --executor-memory 4g \
  --conf spark.scheduler.minRegisteredResourcesRatio=1.0 \
  train "$@"
