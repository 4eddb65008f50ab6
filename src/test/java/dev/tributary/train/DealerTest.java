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
      Dealer dealer = new Dealer(set(rows), batchSize, trial);
      for (int epoch = 1; epoch <= 2; epoch++) {
        Map<Integer, Integer> dealt = new HashMap<>();
        for (Round round : rounds(dealer.epoch(epoch, 0), every, workers)) {
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
    List<Integer> first = order(new Dealer(set(rows), 4, 9), 1);
    assertThat(order(new Dealer(set(rows), 4, 9), 1)).isEqualTo(first);
    assertThat(order(new Dealer(set(rows), 4, 9), 2)).isNotEqualTo(first);
    assertThat(order(new Dealer(set(rows), 4, 8), 1)).isNotEqualTo(first);
  }

  @Test
  void numbersRoundsOverTheWholeRun() {
    Dealer dealer = new Dealer(set(List.of(10, 10)), 5, 1);
    assertThat(rounds(dealer.epoch(2, 7), 1, 2).stream().map(Round::number))
        .containsExactly(8L, 9L);
  }

  /** Rounds of 1, 2, 3 ... steps over unequal shards. */
  @Test
  void dealsEveryExampleOnceWhileRoundsGrow() {
    List<Integer> rows = List.of(31, 0, 7, 120, 1, 64);
    int batchSize = 4;
    Deal deal = new Dealer(set(rows), batchSize, 5).epoch(1, 0);
    Map<Integer, Integer> dealt = new HashMap<>();
    List<Integer> largest = new ArrayList<>();
    while (deal.hasNext()) {
      int every = largest.size() + 1;
      Round round = deal.next(every, 2);
      for (Segment segment : round.segments()) {
        assertThat(segment.from()).isEqualTo(dealt.getOrDefault(segment.partition(), 0));
        assertThat(segment.examples()).isBetween(1, batchSize * every);
        dealt.put(segment.partition(), segment.to());
      }
      largest.add(round.segments().stream().mapToInt(Segment::examples).max().orElseThrow());
    }
    assertThat(dealt.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(223);
    assertThat(dealt).containsEntry(13, 120).containsEntry(15, 64).containsEntry(14, 1);
    assertThat(largest).as("rounds grow").contains(4, 8, 12, 16, 20);
  }

  @Test
  void dealsEveryExampleOnceWhileWorkersComeAndGo() {
    Random random = new Random(11);
    for (int trial = 0; trial < 300; trial++) {
      List<Integer> rows = random.ints(1 + random.nextInt(9), 0, 60).boxed().toList();
      Deal deal = new Dealer(set(rows), 4, trial).epoch(1, 0);
      Map<Integer, Integer> dealt = new HashMap<>();
      while (deal.hasNext()) {
        int workers = 1 + random.nextInt(6);
        Round round = deal.next(1 + random.nextInt(3), workers);
        assertThat(round.segments().stream().map(Segment::worker))
            .isNotEmpty()
            .isSorted()
            .doesNotHaveDuplicates()
            .allMatch(worker -> worker < workers);
        for (Segment segment : round.segments()) {
          assertThat(segment.from()).isEqualTo(dealt.getOrDefault(segment.partition(), 0));
          dealt.put(segment.partition(), segment.to());
        }
      }
      for (int i = 0; i < rows.size(); i++) {
        assertThat(dealt.getOrDefault(10 + i, 0)).isEqualTo(rows.get(i));
      }
    }
  }

  @Test
  void whatAWorkerLeavesIsTheNextToBeTaken() {
    Deal deal = new Dealer(set(List.of(8, 8, 8, 8)), 4, 1).epoch(1, 0);
    Round both = deal.next(1, 2);
    Round alone = deal.next(1, 1);
    Round next = deal.next(1, 1);

    assertThat(alone.segments()).hasSize(1);
    assertThat(alone.segments().get(0).partition()).isEqualTo(both.segments().get(0).partition());
    assertThat(next.segments())
        .containsExactly(new Segment(0, both.segments().get(1).partition(), 4, 8));
  }

  @Test
  void goesOnInTheMiddleOfAnEpochAsItWasDealt() {
    Random random = new Random(7);
    for (int trial = 0; trial < 100; trial++) {
      List<Integer> rows = random.ints(1 + random.nextInt(9), 0, 60).boxed().toList();
      Dealer dealer = new Dealer(set(rows), 3, trial);
      Deal whole = dealer.epoch(2, 5);
      while (whole.hasNext()) {
        Deal rest = dealer.rest(2, 5, whole.dealt());
        int every = 1 + random.nextInt(2);
        int workers = 1 + random.nextInt(3);
        assertThat(rest.next(every, workers)).isEqualTo(whole.next(every, workers));
        assertThat(rest.dealt()).isEqualTo(whole.dealt());
      }
    }
  }

  @Test
  void remembersRoundsDealtAlikeInOneEntry() {
    Deal deal = new Dealer(set(List.of(1000)), 1, 1).epoch(1, 0);
    for (int i = 0; i < 50; i++) {
      deal.next(1, 1);
    }
    deal.next(2, 1);
    assertThat(deal.dealt()).containsExactly(new DealtRounds(50, 1, 1), new DealtRounds(1, 2, 1));
  }

  @Test
  void anIntervalOfAShardTakesARoundForEach() {
    Deal deal = new Dealer(set(List.of(50, 40, 30, 20)), 1 << 20, 5).epoch(1, 0);
    List<Round> rounds = rounds(deal, new Interval.Shard().steps(0.1), 2);
    assertThat(rounds).hasSize(2);
    assertThat(rounds.stream().mapToLong(Round::examples).sum()).isEqualTo(140);
  }

  private static List<Round> rounds(Deal deal, int every, int workers) {
    List<Round> rounds = new ArrayList<>();
    while (deal.hasNext()) {
      rounds.add(deal.next(every, workers));
    }
    return rounds;
  }

  private static List<Integer> order(Dealer dealer, int epoch) {
    return rounds(dealer.epoch(epoch, 0), 1, 1).stream()
        .map(round -> round.segments().get(0).partition())
        .toList();
  }

  /** Partition numbers that aren't indices. */
  private static ShardSet set(List<Integer> rows) {
    return new ShardSet(null, IntStream.range(0, rows.size()).mapToObj(i -> 10 + i).toList(), rows);
  }
}
