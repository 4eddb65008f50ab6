package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.LoadedData;
import dev.tributary.data.ShardSet;
import dev.tributary.model.ModelBundle;
import dev.tributary.nn.Network;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Numbers;
import dev.tributary.train.GreedyPretrainer;
import dev.tributary.train.ReusedLayers;
import dev.tributary.train.TrainedNetwork;
import dev.tributary.train.TrainingJob;
import dev.tributary.train.Transfer;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a job's network starts with besides its initializers: a saved model's layers, or pretrained
 * ones.
 */
final class StartingLayers {
  private final Session session;
  private final TrainingJob job;
  private final ConsoleReport console;

  StartingLayers(Session session, TrainingJob job, ConsoleReport console) {
    this.session = session;
    this.job = job;
    this.console = console;
  }

  /**
   * The layers of the saved model that the job names, if it names one.
   *
   * @param network in the shape of the job's data
   * @throws InvalidJobException if they don't fit
   */
  Optional<ReusedLayers> transferred(Network network) {
    return job.transfer()
        .map(
            transfer -> {
              ModelBundle bundle =
                  ModelBundle.load(
                      PathArgument.of("transfer.from", transfer.from()), session.hadoop());
              ReusedLayers reused = ReusedLayers.of(transfer, TrainedNetwork.of(bundle), network);
              console.note(
                  "Reusing %s of %s%s."
                      .formatted(
                          String.join(", ", new TreeSet<>(reused.layers())),
                          transfer.from(),
                          frozen(transfer)));
              return reused;
            });
  }

  /** All that the job says of it, pretraining included. */
  ReusedLayers of(Network network, LoadedData data, int workers) {
    return transferred(network)
        .or(() -> pretrained(network, data, workers))
        .orElse(ReusedLayers.none());
  }

  private Optional<ReusedLayers> pretrained(Network network, LoadedData data, int workers) {
    return job.pretraining()
        .map(
            pretraining ->
                new GreedyPretrainer(
                        session.context(), job.training(), job.averaging(), workers, pretraining)
                    .run(network, rows(data), this::tell));
  }

  private ShardSet rows(LoadedData data) {
    return data.train();
  }

  private void tell(GreedyPretrainer.Learned learned) {
    console.note(
        "Pretrained %s (%d of %d): reconstruction error %s."
            .formatted(
                learned.layer(), learned.number(), learned.of(), Numbers.decimal(learned.loss())));
  }

  private static String frozen(Transfer transfer) {
    if (transfer.frozenEpochs() == 0) {
      return "";
    }
    return transfer.frozenEpochs() == Transfer.ALWAYS
        ? ", frozen"
        : ", frozen for " + Numbers.count(transfer.frozenEpochs(), "epoch");
  }
}
