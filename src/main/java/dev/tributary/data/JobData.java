package dev.tributary.data;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.DataEncoding.Column;
import dev.tributary.nn.TargetKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A job's data, found: every path holds some, with the columns that the job names. No more of them
 * was read than it takes to know that.
 *
 * @param config what the job says of its data
 * @param targets what the loss compares the outputs with
 * @param train the training rows
 * @param validation the validation rows, where they have a path of their own
 * @param test the test rows, if there are any
 * @param columns of all of them
 */
public record JobData(
    DataConfig config,
    TargetSpec targets,
    Source train,
    Optional<Source> validation,
    Optional<Source> test,
    DataColumns columns) {

  /**
   * Finds the data of a job.
   *
   * @throws UnusableDataException if a path, a format or a column is wrong, or labels can't be what
   *     the loss asks for
   */
  public static JobData open(DataAccess access, DataConfig config, TargetSpec targets) {
    Source train = Source.open(access, config.source(config.train()));
    DataColumns columns = found(train, config, targets);
    return new JobData(
        config,
        targets,
        train,
        config.validationPath().map(path -> other(access, config.source(path), columns)),
        config.test().map(path -> other(access, config.source(path), columns)),
        columns);
  }

  /**
   * The data of a job whose rows are there already, wherever its paths point.
   *
   * @param validation of the same columns
   * @throws UnusableDataException as {@link #open}
   */
  public static JobData of(
      Source train, Optional<Source> validation, DataConfig config, TargetSpec targets) {
    return new JobData(
        config, targets, train, validation, Optional.empty(), found(train, config, targets));
  }

  /**
   * Opens data that are to be encoded as others were.
   *
   * @param width of their inputs
   */
  static Source open(DataAccess access, SourceConfig config, int width) {
    Map<String, String> options = new HashMap<>(config.options());
    // Without it, the width of libsvm's vectors is that of this data's highest index.
    options.putIfAbsent("numFeatures", String.valueOf(width));
    return Source.open(
        access, new SourceConfig(config.format(), config.path(), options, config.badRows()));
  }

  /** Checks that data have the columns of an encoding. */
  static void require(Source source, DataEncoding encoding) {
    Columns.require(
        source.name(),
        source.schema(),
        encoding.features(),
        encoding.columns(),
        "the model's input");
    Columns.require(source, encoding.labels(), "the model's label");
  }

  /** Each column once, the features first. */
  static List<String> names(List<Column> features, List<Column> labels) {
    return Stream.concat(features.stream(), labels.stream()).map(Column::name).distinct().toList();
  }

  private static Source other(DataAccess access, SourceConfig config, DataColumns columns) {
    DataEncoding unfitted = columns.unfitted();
    Source source = open(access, config, unfitted.width());
    require(source, unfitted);
    return source;
  }

  private static DataColumns found(Source source, DataConfig config, TargetSpec targets) {
    return ReadFailure.during(
        source.name(), source.format(), () -> columns(source, config, targets));
  }

  private static DataColumns columns(Source source, DataConfig config, TargetSpec targets) {
    List<Column> labels =
        targets.kind() == TargetKind.FEATURES ? List.of() : Columns.labels(source, config.label());
    Columns.requireWeight(source, config.weight(), labels);
    DataColumns columns = Columns.features(source, config, labels);
    if (!columns.isOpen()) {
      requireOutputs(columns.features(), columns.width(), targets);
    }
    // Refuses labels that can't be read as the loss needs them.
    LabelReader.undecided(
        source.schema(names(columns.features(), labels)), labels, targets, config.labelType());
    return columns;
  }

  /** Where the features are the targets, there must be an output for each. */
  static void requireOutputs(List<Column> features, int width, TargetSpec targets) {
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
  }
}
