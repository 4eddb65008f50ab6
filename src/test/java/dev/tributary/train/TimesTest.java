package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.optim.ClippingTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void aRoundsPartsAreAllOfIt() {
    Times times = Times.ofRound(7, 100, 5, List.of(result(20, 50), result(3, 60)));
    assertThat(times).isEqualTo(new Times(60, 7 + 10, 30, 5, 0));
    assertThat(times.rounds()).isEqualTo(7 + 100 + 5);
  }

  /** The fetch of a worker that had less to compute than another made nobody wait. */
  @Test
  void aFetchCountsAsFarAsItMadeTheLongestTaskLonger() {
    Times times = Times.ofRound(7, 100, 5, List.of(result(40, 10), result(1, 80)));
    assertThat(times).isEqualTo(new Times(80, 7 + 1, 19, 5, 0));
  }

  @Test
  void noPartIsNegativeWhereAWorkersClockRunsFast() {
    assertThat(Times.ofRound(7, 100, 5, List.of(result(2, 103))))
        .isEqualTo(new Times(100, 7, 0, 5, 0));
    assertThat(Times.ofRound(7, 100, 5, List.of(result(2, 99))))
        .isEqualTo(new Times(99, 7 + 1, 0, 5, 0));
  }

  @Test
  void addsUpPartByPart() {
    assertThat(new Times(1, 2, 3, 4, 5).plus(new Times(10, 20, 30, 40, 50)))
        .isEqualTo(new Times(11, 22, 33, 44, 55));
  }

  @Test
  void everyPartIsKeptInTheStateOfARun() {
    List<RunState> states = new ArrayList<>();
    Checkpointing keeping =
        new Checkpointing() {
          @Override
          public Optional<RunState> start() {
            return Optional.empty();
          }

          @Override
          public void reached(RunState state) {
            states.add(state);
          }

          @Override
          public void ended(RunState state) {}
        };
    AveragedRuns.trainer(
            AveragedRuns.config("learning-rate = 0.1", 2),
            AveragedRuns.averaging("averaging.every = 4"),
            2)
        .run(TrainingListener.SILENT, () -> false, keeping);
    RunState broken = states.get(1);
    assertThat(broken.broken().times.broadcast()).isPositive();
    assertThat(broken.broken().times.waiting()).isPositive();
    assertThat(broken.broken().times.sum()).isPositive();
    assertThat(RunState.of(broken.contents()).broken().times).isEqualTo(broken.broken().times);
    RunState last = states.get(states.size() - 1);
    assertThat(RunState.of(last.contents()).whole().times).isEqualTo(last.whole().times);
  }

  private static WorkerResult result(long fetch, long compute) {
    WorkerResult result =
        new WorkerResult(
            new float[1],
            new float[0],
            new float[0][],
            0,
            1,
            1,
            0,
            null,
            new ClippingTally(),
            compute);
    result.fetchNanos = fetch;
    return result;
  }
}
