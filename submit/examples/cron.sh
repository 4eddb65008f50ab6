#!/usr/bin/env bash
#
# Trains from cron, on this machine or a cluster. A line of a crontab, at two every night:
#
#   0 2 * * *  /opt/tributary/submit/examples/cron.sh /srv/jobs/digits.conf >>/var/log/tributary-cron.log 2>&1
#
# The job should keep checkpoints (checkpoint { every-epochs = 1 }): then an attempt goes on where the last one ended, and a
# finished job exits with 0 at once. output.dir may hold the date, by an environment variable that the job file names:
#   output.dir = "out/"${RUN_DATE}
#
# SUBMIT_OPTIONS  options of spark-submit, such as "--master spark://HOST:7077"
# ATTEMPTS        how often to try; PAUSE how many seconds between two attempts
#
# cron knows few environment variables: set JAVA_HOME here unless java 17 is on its PATH.
job=${1:?"give a job file"}
shift
export RUN_DATE=${RUN_DATE:-$(date +%F)}

for ((attempt = 1; ; attempt++)); do
  # shellcheck disable=SC2086 # several options
  "$(dirname "$0")/../tributary" $SUBMIT_OPTIONS train "$job" "$@" && exit 0
  status=$?
  case $status in
    # 2 wrong job, 3 unusable data, 4 diverged, 130 Ctrl-C: the next attempt would end alike, or nobody wants one.
    2 | 3 | 4 | 130) exit $status ;;
    # 5 storage failed, 137 and 143 killed, 1 anything else: a retry may help.
    *) [ "$attempt" -lt "${ATTEMPTS:-3}" ] || exit $status ;;
  esac
  echo "Attempt $attempt ended with exit code $status; the next comes in ${PAUSE:-300} s." >&2
  sleep "${PAUSE:-300}"
done
