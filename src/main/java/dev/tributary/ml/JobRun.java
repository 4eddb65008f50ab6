package dev.tributary.ml;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.data.DataAccess;
import dev.tributary.data.DataConfig;
import dev.tributary.data.DataLoader;
import dev.tributary.data.JobData;
import dev.tributary.data.LoadedData;
import dev.tributary.data.ShardSet;
import dev.tributary.data.Source;
import dev.tributary.data.TargetSpec;
import dev.tributary.model.ModelBundle;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.train.GreedyPretrainer;
import dev.tributary.train.Pretraining;
import dev.tributary.train.ReusedLayers;
import dev.tributary.train.StartingNetwork;
import dev.tributary.train.TaskSlots;
import dev.tributary.train.TrainedNetwork;
import dev.tributary.train.Trainer;
import dev.tributary.train.TrainerSetup;
import dev.tributary.train.TrainingData;
import dev.tributary.train.TrainingJob;
import dev.tributary.train.TrainingOutcome;
import dev.tributary.train.Transfer;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a job on rows of a data set, as {@code train} does on those of files. */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

  /** How many shards there are at least for each of an elastic job's first workers. */
  private static final int ROOM_TO_GROW = 4;

  private final JobFile file;
  private final TrainingJob job;
  private final Source train;
  private final Optional<Source> validation;
  private final JavaSparkContext context;

  /**
   * What came of it.
   *
   * @param bundle the model
   * @param summary how training went
   */
  record Result(ModelBundle bundle, TrainingSummary summary) {}

  /**
   * @param validation the rows to judge epochs by, where they have been told apart
   */
  JobRun(JobFile file, TrainingJob job, Dataset<Row> train, Optional<Dataset<Row>> validation) {
    this.file = file;
    this.job = job;
    this.train = Source.of(train, "the training rows");
    this.validation = validation.map(rows -> Source.of(rows, "the validation rows"));
    this.context = JavaSparkContext.fromSparkContext(train.sparkSession().sparkContext());
    if (validation.isEmpty() && job.data().validationPath().isPresent()) {
      throw new InvalidJobException(
          "The param conf says data.validation = %s, a path. Here, validation rows come from the data set: set the param validationIndicatorCol or validationFraction."
              .formatted(job.data().validationPath().get()));
    }
  }

  Result run() {
    SessionAdvice.give(context.getConf());
    DataConfig data = job.data();
    TargetSpec targets = job.targets();
    JobData found = JobData.of(train, validation, data, targets);
    GradientEngine network = network(found.columns().width());
    int workers =
        job.averaging().workers().orElseGet(() -> TaskSlots.await(context, Integer.MAX_VALUE));
    int shards = job.averaging().elastic() ? ROOM_TO_GROW * workers : workers;
    LoadedData loaded = DataLoader.load(found, shards, job.training().seed());
    try {
      loaded
          .skippedRows()
          .forEach((reason, count) -> LOG.warn("{} rows left out: {}", count, reason));
      Trainer trainer =
          new Trainer(
              context,
              new TrainerSetup(
                  job.training(), job.averaging(), workers, job.report().diagnoseEvery()),
              new StartingNetwork(network, targets.kind(), reused(network, loaded, workers)),
              new TrainingData(loaded.train(), loaded.validation()));
      EpochLog epochs = new EpochLog(job.training().epochs());
      TrainingOutcome outcome = trainer.run(epochs, () -> false);
      return new Result(
          Provenances.bundle(file, job, network, loaded, workers, outcome),
          epochs.summary(outcome));
    } finally {
      release(loaded.train());
      release(loaded.validation());
    }
  }

  private GradientEngine network(int width) {
    try {
      return job.network().build(Shape.of(width));
    } catch (IllegalArgumentException | ArithmeticException unfit) {
      throw new InvalidJobException(
          "The network doesn't fit together. " + unfit.getMessage() + ".");
    }
  }

  private ReusedLayers reused(GradientEngine network, LoadedData loaded, int workers) {
    return job.transfer()
        .map(transfer -> transferred(transfer, network))
        .or(() -> job.pretraining().map(before -> pretrained(before, network, loaded, workers)))
        .orElse(ReusedLayers.none());
  }

  private ReusedLayers transferred(Transfer transfer, GradientEngine network) {
    ModelBundle saved = ModelBundle.load(new Path(transfer.from()), context.hadoopConfiguration());
    return ReusedLayers.of(transfer, TrainedNetwork.of(saved), network);
  }

  private ReusedLayers pretrained(
      Pretraining pretraining, GradientEngine network, LoadedData loaded, int workers) {
    ShardSet rows =
        pretraining.data().map(path -> unlabeled(path, loaded, workers)).orElse(loaded.train());
    return new GreedyPretrainer(context, job.training(), job.averaging(), workers, pretraining)
        .run(
            network,
            rows,
            learned ->
                LOG.info(
                    "Pretrained {} ({} of {}): reconstruction error {}",
                    learned.layer(),
                    learned.number(),
                    learned.of(),
                    learned.loss()));
  }

  private ShardSet unlabeled(String path, LoadedData loaded, int workers) {
    DataAccess access = DataAccess.of(train.rows().sparkSession());
    Source source = DataLoader.open(access, job.data().source(path), loaded.encoding());
    TargetSpec features = new TargetSpec(TargetKind.FEATURES, loaded.encoding().width());
    return DataLoader.encode(
            source, job.data().badRows(), loaded.encoding().withoutLabels(), features, workers)
        .shards();
  }

  /** Validation rows may lie in the training rows' RDD: Spark complains of a second removal. */
  private static void release(ShardSet rows) {
    if (!rows.rdd().context().isStopped()
        && !rows.rdd().getStorageLevel().equals(StorageLevel.NONE())) {
      rows.rdd().unpersist(false);
    }
  }
}
