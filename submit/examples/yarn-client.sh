#!/usr/bin/env bash
#
# Trains on YARN with the driver on this machine: progress and messages appear here, and the job file is read here.
#
#   HADOOP_CONF_DIR=/etc/hadoop/conf submit/examples/yarn-client.sh JOB.conf
#
# SPARK_HOME isn't needed: without it, the Spark that comes with the build submits, and its jars go to the cluster with every
# run. To spare that, put them in a zip on HDFS once and add --conf spark.yarn.archive=hdfs:///PATH.zip.
#
# Data and output.dir must be on a file system that all nodes reach, such as HDFS.
#
# Exit codes are Tributary's own: 5, 1, 137 and 143 mean retry, which goes on from the last checkpoint; 2, 3 and 4 don't.
set -e

: "${HADOOP_CONF_DIR:?must be the folder with the configuration of the Hadoop cluster}"

# Where the nodes' own Java isn't 17, name one that is, installed at the same place on every node:
#   --conf spark.executorEnv.JAVA_HOME=/usr/lib/jvm/java-17
#   --conf spark.yarn.appMasterEnv.JAVA_HOME=/usr/lib/jvm/java-17
exec "$(dirname "$0")/../tributary" \
  --master yarn \
  --deploy-mode client \
  --num-executors 4 \
  --executor-cores 2 \
  --executor-memory 4g \
  --conf spark.scheduler.minRegisteredResourcesRatio=1.0 \
  train "$@"
