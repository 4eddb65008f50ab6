package dev.tributary.train;

import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import java.util.Arrays;

/**
 * What a worker changed, {@code Δ = own − shared}, in 255 steps: {@code Δ ≈ q M / 127}, with {@code
 * M} the largest of {@code |Δ|} in each block of 1,024 numbers and {@code q} from -127 to 127.
 *
 * <p>{@code q = ⌊127 Δ / M + u⌋} with {@code u} uniform in {@code [0, 1)}, so that {@code E q M /
 * 127 = Δ}. A number is off by less than a step, and {@code E ‖q M / 127 − Δ‖² ≤ n / (4 · 127²) M²}
 * for a block of {@code n}, at most 0.016 ‖Δ‖². That is QSGD's quantizer (Alistarh et al., 2017)
 * with 127 levels, in buckets scaled by their largest number in place of their norm.
 */
@Technique(
    kind = Technique.Kind.AVERAGING,
    name = "wire = int8",
    formula = "x ← x + Σ nᵢ C(wᵢ − x) / Σ nᵢ, C(Δ) = M/127 ⌊127 Δ/M + u⌋, M = max |Δ| of 1,024",
    paper = "Alistarh et al., 2017 (QSGD); Reisizadeh et al., 2020 (FedPAQ)")
final class Int8Vector implements WireVector {
  private static final long serialVersionUID = 1L;

  /** Numbers that share a scale. */
  static final int BLOCK = 1024;

  private static final int MOST = 127;

  /** Of a number that isn't finite; the others of its block are none the worse. */
  private static final byte NOT_FINITE = Byte.MIN_VALUE;

  private final byte[] codes;
  private final float[] largest;

  /** How far into its block the first number is. */
  private final int start;

  private Int8Vector(byte[] codes, float[] largest, int start) {
    this.codes = codes;
    this.largest = largest;
    this.start = start;
  }

  /** Rounded at random to one of the two nearest steps: right on average. */
  static Int8Vector unbiased(float[] own, float[] shared, RandomStream random) {
    byte[] codes = new byte[own.length];
    float[] largest = new float[blocks(own.length)];
    for (int block = 0; block < largest.length; block++) {
      int from = block * BLOCK;
      int to = Math.min(own.length, from + BLOCK);
      largest[block] = largest(own, shared, from, to);
      double stepsOfOne = largest[block] == 0 ? 0 : MOST / (double) largest[block];
      for (int i = from; i < to; i++) {
        codes[i] = code(own[i] - shared[i], stepsOfOne, random.nextFloat());
      }
    }
    return new Int8Vector(codes, largest, 0);
  }

  private static int blocks(int numbers) {
    return (numbers + BLOCK - 1) / BLOCK;
  }

  private static float largest(float[] own, float[] shared, int from, int to) {
    float largest = 0;
    for (int i = from; i < to; i++) {
      float size = Math.abs(own[i] - shared[i]);
      if (size <= Float.MAX_VALUE) {
        largest = Math.max(largest, size);
      }
    }
    return largest;
  }

  /** The code of an update; {@code random} in {@code [0, 1)}. */
  static byte code(float update, double stepsOfOne, float random) {
    if (!Float.isFinite(update)) {
      return NOT_FINITE;
    }
    // Of what is positive the whole part is the floor. -127 steps may be a bit less by rounding.
    int whole = (int) (update * stepsOfOne + random + (MOST + 1)) - (MOST + 1);
    return (byte) Math.max(-MOST, whole);
  }

  @Override
  public float[] values() {
    float[] values = new float[codes.length];
    for (int block = 0; block < largest.length; block++) {
      int from = Math.max(0, block * BLOCK - start);
      int to = Math.min(values.length, (block + 1) * BLOCK - start);
      double step = largest[block] / (double) MOST;
      for (int i = from; i < to; i++) {
        values[i] = codes[i] == NOT_FINITE ? Float.NaN : (float) (codes[i] * step);
      }
    }
    return values;
  }

  @Override
  public Int8Vector slice(int from, int to) {
    int first = (start + from) / BLOCK;
    int skipped = (start + from) % BLOCK;
    return new Int8Vector(
        Arrays.copyOfRange(codes, from, to),
        Arrays.copyOfRange(largest, first, first + blocks(skipped + to - from)),
        skipped);
  }

  /** Bytes of so many numbers. */
  static long bytes(long numbers) {
    return numbers + Float.BYTES * ((numbers + BLOCK - 1) / BLOCK);
  }
}
