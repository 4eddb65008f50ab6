package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.math.RandomStream;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes of 8 bits and a scale for each block, held against their formula. */
class Int8VectorTest {
  private static final int BLOCK = 1024;

  /** Numbers of very different sizes, so that blocks' scales differ. */
  private static float[] numbers(int length, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      double scale = Math.pow(10, 3 * Math.sin(i >> 10));
      numbers[i] = (float) (scale * random.nextGaussian());
    }
    return numbers;
  }

  private static float[] coded(float[] update, long seed) {
    return Int8Vector.unbiased(update, new float[update.length], new RandomStream(seed)).values();
  }

  /** The step of the block that a number is in. */
  private static double step(float[] update, int place) {
    int from = place / BLOCK * BLOCK;
    double largest = 0;
    for (int i = from; i < Math.min(update.length, from + BLOCK); i++) {
      largest = Math.max(largest, Math.abs((double) update[i]));
    }
    return largest / 127;
  }

  @Test
  void isOffByLessThanAStepOfItsBlock() {
    float[] update = numbers(5 * BLOCK + 77, 1);
    float[] coded = coded(update, 2);
    for (int i = 0; i < update.length; i++) {
      double step = step(update, i);
      double steps = coded[i] / step;
      assertThat(steps).isCloseTo(Math.rint(steps), within(1e-4)).isBetween(-127.001, 127.001);
      assertThat(Math.abs((double) coded[i] - update[i])).isLessThan(step * (1 + 1e-5));
      if (Math.abs(update[i]) > 126.9999 * step) {
        assertThat(coded[i]).as("the largest").isEqualTo(update[i]);
      }
    }
  }

  /** Over draws spread evenly over all that they can be. */
  @Test
  @Proves("averaging/wire = int8")
  void isRightOnAverage() {
    int draws = 1 << 12;
    for (float largest : new float[] {1, 0x1.8p127f, 0x7p-149f, 0.7f}) {
      double stepsOfOne = 127 / (double) largest;
      for (double part = -1; part <= 1; part += 0.0137) {
        float update = (float) (part * largest);
        double sum = 0;
        for (int draw = 0; draw < draws; draw++) {
          sum += Int8Vector.code(update, stepsOfOne, (float) draw / draws);
        }
        double exact = update * stepsOfOne;
        assertThat(sum / draws).isCloseTo(exact, within(1.0 / draws));
      }
    }
  }

  /** Of one number {@code p (1 − p)} steps squared, {@code p} what is over the step below. */
  @Test
  void itsSquaredErrorIsThatOfTheFormula() {
    float[] update = numbers(3 * BLOCK, 3);
    double expected = 0;
    double bound = 0;
    for (int i = 0; i < update.length; i++) {
      double step = step(update, i);
      double over = update[i] / step - Math.floor(update[i] / step);
      expected += over * (1 - over) * step * step;
      bound += step * step / 4;
    }
    double measured = 0;
    int times = 400;
    for (int seed = 0; seed < times; seed++) {
      float[] coded = coded(update, seed);
      for (int i = 0; i < update.length; i++) {
        measured += Math.pow((double) coded[i] - update[i], 2) / times;
      }
    }
    assertThat(measured).isCloseTo(expected, within(0.01 * expected)).isLessThan(bound);
    double norm = 0;
    for (float each : update) {
      norm += (double) each * each;
    }
    assertThat(bound).isLessThan(BLOCK / (4.0 * 127 * 127) * norm);
  }

  /** Rounded to the nearest they would be lost in every round. */
  @Test
  void smallChangesBesideALargeOneAddUp() {
    float[] update = new float[200];
    Arrays.fill(update, 0.001f);
    update[0] = 1;
    double sum = 0;
    int rounds = 1000;
    for (int round = 0; round < rounds; round++) {
      float[] coded = coded(update, RandomSeeds.rounding(42, round, 0));
      for (int i = 1; i < update.length; i++) {
        sum += coded[i];
      }
    }
    double expected = 0.001 * rounds * 199;
    double deviation = Math.sqrt(rounds * 199 * 0.001 / 127);
    assertThat(sum).isCloseTo(expected, within(4 * deviation)).isNotCloseTo(0, within(100.0));
  }

  @ParameterizedTest
  @CsvSource({"NaN, 0", "Infinity, 0", "-Infinity, 0", "3e38, -3e38"})
  void neverHidesWhatIsNotFinite(float own, float from) {
    float[] update = numbers(2 * BLOCK, 4);
    float[] sound = coded(update, 5);
    // So that the block's scale stays what it was.
    assertThat((double) Math.abs(update[1500])).isLessThan(126 * step(update, 1500));
    float[] shared = new float[update.length];
    update[1500] = own;
    shared[1500] = from;
    float[] coded = Int8Vector.unbiased(update, shared, new RandomStream(5)).values();
    assertThat(coded[1500]).isNaN();
    coded[1500] = sound[1500];
    assertThat(Examples.bits(coded)).as("the others").isEqualTo(Examples.bits(sound));
  }

  @Test
  void noChangeIsNoChange() {
    float[] weights = {0, -0f, 1.1f, -3e-41f, Float.MAX_VALUE};
    assertThat(Int8Vector.unbiased(weights, weights, new RandomStream(1)).values()).containsOnly(0);
  }

  @Test
  void theSmallestAndTheLargestNumbersFit() {
    for (float largest : new float[] {Float.MIN_VALUE, 100 * Float.MIN_VALUE, Float.MAX_VALUE}) {
      float[] coded = coded(new float[] {largest, -largest, 0}, 6);
      assertThat(coded).containsExactly(largest, -largest, 0);
    }
  }

  @Test
  void aSliceHasTheSameBits() {
    float[] update = numbers(3 * BLOCK + 5, 7);
    Int8Vector whole = Int8Vector.unbiased(update, new float[update.length], new RandomStream(8));
    int[] bits = Examples.bits(whole.values());
    for (int length : new int[] {1, 7, 1000, BLOCK, 2000, update.length}) {
      for (int from = 0; from < update.length; from += length) {
        int to = Math.min(update.length, from + length);
        assertThat(Examples.bits(whole.slice(from, to).values()))
            .isEqualTo(Arrays.copyOfRange(bits, from, to));
      }
    }
    assertThat(Examples.bits(whole.slice(1000, 3000).slice(20, 1500).values()))
        .isEqualTo(Arrays.copyOfRange(bits, 1020, 2500));
  }
}
