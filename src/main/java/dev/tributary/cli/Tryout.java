package dev.tributary.cli;

import dev.tributary.data.DataLoader;
import dev.tributary.data.LoadedData;
import dev.tributary.nn.Network;
import dev.tributary.report.ConsoleReport;
import dev.tributary.train.TaskSlots;
import dev.tributary.train.Trainer;
import dev.tributary.train.TrainingJob;

/**
 * What {@code train} would train, for commands that only try it.
 *
 * @param network in the shape of the data
 * @param trainer where the job's training starts
 */
record Tryout(Network network, Trainer trainer) {
  /** Reads the data as {@code train} does, into as many shards. */
  static Tryout of(Session session, TrainingJob job, ConsoleReport console) {
    int workers =
        job.averaging()
            .workers()
            .orElseGet(() -> TaskSlots.await(session.context(), Integer.MAX_VALUE));
    console.note("Reading " + job.data().train() + " ...");
    LoadedData data =
        DataLoader.load(session.spark(), job.data(), job.targets(), workers, job.training().seed());
    Network network = Descriptions.build(job.network(), data.encoding().width());
    Trainer trainer =
        new Trainer(
            session.context(),
            job.training(),
            job.averaging(),
            network,
            job.targets().kind(),
            new StartingLayers(session, job, console).of(network, data, workers),
            workers,
            data.train(),
            data.validation());
    return new Tryout(network, trainer);
  }
}
