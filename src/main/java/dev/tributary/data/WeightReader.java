package dev.tributary.data;

import dev.tributary.nn.Technique;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Reads how much a row counts in training: a finite number of at least 0, in a column of its own;
 * without one, each row counts 1.
 */
@Technique(
    kind = Technique.Kind.REGULARIZATION,
    name = "data.weight",
    formula = "wᵢ of a row in (1/n) Σ wᵢ Lᵢ, from a column",
    paper = "–",
    defaults = "1")
final class WeightReader implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ALLOWED = "a weight, a finite number of at least 0";

  private final ColumnReader.Single column;
  private final double[] value = {1};

  private WeightReader(ColumnReader.Single column) {
    this.column = column;
  }

  static WeightReader none() {
    return new WeightReader(null);
  }

  /** A reader of the named column, which {@link Columns#weight} has checked. */
  static WeightReader of(StructType schema, Optional<String> name) {
    if (name.isEmpty()) {
      return none();
    }
    int ordinal = schema.fieldIndex(name.get());
    return new WeightReader(
        (ColumnReader.Single)
            ColumnReader.of(name.get(), ordinal, schema.fields()[ordinal].dataType(), 1)
                .orElseThrow());
  }

  boolean isPresent() {
    return column != null;
  }

  /** Reads a row's weight; null, or what is wrong with it. */
  BadRow read(InternalRow row) {
    if (column == null) {
      return null;
    }
    BadRow fault = column.read(row, value, 0);
    if (fault != null) {
      return fault.allowing(ALLOWED);
    }
    return value[0] >= 0
        ? null
        : new BadRow(BadRow.Reason.NEGATIVE_WEIGHT, column.name, column.text(row), ALLOWED);
  }

  /** The weight of the row read last. */
  float weight() {
    return (float) value[0];
  }
}
