package dev.tributary.data;

import dev.tributary.nn.TargetKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/** Loads data: reads the rows, takes a census of them, then packs them into shards. */
public final class DataLoader {
  private DataLoader() {}

  /**
   * Loads the training rows, and the validation rows if the job asks for some.
   *
   * @param workers how many workers will train, at least 1
   * @param seed of the draw of validation rows
   * @throws UnusableDataException if the data can't be trained on
   */
  public static LoadedData load(JobData data, int workers, long seed) {
    Source train = data.train();
    LoadedData loaded =
        ReadFailure.during(
            train.name(),
            train.format(),
            () -> train.reading(() -> loadTraining(data, workers, seed)));
    if (data.validation().isEmpty()) {
      return loaded;
    }
    try {
      EncodedData encoded =
          encode(
              data.validation().get(),
              data.config().badRows(),
              loaded.encoding(),
              data.targets(),
              workers);
      Map<String, Long> skipped = new LinkedHashMap<>(loaded.skippedRows());
      encoded.skippedRows().forEach((reason, count) -> skipped.merge(reason, count, Long::sum));
      return new LoadedData(
          loaded.encoding(),
          loaded.train(),
          encoded.shards(),
          skipped,
          loaded.classCounts(),
          loaded.featureCounts().plus(encoded.featureCounts()));
    } catch (RuntimeException failed) {
      loaded.train().rdd().unpersist(false);
      throw failed;
    }
  }

  /**
   * Loads rows, labels included, with an encoding that was fitted before: test data, for instance.
   *
   * @param badRows what to do with rows that can't be used
   * @param shards how many shards to pack at least, if there are as many rows
   * @throws UnusableDataException if the data doesn't fit the encoding
   */
  public static EncodedData encode(
      Source source, BadRows badRows, DataEncoding encoding, TargetSpec targets, int shards) {
    return ReadFailure.during(
        source.name(),
        source.format(),
        () -> source.reading(() -> encodeRows(source, badRows, encoding, targets, shards)));
  }

  /**
   * Opens data that a model is to score or to be tested on.
   *
   * @throws UnusableDataException if there is nothing to read
   */
  public static Source open(DataAccess access, SourceConfig source, DataEncoding encoding) {
    return JobData.open(access, source, encoding.width());
  }

  /**
   * The encoding that loading would fit, without loading.
   *
   * @param seed of the draw of validation rows
   * @throws UnusableDataException if the data can't be trained on
   */
  public static DataEncoding fit(JobData data, long seed) {
    Source train = data.train();
    return ReadFailure.during(
        train.name(),
        train.format(),
        () -> {
          ExampleReader reader = reader(data, seed);
          try (ReadRows rows = rows(data, reader)) {
            return Counted.of(data, rows, reader).encoding();
          }
        });
  }

  private static LoadedData loadTraining(JobData data, int workers, long seed) {
    ExampleReader reader = reader(data, seed);
    try (ReadRows rows = rows(data, reader)) {
      return loadTraining(data, rows, Counted.of(data, rows, reader), workers);
    }
  }

  private static List<String> columns(JobData data) {
    List<String> columns =
        new ArrayList<>(JobData.names(data.columns().features(), data.columns().labels()));
    columns.addAll(data.config().weight().stream().toList());
    return columns;
  }

  private static ReadRows rows(JobData data, ExampleReader reader) {
    return new ReadRows(data.train().internalRows(columns(data)), reader);
  }

  static ExampleReader reader(JobData data, long seed) {
    Source source = data.train();
    DataConfig config = data.config();
    StructType schema = source.schema(columns(data));
    return new ExampleReader(
        source.order(),
        FeatureReader.of(schema, data.columns().features(), data.columns().encodings()),
        LabelReader.undecided(schema, data.columns().labels(), data.targets(), config.labelType()),
        WeightReader.of(schema, config.weight()),
        Split.of(config.validationFraction(), seed, source.root()));
  }

  private static LoadedData loadTraining(
      JobData data, ReadRows rows, Counted counted, int workers) {
    DataConfig config = data.config();
    TargetSpec targets = data.targets();
    DataEncoding encoding = counted.encoding();
    Census census = counted.census();
    ExampleReader reader = counted.reader();
    if (targets.kind() == TargetKind.FEATURES) {
      JobData.requireOutputs(encoding.features(), encoding.width(), targets);
    }
    List<String> weighable =
        LabelDecision.weighable(encoding.classes(), encoding.labels(), targets);
    List<Float> classWeights =
        config.classWeights().of(weighable, LabelDecision.rows(census, reader.labels(), weighable));
    Packing.Packed packed =
        Packing.pack(rows.toPack(), reader, census, encoding, classWeights, workers);
    if (config.weight().isPresent() || !classWeights.isEmpty()) {
      refuseWeightless(data.train(), packed.train());
    }
    Map<String, Long> counts =
        targets.kind() == TargetKind.CLASS_INDEX || !encoding.classes().isEmpty()
            ? LabelDecision.counts(census, encoding.classes())
            : Map.of();
    return new LoadedData(
        encoding,
        packed.train(),
        packed.validation(),
        census.bad(),
        counts,
        census.features().counts(encoding));
  }

  private static EncodedData encodeRows(
      Source source, BadRows badRows, DataEncoding encoding, TargetSpec targets, int shards) {
    JobData.require(source, encoding);
    List<String> columns = JobData.names(encoding.features(), encoding.labels());
    StructType schema = source.schema(columns);
    ExampleReader reader =
        new ExampleReader(
            source.order(),
            FeatureReader.of(schema, encoding.features(), encoding.columns()),
            LabelReader.known(schema, encoding, targets),
            WeightReader.none(),
            Split.none());
    try (ReadRows rows = new ReadRows(source.internalRows(columns), reader)) {
      Census census = Census.take(rows.blocks(), reader, Scaling.Kind.NONE);
      census.refuseUnusable(source, badRows, encoding.features());
      Packing.Packed packed =
          Packing.pack(rows.toPack(), reader, census, encoding, List.of(), shards);
      return new EncodedData(packed.train(), census.bad(), census.features().counts(encoding));
    }
  }

  /** Training rows that all weigh nothing teach nothing. */
  private static void refuseWeightless(Source source, ShardSet train) {
    List<Double> sums = train.rdd().map(Shard::weightSum).collect();
    if (train.partitions().stream().allMatch(partition -> sums.get(partition) == 0)) {
      train.rdd().unpersist(false);
      throw new UnusableDataException(
          "The weights of all "
              + train.totalRows()
              + " training rows of "
              + source.name()
              + " are 0, so that there is nothing to learn. Give some of them a larger weight, in"
              + " the column of data.weight or in training.class-weights.");
    }
  }
}
