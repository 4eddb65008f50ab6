package dev.tributary.data;

import dev.tributary.data.DataEncoding.Column;
import dev.tributary.nn.TargetKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
          loaded.encoding(), loaded.train(), encoded.shards(), skipped, loaded.classCounts());
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

  private static LoadedData loadTraining(JobData data, int workers, long seed) {
    Source source = data.train();
    DataConfig config = data.config();
    TargetSpec targets = data.targets();
    List<Column> labels = data.columns().labels();
    List<Column> features = data.columns().features();
    List<String> columns = new ArrayList<>(JobData.names(features, labels));
    columns.addAll(config.weight().stream().toList());
    StructType schema = source.schema(columns);
    ExampleReader reader =
        new ExampleReader(
            source.order(),
            FeatureReader.of(schema, features),
            LabelReader.undecided(schema, labels, targets, config.labelType()),
            WeightReader.of(schema, config.weight()),
            Split.of(config.validationFraction(), seed, source.root()));
    try (ReadRows rows = new ReadRows(source.internalRows(columns), reader)) {
      return loadTraining(data, rows, reader, workers);
    }
  }

  private static LoadedData loadTraining(
      JobData data, ReadRows rows, ExampleReader undecided, int workers) {
    Source source = data.train();
    DataConfig config = data.config();
    TargetSpec targets = data.targets();
    List<Column> labels = data.columns().labels();
    Scaling.Kind scaling = config.scaling().kind();
    ExampleReader reader = undecided;
    Census census = Census.take(rows.blocks(), reader, scaling);
    Optional<LabelReader.Plan> other = LabelDecision.otherPlan(census, reader.labels());
    if (other.isPresent()) {
      reader = reader.with(reader.labels().with(other.get()));
      Optional<Census> settled = LabelDecision.settled(census, other.get(), targets);
      if (settled.isEmpty()) {
        rows.readBy(reader);
      }
      census = settled.isPresent() ? settled.get() : Census.take(rows.blocks(), reader, scaling);
    }
    census.refuseUnusable(source, config.badRows());
    List<String> classes = LabelDecision.classes(census, reader.labels());
    if (!classes.isEmpty()) {
      reader = reader.with(reader.labels().named(classes));
    }
    Split mended = reader.split().keepingClasses(census.labels());
    if (config.validationFraction() > 0 && !mended.moved().isEmpty()) {
      reader = reader.with(mended);
      census = Census.take(rows.blocks(), reader, scaling);
    }
    if (census.trainRows() == 0) {
      throw new UnusableDataException(
          "All "
              + census.validationRows()
              + " rows of "
              + source.name()
              + " were drawn for validation, so that none is left to train on. Give more rows or a"
              + " smaller data.validation.");
    }
    Scaling.Fitted fitted = config.scaling().fit(census.moments(), reader.features().width());
    DataEncoding encoding =
        new DataEncoding(
            data.columns().features(), labels, classes, fitted.shift(), fitted.factor());
    List<String> weighable = LabelDecision.weighable(classes, labels, targets);
    List<Float> classWeights =
        config.classWeights().of(weighable, LabelDecision.rows(census, reader.labels(), weighable));
    Packing.Packed packed =
        Packing.pack(rows.toPack(), reader, census, encoding, classWeights, workers);
    if (config.weight().isPresent() || !classWeights.isEmpty()) {
      refuseWeightless(source, packed.train());
    }
    Map<String, Long> counts =
        targets.kind() == TargetKind.CLASS_INDEX || !classes.isEmpty()
            ? LabelDecision.counts(census, classes)
            : Map.of();
    return new LoadedData(encoding, packed.train(), packed.validation(), census.bad(), counts);
  }

  private static EncodedData encodeRows(
      Source source, BadRows badRows, DataEncoding encoding, TargetSpec targets, int shards) {
    JobData.require(source, encoding.features(), encoding.labels());
    List<String> columns = JobData.names(encoding.features(), encoding.labels());
    StructType schema = source.schema(columns);
    ExampleReader reader =
        new ExampleReader(
            source.order(),
            FeatureReader.of(schema, encoding.features()),
            LabelReader.known(schema, encoding, targets),
            WeightReader.none(),
            Split.none());
    try (ReadRows rows = new ReadRows(source.internalRows(columns), reader)) {
      Census census = Census.take(rows.blocks(), reader, Scaling.Kind.NONE);
      census.refuseUnusable(source, badRows);
      Packing.Packed packed =
          Packing.pack(rows.toPack(), reader, census, encoding, List.of(), shards);
      return new EncodedData(packed.train(), census.bad());
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
