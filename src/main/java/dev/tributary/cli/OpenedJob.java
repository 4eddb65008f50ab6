package dev.tributary.cli;

import dev.tributary.data.JobData;
import dev.tributary.nn.GradientEngine;
import dev.tributary.train.TrainingJob;

/**
 * A job whose data are found and go with its network; none of them is read yet. Where the files
 * tell their columns by themselves, Spark hasn't started either.
 *
 * @param network in the shape of the data
 */
record OpenedJob(Session session, TrainingJob job, JobData data, GradientEngine network) {
  static OpenedJob of(Session session, TrainingJob job) {
    JobData data = JobData.open(session.access(), job.data(), job.targets());
    return new OpenedJob(
        session, job, data, Descriptions.build(job.network(), data.columns().width()));
  }
}
