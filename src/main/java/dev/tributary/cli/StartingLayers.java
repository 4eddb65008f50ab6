package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.DataLoader;
import dev.tributary.data.LoadedData;
import dev.tributary.data.ShardSet;
import dev.tributary.data.TargetSpec;
import dev.tributary.model.ModelBundle;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.TargetKind;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Numbers;
import dev.tributary.train.GreedyPretrainer;
import dev.tributary.train.Pretraining;
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
  /** The share of an input's unit by which scalings may differ unnoticed. */
  private static final double NOTICEABLE = 0.1;

  private final Session session;
  private final TrainingJob job;
  private final ConsoleReport console;

  StartingLayers(Session session, TrainingJob job, ConsoleReport console) {
    this.session = session;
    this.job = job;
    this.console = console;
  }

  /**
   * Checks that the layers of the saved model that the job names fit into its network, if it names
   * one, and tells which.
   *
   * @param network in the shape of the job's data
   * @throws InvalidJobException if they don't fit
   */
  void check(GradientEngine network) {
    job.transfer().ifPresent(transfer -> reuse(transfer, saved(transfer), network));
  }

  /**
   * All that the job says of it, pretraining included.
   *
   * @throws InvalidJobException as {@link #check}
   */
  ReusedLayers of(GradientEngine network, LoadedData data, int workers) {
    return transferred(network, data)
        .or(() -> pretrained(network, data, workers))
        .orElse(ReusedLayers.none());
  }

  /** The layers of the saved model alone, which decide how the others train. */
  ReusedLayers reused(GradientEngine network, LoadedData data) {
    return transferred(network, data).orElse(ReusedLayers.none());
  }

  private Optional<ReusedLayers> transferred(GradientEngine network, LoadedData data) {
    return job.transfer()
        .map(
            transfer -> {
              ModelBundle saved = saved(transfer);
              ReusedLayers reused = reuse(transfer, saved, network);
              warnOfOtherScaling(saved.encoding(), data.encoding());
              return reused;
            });
  }

  private ModelBundle saved(Transfer transfer) {
    return ModelBundle.load(PathArgument.of("transfer.from", transfer.from()), session.hadoop());
  }

  private ReusedLayers reuse(Transfer transfer, ModelBundle saved, GradientEngine network) {
    ReusedLayers reused = ReusedLayers.of(transfer, TrainedNetwork.of(saved), network);
    console.note(
        "Reusing %s of %s%s."
            .formatted(
                String.join(", ", new TreeSet<>(reused.layers())),
                transfer.from(),
                frozen(transfer)));
    return reused;
  }

  private Optional<ReusedLayers> pretrained(GradientEngine network, LoadedData data, int workers) {
    return job.pretraining()
        .map(
            pretraining ->
                new GreedyPretrainer(
                        session.context(), job.training(), job.averaging(), workers, pretraining)
                    .run(network, rows(pretraining, data, workers), this::tell));
  }

  private ShardSet rows(Pretraining pretraining, LoadedData data, int workers) {
    return pretraining
        .data()
        .map(
            path ->
                DataLoader.encode(
                        DataLoader.open(session.access(), job.data().source(path), data.encoding()),
                        job.data().badRows(),
                        data.encoding().withoutLabels(),
                        new TargetSpec(TargetKind.FEATURES, data.encoding().width()),
                        workers)
                    .shards())
        .orElse(data.train());
  }

  /** Layers that see inputs scaled otherwise than in their training aren't what they were. */
  private void warnOfOtherScaling(DataEncoding trained, DataEncoding own) {
    if (own.distance(trained) > NOTICEABLE) {
      console.warning(
          ("The layers of %s were trained on inputs that were scaled otherwise: standard and minmax"
                  + " are fitted to each job's own rows. Where that matters, give both jobs the same"
                  + " number or none as data.scaling.")
              .formatted(job.transfer().orElseThrow().from()));
    }
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
