package dev.tributary.train;

import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import java.util.Arrays;

/**
 * What a worker changed, {@code Δ = own − shared}, as bfloat16: the upper half of a float32, its
 * sign, its 8 bits of exponent and 7 of its fraction.
 *
 * <p>NaN and the infinities stay what isn't a finite number.
 */
@Technique(
    kind = Technique.Kind.AVERAGING,
    name = "wire = bfloat16",
    formula = "x ← x + Σ nᵢ C(wᵢ − x) / Σ nᵢ, C to one of the two nearest of 8 bits, E C(Δ) = Δ",
    paper = "Reisizadeh et al., 2020 (FedPAQ)")
final class Bfloat16Vector implements WireVector {
  private static final long serialVersionUID = 1L;
  private static final int QUIET = 0x40;

  private final short[] codes;

  private Bfloat16Vector(short[] codes) {
    this.codes = codes;
  }

  /**
   * Rounded at random to one of the two nearest, the nearer one the more often: right on average.
   */
  static Bfloat16Vector unbiased(float[] own, float[] shared, RandomStream random) {
    short[] codes = new short[own.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = unbiased(own[i] - shared[i], (int) (random.nextLong() >>> 48));
    }
    return new Bfloat16Vector(codes);
  }

  /**
   * Rounded towards 0: {@code shared + Δ} lies between the shared number and the worker's, so that
   * a number that is never negative, as a mean square, stays so.
   */
  static Bfloat16Vector towardsShared(float[] own, float[] shared) {
    short[] codes = new short[own.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (short) (Float.floatToRawIntBits(own[i] - shared[i]) >>> 16);
    }
    return new Bfloat16Vector(codes);
  }

  /**
   * The code of a number.
   *
   * @param random from 0 to 2¹⁶ − 1. Numbers of one sign are ordered as their bits are, and evenly
   *     spaced between two codes: over all of {@code random} the mean is the number itself
   */
  static short unbiased(float update, int random) {
    int bits = Float.floatToRawIntBits(update);
    return (short) (Float.isNaN(update) ? (bits >>> 16) | QUIET : (bits + random) >>> 16);
  }

  /** The number of a code. */
  static float value(short code) {
    return Float.intBitsToFloat(code << 16);
  }

  @Override
  public float[] values() {
    float[] values = new float[codes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(codes[i]);
    }
    return values;
  }

  @Override
  public Bfloat16Vector slice(int from, int to) {
    return new Bfloat16Vector(Arrays.copyOfRange(codes, from, to));
  }
}
