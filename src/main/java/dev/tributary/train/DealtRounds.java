package dev.tributary.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Rounds of an epoch that were dealt alike, one after the other. A list of these and the epoch's
 * order of shards say what was dealt, so that a run can go on in the middle of an epoch.
 *
 * @param count how many, at least 1
 * @param every the most local steps of each
 * @param workers the most segments of each
 */
record DealtRounds(long count, int every, int workers) {
  /** The same rounds and one more. */
  static List<DealtRounds> add(List<DealtRounds> dealt, int every, int workers) {
    List<DealtRounds> more = new ArrayList<>(dealt);
    DealtRounds last = dealt.isEmpty() ? null : dealt.get(dealt.size() - 1);
    if (last != null && last.every == every && last.workers == workers) {
      more.set(more.size() - 1, new DealtRounds(last.count + 1, every, workers));
    } else {
      more.add(new DealtRounds(1, every, workers));
    }
    return List.copyOf(more);
  }
}
