package dev.tributary.math;

/**
 * A reproducible stream of random numbers that can be started again without allocating.
 *
 * <p>SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
 * The same seed gives the same numbers on every machine and Java version.
 */
public final class RandomStream {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  public RandomStream(long seed) {
    this.state = seed;
  }

  /** Starts the stream of {@code seed} from its beginning. */
  public void restart(long seed) {
    state = seed;
  }

  /** A seed for a part of something seeded, such as one round of an epoch. */
  public static long derive(long seed, long part) {
    return mix(seed * 0xD1342543DE82EF95L + mix(part + GOLDEN));
  }

  /** As {@link #derive(long, long)}, one level deeper. */
  public static long derive(long seed, long part, long subpart) {
    return derive(derive(seed, part), subpart);
  }

  /** As {@link #derive(long, long)}, two levels deeper. */
  public static long derive(long seed, long part, long subpart, long detail) {
    return derive(derive(seed, part, subpart), detail);
  }

  /** 64 random bits. */
  public long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in {@code [0, 1)}, a multiple of 2⁻²⁴. */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  /** Uniform in {@code [0, 1)}, a multiple of 2⁻⁵³. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform in {@code [0, bound)}; the bias, at most bound/2³², is below notice. */
  public int nextInt(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** Normal with mean 0 and variance 1 (Box and Muller, 1958). */
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /** The numbers {@code 0..size} in random order (Fisher and Yates). */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
