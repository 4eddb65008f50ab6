package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.train.RoundCost.Road;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundCostTest {
  private static final long BLOCK = 1 << 22;

  @Test
  void aModelOfOneBlockLeavesTheDriverOnceForEachExecutor() {
    assertThat(cost(1, BLOCK).copies()).isEqualTo(1);
    assertThat(cost(7, BLOCK).copies()).isEqualTo(7);
    assertThat(cost(7, 1_000).fromDriver()).isEqualTo(7_000);
    assertThat(cost(7, BLOCK + 1).copies()).isLessThan(7);
  }

  @Test
  void oneExecutorTakesOneCopy() {
    assertThat(cost(1, 50 * BLOCK).copies()).isCloseTo(1, within(1e-12));
  }

  @Test
  void manyBlocksMakeItAHarmonicNumber() {
    for (int executors : new int[] {2, 4, 16, 64}) {
      double harmonic = 0;
      for (int i = 1; i <= executors; i++) {
        harmonic += 1.0 / i;
      }
      assertThat(cost(executors, 20_000 * BLOCK).copies()).isCloseTo(harmonic, within(0.01));
    }
  }

  /** Executors that fetch their blocks one by one, each from whoever has it, drawn at random. */
  @Test
  void isWhatRandomFetchesTakeOnAverage() {
    Random random = new Random(3);
    for (int executors : new int[] {2, 4, 10}) {
      for (int blocks : new int[] {2, 5, 40}) {
        int trials = 40_000 / (executors * blocks);
        double copies = 0;
        for (int trial = 0; trial < trials; trial++) {
          copies += copies(executors, blocks, random);
        }
        assertThat(cost(executors, blocks * BLOCK).copies())
            .as("%d executors, %d blocks", executors, blocks)
            .isCloseTo(copies / trials, within(0.05 * copies / trials));
      }
    }
  }

  @Test
  void resultsGoToTheDriverOneByOneOrAsOneSum() {
    RoundCost toDriver = new RoundCost(4, 8, 1_000, 600, Road.DRIVER);
    assertThat(toDriver.toDriver()).isEqualTo(8 * 600);
    assertThat(toDriver.exchanged()).isZero();
    // Two workers an executor, of whose results it keeps a quarter.
    RoundCost exchanged = new RoundCost(4, 8, 1_000, 600, Road.EXECUTORS);
    assertThat(exchanged.toDriver()).isEqualTo(1_000);
    assertThat(exchanged.exchanged()).isEqualTo(2 * 600 * 3 / 4);
    assertThat(exchanged.fromDriver()).isEqualTo(toDriver.fromDriver());
  }

  @Test
  void whatDependsOnTheLinkIsBytesOverBandwidth() {
    for (Road road : Road.values()) {
      RoundCost cost = new RoundCost(4, 8, 9 * BLOCK, 5 * BLOCK, road);
      double without = cost.broadcastSeconds(Double.POSITIVE_INFINITY);
      assertThat(cost.broadcastSeconds(1e6) - without)
          .isCloseTo(cost.fromDriver() / 0.95e6, within(1e-9));
      without = cost.collectSeconds(Double.POSITIVE_INFINITY);
      assertThat(cost.collectSeconds(1e6) - without)
          .isCloseTo((cost.toDriver() + cost.exchanged()) / 0.95e6, within(1e-9));
    }
  }

  /** With nothing to send, a round takes what its tasks take to start. */
  @Test
  void aSmallModelCostsWhatStartingTasksDoes() {
    RoundCost tiny = new RoundCost(2, 2, 100, 100, Road.DRIVER);
    assertThat(tiny.broadcastSeconds(125e6)).isCloseTo(0.01, within(1e-4));
    assertThat(tiny.collectSeconds(125e6)).isCloseTo(0.03, within(1e-4));
  }

  private static double copies(int executors, int blocks, Random random) {
    List<List<Integer>> orders = new ArrayList<>();
    for (int e = 0; e < executors; e++) {
      List<Integer> order = new ArrayList<>();
      for (int block = 0; block < blocks; block++) {
        order.add(block);
      }
      Collections.shuffle(order, random);
      orders.add(order);
    }
    int fromDriver = 0;
    for (int step = 0; step < blocks; step++) {
      for (List<Integer> order : orders) {
        int block = order.get(step);
        int holders = 1;
        for (List<Integer> other : orders) {
          holders += other.indexOf(block) < step ? 1 : 0;
        }
        fromDriver += random.nextInt(holders) == 0 ? 1 : 0;
      }
    }
    return (double) fromDriver / blocks;
  }

  private static RoundCost cost(int executors, long bytes) {
    return new RoundCost(executors, executors, bytes, bytes, Road.DRIVER);
  }
}
