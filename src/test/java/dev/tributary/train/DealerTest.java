package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.data.ShardSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DealerTest {
  @Test
  void dealsEveryExampleOnceAnEpochWhateverTheSizes() {
    Random random = new Random(3);
    for (int trial = 0; trial < 300; trial++) {
      int shards = 1 + random.nextInt(9);
      int workers = 1 + random.nextInt(6);
      int batchSize = 1 + random.nextInt(20);
      int every = 1 + random.nextInt(5);
      List<Integer> rows = random.ints(shards, 0, 100).boxed().toList();
      Dealer dealer = new Dealer(set(rows), workers, batchSize, every, trial);
      for (int epoch = 1; epoch <= 2; epoch++) {
        Map<Integer, Integer> dealt = new HashMap<>();
        for (Round round : dealer.epoch(epoch, 0)) {
          assertThat(round.segments()).isNotEmpty();
          assertThat(round.segments().stream().map(Segment::worker))
              .isSorted()
              .doesNotHaveDuplicates()
              .allMatch(worker -> worker < workers);
          for (Segment segment : round.segments()) {
            // Segments of a shard follow on each other, so none overlap and none is left out.
            assertThat(segment.from()).isEqualTo(dealt.getOrDefault(segment.partition(), 0));
            assertThat(segment.examples()).isBetween(1, batchSize * every);
            dealt.put(segment.partition(), segment.to());
          }
        }
        for (int i = 0; i < shards; i++) {
          assertThat(dealt.getOrDefault(10 + i, 0)).isEqualTo(rows.get(i));
        }
      }
    }
  }

  @Test
  void cutsSegmentsIntoMinibatchesOfEqualSize() {
    for (int examples = 1; examples <= 200; examples++) {
      Segment segment = new Segment(0, 0, 5, 5 + examples);
      int minibatches = segment.minibatches(16);
      List<Integer> sizes = new ArrayList<>();
      for (int i = 0; i < minibatches; i++) {
        sizes.add(segment.start(i + 1, minibatches) - segment.start(i, minibatches));
      }
      assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(examples);
      assertThat(segment.start(0, minibatches)).isEqualTo(5);
      int largest = sizes.stream().max(Integer::compare).orElseThrow();
      int smallest = sizes.stream().min(Integer::compare).orElseThrow();
      assertThat(largest).isLessThanOrEqualTo(16);
      assertThat(largest - smallest).isLessThanOrEqualTo(1);
      assertThat(minibatches).isEqualTo((int) Math.ceil(examples / 16.0));
    }
  }

  @Test
  void shufflesTheShardsAnewEachEpochAndAlikeForTheSameSeed() {
    List<Integer> rows = IntStream.range(0, 40).mapToObj(i -> 4).toList();
    List<Integer> first = order(new Dealer(set(rows), 1, 4, 1, 9), 1);
    assertThat(order(new Dealer(set(rows), 1, 4, 1, 9), 1)).isEqualTo(first);
    assertThat(order(new Dealer(set(rows), 1, 4, 1, 9), 2)).isNotEqualTo(first);
    assertThat(order(new Dealer(set(rows), 1, 4, 1, 8), 1)).isNotEqualTo(first);
  }

  @Test
  void numbersRoundsOverTheWholeRun() {
    Dealer dealer = new Dealer(set(List.of(10, 10)), 2, 5, 1, 1);
    assertThat(dealer.epoch(2, 7).stream().map(Round::number)).containsExactly(8L, 9L);
  }

  private static List<Integer> order(Dealer dealer, int epoch) {
    return dealer.epoch(epoch, 0).stream()
        .map(round -> round.segments().get(0).partition())
        .toList();
  }

  /** Partition numbers that aren't indices. */
  private static ShardSet set(List<Integer> rows) {
    return new ShardSet(null, IntStream.range(0, rows.size()).mapToObj(i -> 10 + i).toList(), rows);
  }
}
