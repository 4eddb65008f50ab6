package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.math.RandomStream;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Codes of 16 bits, held against the format's definition. */
class Bfloat16VectorTest {
  private static final int DRAWS = 1 << 16;

  /** The value of a sign, an exponent and a fraction of 7 bits, as IEEE 754 defines them. */
  private static double defined(int code) {
    int exponent = code >> 7 & 0xFF;
    int fraction = code & 0x7F;
    double size =
        exponent == 0
            ? fraction * Math.pow(2, -133)
            : (1 + fraction / 128.0) * Math.pow(2, exponent - 127);
    return (code & 0x8000) == 0 ? size : -size;
  }

  @Test
  void everyCodeHasTheValueThatTheFormatDefines() {
    for (int code = 0; code < DRAWS; code++) {
      float value = Bfloat16Vector.value((short) code);
      if ((code & 0x7F80) != 0x7F80) {
        assertThat((double) value).isEqualTo(defined(code));
      } else if ((code & 0x7F) == 0) {
        assertThat(value).isInfinite();
        assertThat(value > 0).isEqualTo(code == 0x7F80);
      } else {
        assertThat(value).isNaN();
      }
    }
  }

  /** The numbers next to another in the format. */
  private record Neighbours(double below, double above) {
    static Neighbours of(double size) {
      double spacing = Math.pow(2, Math.max(-126, Math.getExponent(size)) - 7);
      double below = Math.floor(size / spacing) * spacing;
      return new Neighbours(below, below + spacing);
    }
  }

  /** Over all draws, and so over all that a draw can be: no more room for chance. */
  @Test
  @Proves("averaging/wire = bfloat16")
  void isOneOfTheTwoNearestAndRightOnAverageForEachExponent() {
    Random random = new Random(3);
    for (int exponent = 0; exponent < 254; exponent++) {
      for (int fraction :
          new int[] {0, 1, 0x8000, 0x7FFFFF, 0x7F0000, 0x3F8001, random.nextInt(1 << 23)}) {
        float size = Float.intBitsToFloat(exponent << 23 | fraction);
        Neighbours near = Neighbours.of(size);
        int above = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
          double value = Bfloat16Vector.value(Bfloat16Vector.unbiased(size, draw));
          double negative = Bfloat16Vector.value(Bfloat16Vector.unbiased(-size, draw));
          if (value != near.below) {
            above++;
            assertNear(value, near.above);
          }
          assertNear(negative, -value);
        }
        // Exact in double: what lies between is a multiple of the spacing / 2^16.
        double mean = near.below + (near.above - near.below) * above / DRAWS;
        assertNear(mean, size);
      }
    }
  }

  /** An assertion of a library a hundred million times would take minutes. */
  private static void assertNear(double found, double expected) {
    if (found != expected) {
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void neverHidesWhatIsNotFinite() {
    int[] nans = {0x7F800001, 0x7FBFFFFF, 0x7FC00000, 0x7FFFFFFF, 0xFF800001, 0xFFFFFFFF};
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int nan : nans) {
        float value = Float.intBitsToFloat(nan);
        assertThat(Float.isNaN(Bfloat16Vector.value(Bfloat16Vector.unbiased(value, draw))))
            .isTrue();
      }
      for (float infinite : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        assertNear(Bfloat16Vector.value(Bfloat16Vector.unbiased(infinite, draw)), infinite);
      }
    }
    float[] broken = {Float.NaN, Float.intBitsToFloat(0x7F800001), Float.POSITIVE_INFINITY, -3e38f};
    float[] shared = {0, 0, 0, 3e38f};
    for (float value : Bfloat16Vector.towardsShared(broken, shared).values()) {
      assertThat(Float.isFinite(value)).isFalse();
    }
    for (float value : Bfloat16Vector.unbiased(broken, shared, new RandomStream(1)).values()) {
      assertThat(Float.isFinite(value)).isFalse();
    }
  }

  @Test
  void noChangeIsNoChange() {
    float[] weights = {0, -0f, 1.1f, -3e-41f, Float.MAX_VALUE};
    assertThat(Bfloat16Vector.unbiased(weights, weights, new RandomStream(1)).values())
        .containsOnly(0);
    assertThat(Bfloat16Vector.towardsShared(weights, weights).values()).containsOnly(0);
  }

  @Test
  void towardsTheSharedNumberIsTheNeighbourNearerToZero() {
    Random random = new Random(4);
    float[] own = new float[20_000];
    for (int i = 0; i < own.length; i++) {
      own[i] = Float.intBitsToFloat(random.nextInt());
      own[i] = Float.isFinite(own[i]) ? own[i] : i;
    }
    float[] coded = Bfloat16Vector.towardsShared(own, new float[own.length]).values();
    for (int i = 0; i < own.length; i++) {
      double size = Neighbours.of(Math.abs(own[i])).below;
      assertThat((double) coded[i]).isEqualTo(own[i] < 0 ? -size : size);
    }
  }

  /** However far a mean square falls, and whatever the others say: its root can be taken. */
  @Test
  void whatIsNeverNegativeStaysSo() {
    Random random = new Random(5);
    int length = 20_000;
    float[] shared = new float[length];
    float[][] sent = new float[3][];
    for (int i = 0; i < length; i++) {
      shared[i] = (float) Math.exp(10 * random.nextGaussian());
    }
    for (int worker = 0; worker < 3; worker++) {
      float[] own = new float[length];
      for (int i = 0; i < length; i++) {
        // Those of a multiple of 3 fall in all workers.
        own[i] = i % 3 == 0 ? 0 : shared[i] * (float) Math.exp(10 * random.nextGaussian() - 10);
      }
      sent[worker] = Wire.INT8.state(own, shared).values();
    }
    float[] average = WeightedAverage.of(sent, new double[] {1, 1001, 2001});
    for (float reached : Wire.INT8.reached(shared, average)) {
      assertThat(reached).isNotNegative();
    }
  }

  @Test
  void aSliceHasTheSameBits() {
    float[] own = new float[50];
    for (int i = 0; i < own.length; i++) {
      own[i] = (float) Math.sin(i);
    }
    Bfloat16Vector whole = Bfloat16Vector.unbiased(own, new float[50], new RandomStream(9));
    assertThat(Examples.bits(whole.slice(7, 31).values()))
        .isEqualTo(Arrays.copyOfRange(Examples.bits(whole.values()), 7, 31));
    assertThat(Examples.bits(whole.slice(7, 31).slice(3, 5).values()))
        .isEqualTo(Arrays.copyOfRange(Examples.bits(whole.values()), 10, 12));
  }
}
