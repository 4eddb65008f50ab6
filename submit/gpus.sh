#!/bin/sh
# Tells Spark which CUDA devices this machine has: spark.worker.resource.gpu.discoveryScript or
# spark.executor.resource.gpu.discoveryScript.
addresses=$(nvidia-smi --query-gpu=index --format=csv,noheader | sed 's/.*/"&"/' | paste -sd, -) || exit 1
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
