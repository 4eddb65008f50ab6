package dev.tributary.bench;

import java.util.Arrays;
import java.util.List;

/** Lets contenders take turns, A B A B, and compares their times turn by turn. */
final class Contest {
  private final List<Contender> contenders;
  private final double[][] nanos;

  private Contest(List<Contender> contenders, int turns) {
    this.contenders = contenders;
    this.nanos = new double[contenders.size()][turns];
  }

  /**
   * Runs a contest.
   *
   * @param clock by which turns are timed
   * @param warmUps turns before any counts, so that everything is compiled
   * @param turns turns of each that count
   */
  static Contest of(Clock clock, int warmUps, int turns, Contender... contenders) throws Exception {
    Contest contest = new Contest(List.of(contenders), turns);
    for (int i = -warmUps; i < turns; i++) {
      for (int who = 0; who < contenders.length; who++) {
        long started = clock.nanos();
        contenders[who].turn().take();
        if (i >= 0) {
          contest.nanos[who][i] = clock.nanos() - started;
        }
      }
    }
    return contest;
  }

  /** The nanoseconds of a contender's turns. */
  Spread nanos(String name) {
    return Spread.of(nanos[place(name)]);
  }

  /** A contender's times over another's, turn by turn: above 1 where the first was slower. */
  Spread ratio(String name, String other) {
    double[] mine = nanos[place(name)];
    double[] others = nanos[place(other)];
    double[] ratios = new double[mine.length];
    Arrays.setAll(ratios, i -> mine[i] / others[i]);
    return Spread.of(ratios);
  }

  private int place(String name) {
    for (int who = 0; who < contenders.size(); who++) {
      if (contenders.get(who).name().equals(name)) {
        return who;
      }
    }
    throw new IllegalArgumentException("No contender is named " + name);
  }
}
