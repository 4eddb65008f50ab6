package dev.tributary.data;

import java.util.List;
import java.util.Optional;

/**
 * Training rows that were counted, with what follows from that.
 *
 * @param reader reads them as the census decided
 * @param encoding fitted to those that aren't held out for validation
 */
record Counted(ExampleReader reader, Census census, DataEncoding encoding) {
  /**
   * Counts the rows, again where that shows that they must be read or split otherwise.
   *
   * @throws UnusableDataException if the data can't be trained on
   */
  static Counted of(JobData data, ReadRows rows, ExampleReader undecided) {
    Source source = data.train();
    DataConfig config = data.config();
    TargetSpec targets = data.targets();
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
    census.refuseUnusable(source, config.badRows(), data.columns().features());
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
    return new Counted(reader, census, fit(data, rows, reader, census, classes));
  }

  private static DataEncoding fit(
      JobData data, ReadRows rows, ExampleReader reader, Census census, List<String> classes) {
    DataColumns columns = data.columns();
    Scaling scaling = data.config().scaling();
    if (!columns.isTable()) {
      Scaling.Fitted fitted = scaling.fit(census.moments(), reader.features().width());
      return new DataEncoding(
          columns.features(), columns.labels(), classes, fitted.shift(), fitted.factor());
    }
    FeatureCensus features = census.features();
    List<Integer> medians = FeatureFit.medians(columns, features);
    return FeatureFit.fit(
        columns, classes, scaling, features, Medians.of(rows.blocks(), reader, features, medians));
  }
}
