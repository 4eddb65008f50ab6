#!/usr/bin/env bash
#
# Trains on YARN with the driver on this machine: progress and messages appear here, and the job file is read here.
#
#   SPARK_HOME=/opt/spark HADOOP_CONF_DIR=/etc/hadoop/conf submit/examples/yarn-client.sh JOB.conf
#
# Data and output.dir must be on a file system that all nodes reach, such as HDFS.
set -e

: "${SPARK_HOME:?must be a Spark 3.5 installation}"
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
