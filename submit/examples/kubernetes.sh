#!/usr/bin/env bash
#
# Trains on Kubernetes, driver included.
#
#   SPARK_HOME=/opt/spark submit/examples/kubernetes.sh JOB.conf [--set KEY=VALUE]...
#
# KUBERNETES_MASTER  the API server with its port, as "kubectl cluster-info" prints it
# SPARK_IMAGE        an image with Spark 3.5 for Scala 2.12 on Java 17, as Spark's own docker-image-tool.sh builds it
# UPLOAD_PATH        a folder in a storage that this machine and the pods reach, such as s3a://bucket/tributary; the jar and
#                    the job file travel through it
#
# Data and output.dir must be in such a storage too, or on volumes that all pods mount (spark.kubernetes.driver.volumes.* and
# spark.kubernetes.executor.volumes.*). For S3, add --packages org.apache.hadoop:hadoop-aws:3.3.4 or put it in the image.
#
# This command's own exit status doesn't tell how training ended. That of the driver's pod is Tributary's: 5, 1, 137 and 143
# mean retry, which goes on from the last checkpoint; 2, 3 and 4 don't.
#   kubectl get pod POD -o jsonpath='{.status.containerStatuses[0].state.terminated.exitCode}'
set -e

: "${SPARK_HOME:?must be a Spark 3.5 installation}"
: "${KUBERNETES_MASTER:?must be the API server, such as https://host:6443}"
: "${SPARK_IMAGE:?must be an image with Spark 3.5, Scala 2.12 and Java 17}"
: "${UPLOAD_PATH:?must be a folder that this machine and the pods reach}"
job=${1:?"give a job file"}
shift

# The service account must be allowed to create pods, services and config maps.
# --files carries the job file to the driver, which finds it in its working directory under its bare name.
# What the driver prints is in its pod's log: kubectl logs --follow POD.
exec "$(dirname "$0")/../tributary" \
  --master "k8s://$KUBERNETES_MASTER" \
  --deploy-mode cluster \
  --name tributary \
  --driver-memory 4g \
  --executor-cores 2 \
  --executor-memory 4g \
  --conf spark.executor.instances=4 \
  --conf spark.kubernetes.namespace="${KUBERNETES_NAMESPACE:-default}" \
  --conf spark.kubernetes.authenticate.driver.serviceAccountName="${KUBERNETES_SERVICE_ACCOUNT:-spark}" \
  --conf spark.kubernetes.container.image="$SPARK_IMAGE" \
  --conf spark.kubernetes.file.upload.path="$UPLOAD_PATH" \
  --conf spark.scheduler.minRegisteredResourcesRatio=1.0 \
  --files "$job" \
  train "$(basename "$job")" "$@"
