package dev.tributary.data;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.DataEncoding.Column;
import dev.tributary.nn.TargetKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Reads data into shards: a census of the rows, then the packing.
 *
 * <p>The session should have the settings of {@link ReaderSettings}.
 */
public final class DataLoader {
  private DataLoader() {}

  /**
   * Loads the training rows, and the validation rows if the configuration asks for some.
   *
   * @param targets what the loss compares the outputs with
   * @param workers how many workers will train, at least 1
   * @param seed of the draw of validation rows
   * @throws UnusableDataException if the data can't be trained on
   */
  public static LoadedData load(
      SparkSession spark, DataConfig config, TargetSpec targets, int workers, long seed) {
    Source opened = Source.open(spark, config.source(config.train()));
    // Better now than when all else has been read.
    Stream.of(config.validationPath(), config.test())
        .flatMap(Optional::stream)
        .forEach(path -> Source.require(spark, config.source(path)));
    LoadedData loaded =
        ReadFailure.during(
            opened.name(), opened.format(), () -> load(opened, config, targets, workers, seed));
    if (config.validationPath().isEmpty()) {
      return loaded;
    }
    SourceConfig validation = config.source(config.validationPath().get());
    try {
      EncodedData encoded = encode(spark, validation, loaded.encoding(), targets, workers);
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
   * @param shards how many shards to pack at least, if there are as many rows
   * @throws UnusableDataException if the data doesn't fit the encoding
   */
  public static EncodedData encode(
      SparkSession spark,
      SourceConfig source,
      DataEncoding encoding,
      TargetSpec targets,
      int shards) {
    Source opened = open(spark, source, encoding);
    return ReadFailure.during(
        opened.name(), opened.format(), () -> encode(opened, source, encoding, targets, shards));
  }

  /**
   * Opens data that a model is to score, for a {@link RowEncoder}; it needs no labels.
   *
   * @throws UnusableDataException if there is nothing to read
   */
  public static Source open(SparkSession spark, SourceConfig source, DataEncoding encoding) {
    Map<String, String> options = new HashMap<>(source.options());
    // Without it, the width of libsvm's vectors is that of this data's highest index.
    options.putIfAbsent("numFeatures", String.valueOf(encoding.width()));
    return Source.open(
        spark, new SourceConfig(source.format(), source.path(), options, source.badRows()));
  }

  /**
   * The columns of the training rows, without reading more than it takes to know them; checks on
   * the way that every path of the job holds data with these columns, and that the labels are what
   * the loss asks for.
   *
   * @throws UnusableDataException if a path, a format or a column is wrong
   */
  public static DataColumns columns(SparkSession spark, DataConfig config, TargetSpec targets) {
    Source source = Source.open(spark, config.source(config.train()));
    DataColumns columns =
        ReadFailure.during(
            source.name(),
            source.format(),
            () -> {
              List<Column> labels = labels(source, config, targets);
              List<Column> features = features(source, config, labels, targets);
              LabelReader.undecided(
                  source.schema(names(features, labels)), labels, targets, config.labelType());
              return new DataColumns(source.format(), features, labels);
            });
    Stream.of(config.validationPath(), config.test())
        .flatMap(Optional::stream)
        .forEach(path -> requireColumns(Source.open(spark, config.source(path)), columns));
    return columns;
  }

  private static void requireColumns(Source source, DataColumns columns) {
    Columns.require(source, columns.features(), "the model's input");
    Columns.require(source, columns.labels(), "the model's label");
  }

  private static LoadedData load(
      Source source, DataConfig config, TargetSpec targets, int workers, long seed) {
    List<Column> labels = labels(source, config, targets);
    List<Column> features = features(source, config, labels, targets);
    Split split = Split.of(config.validationFraction(), seed, source.root());
    List<String> columns = new ArrayList<>(names(features, labels));
    columns.addAll(config.weight().stream().toList());
    StructType schema = source.schema(columns);
    JavaRDD<InternalRow> rows = source.internalRows(columns);
    Scaling.Kind scaling = config.scaling().kind();
    ExampleReader reader =
        new ExampleReader(
            source.order(),
            FeatureReader.of(schema, features),
            LabelReader.undecided(schema, labels, targets, config.labelType()),
            WeightReader.of(schema, config.weight()),
            split);

    Census census = Census.take(rows, reader, scaling);
    Optional<LabelReader.Plan> other = LabelDecision.otherPlan(census, reader.labels());
    if (other.isPresent()) {
      reader = reader.with(reader.labels().with(other.get()));
      Optional<Census> settled = LabelDecision.settled(census, other.get(), targets);
      census = settled.isPresent() ? settled.get() : Census.take(rows, reader, scaling);
    }
    census.refuseUnusable(source, config.badRows());
    List<String> classes = LabelDecision.classes(census, reader.labels());
    if (!classes.isEmpty()) {
      reader = reader.with(reader.labels().named(classes));
    }
    Split mended = split.keepingClasses(census.labels());
    if (split.fraction() > 0 && !mended.moved().isEmpty()) {
      reader = reader.with(mended);
      census = Census.take(rows, reader, scaling);
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
        new DataEncoding(features, labels, classes, fitted.shift(), fitted.factor());
    List<String> weighable = LabelDecision.weighable(classes, labels, targets);
    List<Float> classWeights =
        config.classWeights().of(weighable, LabelDecision.rows(census, reader.labels(), weighable));
    Packing.Packed packed = Packing.pack(rows, reader, census, encoding, classWeights, workers);
    if (config.weight().isPresent() || !classWeights.isEmpty()) {
      refuseWeightless(source, packed.train());
    }
    Map<String, Long> counts =
        targets.kind() == TargetKind.CLASS_INDEX || !classes.isEmpty()
            ? LabelDecision.counts(census, classes)
            : Map.of();
    return new LoadedData(encoding, packed.train(), packed.validation(), census.bad(), counts);
  }

  private static EncodedData encode(
      Source source, SourceConfig config, DataEncoding encoding, TargetSpec targets, int shards) {
    Columns.require(source, encoding.features(), "the model's input");
    Columns.require(source, encoding.labels(), "the model's label");
    List<String> columns = names(encoding.features(), encoding.labels());
    StructType schema = source.schema(columns);
    JavaRDD<InternalRow> rows = source.internalRows(columns);
    ExampleReader reader =
        new ExampleReader(
            source.order(),
            FeatureReader.of(schema, encoding.features()),
            LabelReader.known(schema, encoding, targets),
            WeightReader.none(),
            Split.none());
    Census census = Census.take(rows, reader, Scaling.Kind.NONE);
    census.refuseUnusable(source, config.badRows());
    Packing.Packed packed = Packing.pack(rows, reader, census, encoding, List.of(), shards);
    return new EncodedData(packed.train(), census.bad());
  }

  private static List<Column> labels(Source source, DataConfig config, TargetSpec targets) {
    return targets.kind() == TargetKind.FEATURES
        ? List.of()
        : Columns.labels(source, config.label());
  }

  private static List<Column> features(
      Source source, DataConfig config, List<Column> labels, TargetSpec targets) {
    Columns.requireWeight(source, config.weight(), labels);
    List<Column> features = Columns.features(source, config, labels);
    int width = features.stream().mapToInt(Column::width).sum();
    if (targets.kind() == TargetKind.FEATURES && width != targets.units()) {
      throw new InvalidJobException(
          "The network has "
              + targets.units()
              + (targets.units() == 1 ? " output" : " outputs")
              + ", but the data has "
              + width
              + (width == 1 ? " feature" : " features")
              + " to reconstruct ("
              + Columns.list(names(features, List.of()))
              + "). With data.target = features they must be as many: set the units of the last"
              + " layer to "
              + width
              + ", or change data.features.");
    }
    return features;
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

  private static List<String> names(List<Column> features, List<Column> labels) {
    return Stream.concat(features.stream(), labels.stream()).map(Column::name).distinct().toList();
  }
}
