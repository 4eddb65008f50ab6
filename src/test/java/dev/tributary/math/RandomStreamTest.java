package dev.tributary.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The stream against SplitMix64's published values, and its numbers against their distributions.
 */
class RandomStreamTest {
  private static final int MANY = 400_000;

  @Test
  void givesThePublishedNumbers() {
    RandomStream random = new RandomStream(1234567);
    for (String published :
        new String[] {
          "6457827717110365317",
          "3203168211198807973",
          "9817491932198370423",
          "4593380528125082431",
          "16408922859458223821"
        }) {
      assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo(published);
    }
  }

  @Test
  void startsAgainFromItsSeed() {
    RandomStream random = new RandomStream(99);
    long first = random.nextLong();
    random.nextLong();
    random.restart(99);
    assertThat(random.nextLong()).isEqualTo(first);
  }

  @Test
  void uniformNumbersHaveTheirMeanAndVariance() {
    RandomStream floats = new RandomStream(1);
    RandomStream doubles = new RandomStream(2);
    Moments ofFloats = new Moments();
    Moments ofDoubles = new Moments();
    for (int i = 0; i < MANY; i++) {
      float single = floats.nextFloat();
      double twice = doubles.nextDouble();
      assertThat(single >= 0f && single < 1f && twice >= 0 && twice < 1).isTrue();
      ofFloats.add(single);
      ofDoubles.add(twice);
    }
    // Mean 1/2, variance 1/12, fourth central moment 1/80.
    ofFloats.check(0.5, 1 / 12.0, 1 / 80.0);
    ofDoubles.check(0.5, 1 / 12.0, 1 / 80.0);
  }

  @Test
  void uniformFloatsAreMultiplesOfTheirStep() {
    RandomStream random = new RandomStream(3);
    for (int i = 0; i < 1000; i++) {
      double scaled = random.nextFloat() * 0x1p24;
      assertThat(scaled).isEqualTo(Math.rint(scaled));
    }
  }

  @Test
  void normalNumbersHaveTheirMomentsAndTails() {
    RandomStream random = new RandomStream(4);
    Moments moments = new Moments();
    int beyondTwo = 0;
    for (int i = 0; i < MANY; i++) {
      double x = random.nextGaussian();
      moments.add(x);
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
    }
    moments.check(0, 1, 3);
    double share = 0.0455002639; // 2·(1 - Φ(2))
    assertThat(beyondTwo / (double) MANY)
        .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / MANY)));
  }

  @Test
  void wholeNumbersAreUniformBelowTheirBound() {
    RandomStream random = new RandomStream(5);
    for (int bound : new int[] {1, 2, 7, 10}) {
      int[] counts = new int[bound];
      for (int i = 0; i < MANY; i++) {
        counts[random.nextInt(bound)]++;
      }
      double share = 1.0 / bound;
      for (int count : counts) {
        assertThat(count / (double) MANY)
            .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / MANY)));
      }
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(random.nextInt(Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
    }
  }

  @Test
  void permutationsHoldEachNumberOnce() {
    for (int size : new int[] {0, 1, 2, 3, 1000}) {
      int[] sorted = new RandomStream(size).permutation(size);
      Arrays.sort(sorted);
      assertThat(sorted).isEqualTo(IntStream.range(0, size).toArray());
    }
  }

  @Test
  void allPermutationsAreEquallyLikely() {
    RandomStream random = new RandomStream(6);
    int[] counts = new int[27];
    int draws = 60_000;
    for (int i = 0; i < draws; i++) {
      int[] order = random.permutation(3);
      counts[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    double share = 1 / 6.0;
    int seen = 0;
    for (int count : counts) {
      if (count > 0) {
        seen++;
        assertThat(count / (double) draws)
            .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / draws)));
      }
    }
    assertThat(seen).isEqualTo(6);
  }

  @Test
  void derivedSeedsDiffer() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      seeds.add(seed);
      for (long part = 0; part < 20; part++) {
        seeds.add(RandomStream.derive(seed, part));
        for (long subpart = 0; subpart < 20; subpart++) {
          seeds.add(RandomStream.derive(seed, part, subpart));
          for (long detail = 0; detail < 3; detail++) {
            seeds.add(RandomStream.derive(seed, part, subpart, detail));
          }
        }
      }
    }
    assertThat(seeds).hasSize(20 + 20 * 20 + 20 * 20 * 20 + 20 * 20 * 20 * 3);
  }

  @Test
  void streamsOfNeighboringPartsAreUncorrelated() {
    RandomStream one = new RandomStream(RandomStream.derive(42, 0));
    RandomStream other = new RandomStream(RandomStream.derive(42, 1));
    double sum = 0;
    for (int i = 0; i < MANY; i++) {
      sum += (one.nextDouble() - 0.5) * (other.nextDouble() - 0.5);
    }
    // The product of two independent ones has variance 1/144.
    assertThat(sum / MANY).isCloseTo(0, within(5 / 12.0 / Math.sqrt(MANY)));
  }

  /** Sample moments, checked at five standard errors of each. */
  private static final class Moments {
    private int count;
    private double sum;
    private double squares;

    void add(double x) {
      count++;
      sum += x;
      squares += x * x;
    }

    void check(double mean, double variance, double fourthMoment) {
      double found = sum / count;
      assertThat(found).isCloseTo(mean, within(5 * Math.sqrt(variance / count)));
      double spread = (fourthMoment - variance * variance) / count;
      assertThat(squares / count - found * found)
          .isCloseTo(variance, within(5 * Math.sqrt(spread)));
    }
  }
}
