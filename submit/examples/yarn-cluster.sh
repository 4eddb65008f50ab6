#!/usr/bin/env bash
#
# Trains on YARN with the driver on the cluster too: this machine may go away. For schedulers and long jobs.
#
#   HADOOP_CONF_DIR=/etc/hadoop/conf submit/examples/yarn-cluster.sh JOB.conf [--set KEY=VALUE]...
#
# SPARK_HOME isn't needed: without it, the Spark that comes with the build submits, and its jars go to the cluster with every
# run. To spare that, put them in a zip on HDFS once and add --conf spark.yarn.archive=hdfs:///PATH.zip.
#
# Data and output.dir must be on a file system that all nodes reach, such as HDFS. Environment variables that the job file
# names aren't those of this machine: give the values by --set, or by --conf spark.yarn.appMasterEnv.NAME=VALUE.
set -e

: "${HADOOP_CONF_DIR:?must be the folder with the configuration of the Hadoop cluster}"
job=${1:?"give a job file"}
shift

# --files carries the job file to the driver, which finds it in its working directory under its bare name.
#
# What the driver prints is in its container's log: yarn logs -applicationId ID. This command's own exit status is 0 only if
# the application succeeded. YARN doesn't pass on which of Tributary's exit codes it was, but its diagnostics, which appear
# here, say "User application exited with status 5": 5, 1, 137 and 143 (killed) mean retry; 2, 3 and 4 don't.
exec "$(dirname "$0")/../tributary" \
  --master yarn \
  --deploy-mode cluster \
  --driver-memory 4g \
  --num-executors 4 \
  --executor-cores 2 \
  --executor-memory 4g \
  --files "$job" \
  --conf spark.yarn.maxAppAttempts=2 \
  --conf spark.scheduler.minRegisteredResourcesRatio=1.0 \
  train "$(basename "$job")" "$@"
