"""Trains from Airflow (2.7 or later): a task that runs the launcher and retries only what may pass.

Copy it to Airflow's folder of DAGs and set the two paths. The job should keep checkpoints
(checkpoint { every-epochs = 1 }): then a retry goes on where the last attempt ended, and ends with the same weights.

Exit codes: 0 done; 2 wrong job, 3 unusable data, 4 diverged: no retry helps, the task fails at once; 5 storage failed, 1
anything else, 137 and 143 killed: the task is retried. In YARN's cluster mode spark-submit only says 0 or 1, so everything
that fails is retried; prefer client mode, or keep the retries few.
"""

import subprocess
from datetime import datetime, timedelta

from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException

LAUNCHER = "/opt/tributary/submit/tributary"
JOB = "/srv/jobs/digits.conf"
SUBMIT_OPTIONS = []  # such as ["--master", "yarn", "--deploy-mode", "client", "--num-executors", "4"]
FINAL = {2: "wrong job or arguments", 3: "unusable data", 4: "training diverged"}


@dag(schedule="@daily", start_date=datetime(2026, 1, 1), catchup=False, max_active_runs=1)
def tributary():
    # The delay lets what failed recover; on another machine an attempt waits itself until a killed one is silent for a minute.
    @task(retries=3, retry_delay=timedelta(minutes=5))
    def train(ds=None):
        status = subprocess.call(
            [LAUNCHER, *SUBMIT_OPTIONS, "train", JOB, "--set", f"output.dir=/srv/models/digits-{ds}"]
        )
        if status in FINAL:
            raise AirflowFailException(f"{FINAL[status]}: exit code {status}, no retry helps")
        if status != 0:
            raise AirflowException(f"exit code {status}")

    train()


tributary()
