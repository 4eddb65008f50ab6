package dev.tributary.data;

/** What a number goes through before it is scaled. */
public enum Curve {
  LINEAR {
    @Override
    double at(double x) {
      return x;
    }

    @Override
    public double back(double y) {
      return y;
    }
  },
  /**
   * {@code sign(x) ln(1 + |x|)}: the logarithm of one more, which takes 0 to 0, mirrored for
   * numbers below 0, so that it is defined everywhere and keeps the order.
   */
  LOG {
    @Override
    double at(double x) {
      // StrictMath gives the same bits on every machine.
      return x < 0 ? -StrictMath.log1p(-x) : StrictMath.log1p(x);
    }

    @Override
    public double back(double y) {
      return y < 0 ? -StrictMath.expm1(-y) : StrictMath.expm1(y);
    }
  };

  abstract double at(double x);

  /** The number that gives {@code y}. */
  public abstract double back(double y);
}
