package dev.tributary.data;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * A sum of {@code double}s without any rounding, and so the same in whatever order they are added:
 * what is fitted to rows doesn't depend on how Spark cut them.
 *
 * <p>A fixed-point number that spans all that a double can be: limb i counts {@code 2^(32 i -
 * 1074)} (Kulisch's accumulator).
 */
final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The exponent of the lowest bit of a double. */
  private static final int LOWEST = 1074;

  private static final int LIMBS = (2 * LOWEST) / 32 + 4;
  private static final long MASK = 0xFFFF_FFFFL;
  private static final int MANTISSA_BITS = 52;

  /** Each addition adds less than 2^33 to a limb, so that so many leave room in a long. */
  private static final int MOST_PENDING = 1 << 28;

  private static final MathContext DIGITS = new MathContext(40);

  private final long[] limbs = new long[LIMBS];
  private int pending;

  /** Adds a finite number. */
  void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> MANTISSA_BITS) & 0x7FF;
    long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
    if (exponent > 0) {
      mantissa |= 1L << MANTISSA_BITS;
      exponent--;
    }
    int limb = exponent >>> 5;
    int shift = exponent & 31;
    long low = (mantissa & MASK) << shift;
    long high = (mantissa >>> 32) << shift;
    long sign = bits < 0 ? -1 : 1;
    limbs[limb] += sign * (low & MASK);
    limbs[limb + 1] += sign * ((low >>> 32) + (high & MASK));
    limbs[limb + 2] += sign * (high >>> 32);
    if (++pending == MOST_PENDING) {
      carry();
    }
  }

  /** Adds the square of a number of at most {@link Float#MAX_VALUE} in size. */
  void addSquare(double value) {
    double square = value * value;
    add(square);
    // What the product lost to rounding.
    add(Math.fma(value, value, -square));
  }

  void merge(ExactSum other) {
    carry();
    other.carry();
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] += other.limbs[i];
    }
    pending = 2;
  }

  /** The sum, exactly. */
  BigDecimal value() {
    BigInteger units = BigInteger.ZERO;
    for (int i = LIMBS - 1; i >= 0; i--) {
      units = units.shiftLeft(32).add(BigInteger.valueOf(limbs[i]));
    }
    int zeros = units.signum() == 0 ? LOWEST : Math.min(LOWEST, units.getLowestSetBit());
    return new BigDecimal(units.shiftRight(zeros))
        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(LOWEST - zeros)));
  }

  /** The mean of so many numbers, correctly rounded. */
  double mean(long count) {
    return value().divide(BigDecimal.valueOf(count), DIGITS).doubleValue();
  }

  /** Leaves less than 2^32 in each limb but the last, which has the sign. */
  private void carry() {
    for (int i = 0; i < LIMBS - 1; i++) {
      limbs[i + 1] += limbs[i] >> 32;
      limbs[i] &= MASK;
    }
    pending = 0;
  }
}
