package dev.tributary.data;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.tributary.math.Rows;
import dev.tributary.nn.Minibatch;
import java.io.Serializable;

/**
 * Some of the examples of a data set, packed into primitive arrays: what a Spark partition holds.
 *
 * <p>Features are either {@code float}s, already encoded but for one-hot columns, of which a row
 * holds the slot, or {@code byte}s (0..255, as in images) that are scaled as a minibatch is filled:
 * {@code (byte - shift[j]) * factor[j]}.
 */
@DefaultSerializer(JavaSerializer.class) // see Parcel
public final class Shard implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final float[] NONE = new float[0];

  private final int rows;
  private final int width;
  private final Expansion expansion;
  private final float[] floats;
  private final byte[] bytes;
  private final float[] shift;
  private final float[] factor;
  private final int[] classes;
  private final float[] values;
  private final float[] weights;
  private final float[] classWeights;

  private Shard(
      int rows,
      Expansion expansion,
      float[] floats,
      byte[] bytes,
      float[] shift,
      float[] factor,
      int[] classes,
      float[] values,
      float[] weights,
      float[] classWeights) {
    this.rows = rows;
    this.width = expansion.width();
    this.expansion = expansion;
    this.floats = floats;
    this.bytes = bytes;
    this.shift = shift;
    this.factor = factor;
    this.classes = classes;
    this.values = values;
    this.weights = weights;
    this.classWeights = classWeights;
  }

  /**
   * A shard of features that are already scaled.
   *
   * @param floats {@code [rows, width]}
   * @param classes {@code [rows]}, or empty
   * @param values {@code [rows, targets]}, or empty
   */
  public static Shard ofFloats(int width, float[] floats, int[] classes, float[] values) {
    return ofPacked(Expansion.none(width), floats, classes, values);
  }

  /**
   * A shard of rows whose features are expanded when read.
   *
   * @param floats {@code [rows, packed width]}
   * @param classes {@code [rows]}, or empty
   * @param values {@code [rows, targets]}, or empty
   */
  static Shard ofPacked(Expansion expansion, float[] floats, int[] classes, float[] values) {
    int rows = floats.length / expansion.packedWidth();
    return new Shard(rows, expansion, floats, new byte[0], NONE, NONE, classes, values, NONE, NONE);
  }

  /**
   * A shard of byte features, scaled when read.
   *
   * @param bytes {@code [rows, width]}, each 0..255
   * @param shift {@code [width]}
   * @param factor {@code [width]}
   * @param classes {@code [rows]}, or empty
   * @param values {@code [rows, targets]}, or empty
   */
  public static Shard ofBytes(
      int width, byte[] bytes, float[] shift, float[] factor, int[] classes, float[] values) {
    return new Shard(
        bytes.length / width,
        Expansion.none(width),
        NONE,
        bytes,
        shift,
        factor,
        classes,
        values,
        NONE,
        NONE);
  }

  /**
   * The same examples, each counting in training as much as its own weight times its class's.
   *
   * @param ofRows {@code [rows]}, or empty
   * @param ofClasses {@code [classes]}, or empty
   */
  public Shard weighted(float[] ofRows, float[] ofClasses) {
    return new Shard(
        rows, expansion, floats, bytes, shift, factor, classes, values, ofRows, ofClasses);
  }

  /** The sum of the examples' weights. */
  double weightSum() {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += weight(row);
    }
    return sum;
  }

  public int rows() {
    return rows;
  }

  public int width() {
    return width;
  }

  /** What it takes in memory, but for a few bytes. */
  public long bytes() {
    return bytes.length
        + (long) Float.BYTES
            * (floats.length + classes.length + values.length + weights.length + 2L * shift.length);
  }

  /**
   * Fills {@code batch} with the examples {@code order[from..to)}, or {@code from..to} themselves
   * where {@code order} is empty. Where the features are the targets, they are the batch's values
   * too.
   */
  public void fill(Minibatch batch, int[] order, int from, int to) {
    batch.rows = to - from;
    boolean weighted = weights.length > 0 || classWeights.length > 0;
    if (weighted) {
      batch.weigh();
    } else {
      batch.countAlike();
    }
    for (int i = from; i < to; i++) {
      int row = order.length == 0 ? i : order[i];
      int target = (i - from) * width;
      if (bytes.length > 0) {
        int source = row * width;
        for (int j = 0; j < width; j++) {
          batch.features[target + j] = ((bytes[source + j] & 0xFF) - shift[j]) * factor[j];
        }
      } else {
        expansion.expand(floats, row * expansion.packedWidth(), batch.features, target);
      }
      if (batch.takesTargets()) {
        fillTarget(batch, i - from, row);
      }
      if (weighted) {
        batch.weights[i - from] = weight(row);
      }
    }
  }

  private void fillTarget(Minibatch batch, int place, int row) {
    if (classes.length > 0) {
      batch.classes[place] = classes[row];
    }
    int targets = values.length / rows;
    System.arraycopy(values, row * targets, batch.values, place * targets, targets);
  }

  private float weight(int row) {
    float own = weights.length > 0 ? weights[row] : 1f;
    return classWeights.length > 0 ? own * classWeights[classOf(row)] : own;
  }

  /** The class of a row, by its largest target where it has numbers, by the side of 0.5 of one. */
  private int classOf(int row) {
    if (classes.length > 0) {
      return classes[row];
    }
    int targets = values.length / rows;
    return targets == 1 ? values[row] > 0.5f ? 1 : 0 : Rows.largest(values, row * targets, targets);
  }
}
