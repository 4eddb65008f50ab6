package dev.tributary.cli;

import dev.tributary.data.DataEncoding;
import dev.tributary.data.DataLoader;
import dev.tributary.data.JobData;
import dev.tributary.nn.GradientEngine;
import dev.tributary.report.ConsoleReport;
import dev.tributary.train.TrainingJob;

/**
 * A job whose data are found and go with its network; none of them is read yet. Where the files
 * tell their columns by themselves, Spark hasn't started either.
 *
 * @param network in the shape of the data, as far as it can be known without reading them
 */
record OpenedJob(Session session, TrainingJob job, JobData data, GradientEngine network) {
  static OpenedJob of(Session session, TrainingJob job) {
    JobData data = JobData.open(session.access(), job.data(), job.targets());
    return new OpenedJob(session, job, data, network(job, data.columns().unfitted()));
  }

  /**
   * What is known of the encoding: all that decides the network's shape, for which the training
   * rows are read where they alone tell the categories of a column.
   */
  DataEncoding encoding(ConsoleReport console) {
    if (!data.columns().isOpen()) {
      return data.columns().unfitted();
    }
    console.note("Reading " + job.data().train() + " for its categories ...");
    return DataLoader.fit(data, job.training().seed());
  }

  /** The network for data of an encoding. */
  static GradientEngine network(TrainingJob job, DataEncoding encoding) {
    return Descriptions.build(job.over(encoding).network(), encoding.width());
  }
}
