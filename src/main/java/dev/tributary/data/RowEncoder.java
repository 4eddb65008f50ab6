package dev.tributary.data;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * Turns a row's features into the network's inputs: {@code (x - shift) * factor}, and what an
 * encoding says of columns that are more than numbers.
 *
 * <p>Training and prediction both encode with it, so that a row gives the same inputs in both.
 * Holds buffers: each task has one of its own, as it has when Spark ships it within a closure.
 */
public final class RowEncoder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FeatureReader features;
  private final double[] shift;
  private final double[] factor;
  private final CategoryCodes codes;
  private final RowPacker packer;
  private final Expansion expansion;
  private final StructType picked;
  private final int[] ordinals;
  private transient double[] numbers;
  private transient float[] packed;
  private transient byte[] bytes;
  private transient List<Function1<Object, Object>> converters;

  private RowEncoder(
      FeatureReader features, DataEncoding encoding, StructType picked, int[] ordinals) {
    this.features = features;
    this.shift = encoding.shift().stream().mapToDouble(Double::doubleValue).toArray();
    this.factor = encoding.factor().stream().mapToDouble(Double::doubleValue).toArray();
    this.codes = CategoryCodes.of(encoding);
    this.packer = RowPacker.of(encoding);
    this.expansion = Expansion.of(encoding);
    this.picked = picked;
    this.ordinals = ordinals;
  }

  /**
   * An encoder of rows of a schema; the columns are found by name.
   *
   * @throws UnusableDataException if the schema lacks a feature, or has it with a type that gives
   *     no numbers or another count of them
   */
  public static RowEncoder of(StructType schema, DataEncoding encoding) {
    Columns.require(
        "The data", schema, encoding.features(), encoding.columns(), "the model's input");
    StructType picked = new StructType();
    for (DataEncoding.Column column : encoding.features()) {
      picked = picked.add(schema.apply(column.name()));
    }
    if (List.of(schema.fieldNames()).contains(Source.MALFORMED)) {
      picked = picked.add(schema.apply(Source.MALFORMED));
    }
    int[] ordinals = new int[picked.length()];
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = schema.fieldIndex(picked.fields()[i].name());
    }
    return new RowEncoder(FeatureReader.known(picked, encoding), encoding, picked, ordinals);
  }

  /** An encoder of Spark's internal rows, whose ordinals {@code features} knows. */
  static RowEncoder ofInternal(FeatureReader features, DataEncoding encoding) {
    return new RowEncoder(features, encoding, new StructType(), new int[0]);
  }

  /** The length of the input vector. */
  public int width() {
    return expansion.width();
  }

  /** How many numbers, or bytes, a packed row has. */
  int packedWidth() {
    return expansion.packedWidth();
  }

  /** Makes the inputs of packed rows. */
  Expansion expansion() {
    return expansion;
  }

  /** The slots that the categories of a block stand for. */
  int[][] categories(RowBlock block) {
    return codes.of(block);
  }

  /**
   * Packs a row of a block.
   *
   * @param read its features as the block has them; overwritten
   * @param categories what {@link #categories} gave
   * @param target {@code [offset, offset + packedWidth)} is written
   */
  void pack(double[] read, int[][] categories, float[] target, int offset) {
    codes.apply(read, categories);
    packer.pack(read, target, offset);
  }

  /**
   * Writes a row's inputs to {@code target[offset..offset + width)}.
   *
   * @return what is wrong with the row, if anything is; the target then holds nothing of use
   */
  public Optional<BadRow> encode(Row row, float[] target, int offset) {
    if (converters == null) {
      converters = java.util.Arrays.stream(picked.fields()).map(RowEncoder::converter).toList();
    }
    Object[] values = new Object[ordinals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = converters.get(i).apply(row.get(ordinals[i]));
    }
    return Optional.ofNullable(encode(new GenericInternalRow(values), target, offset));
  }

  /** As {@link #encode(Row, float[], int)}; null, or what is wrong with the row. */
  BadRow encode(InternalRow row, float[] target, int offset) {
    if (features.isBytes()) {
      return encodeBytes(row, target, offset);
    }
    if (numbers == null) {
      numbers = new double[features.width()];
      packed = new float[packedWidth()];
    }
    BadRow fault = features.read(row, numbers);
    if (fault != null) {
      return fault;
    }
    packer.pack(numbers, packed, 0);
    expansion.expand(packed, 0, target, offset);
    return null;
  }

  /** In {@code float}, as a shard of bytes is scaled when a minibatch is filled. */
  private BadRow encodeBytes(InternalRow row, float[] target, int offset) {
    if (bytes == null) {
      bytes = new byte[width()];
    }
    BadRow fault = features.copy(row, bytes, 0);
    if (fault != null) {
      return fault;
    }
    for (int j = 0; j < bytes.length; j++) {
      target[offset + j] = ((bytes[j] & 0xFF) - (float) shift[j]) * (float) factor[j];
    }
    return null;
  }

  /** What shards of bytes subtract, {@code [width]}. */
  float[] floatShift() {
    return narrow(shift);
  }

  /** What shards of bytes multiply with, {@code [width]}. */
  float[] floatFactor() {
    return narrow(factor);
  }

  private static float[] narrow(double[] numbers) {
    float[] narrow = new float[numbers.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) numbers[i];
    }
    return narrow;
  }

  private static Function1<Object, Object> converter(StructField field) {
    return CatalystTypeConverters.createToCatalystConverter(field.dataType());
  }
}
