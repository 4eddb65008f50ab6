package dev.tributary.interop.dl4j.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/** What Spark runs on each worker's minibatches in a round. */
final class RoundTask implements Function2<Integer, Iterator<Held>, Iterator<Learned>> {
  private static final long serialVersionUID = 1L;
  private static final int RUNS_KEPT = 4;

  /** Idle learners of the latest runs in this JVM: to build one anew takes longer than a step. */
  private static final Map<String, Deque<Learner>> IDLE = new LinkedHashMap<>();

  private final Learner.Maker maker;
  private final Broadcast<Shared> shared;
  private final int round;
  private final int frequency;

  RoundTask(Learner.Maker maker, Broadcast<Shared> shared, int round, int frequency) {
    this.maker = maker;
    this.shared = shared;
    this.round = round;
    this.frequency = frequency;
  }

  @Override
  public Iterator<Learned> call(Integer worker, Iterator<Held> held) {
    List<Examples> minibatches = held.hasNext() ? held.next().ofRound(round, frequency) : List.of();
    if (minibatches.isEmpty()) {
      return List.<Learned>of().iterator();
    }
    Learner learner = borrow();
    Learned learned = learner.learn(worker, shared.value(), minibatches);
    giveBack(learner);
    return List.of(learned).iterator();
  }

  private Learner borrow() {
    synchronized (IDLE) {
      Deque<Learner> idle = IDLE.get(maker.run());
      if (idle != null && !idle.isEmpty()) {
        return idle.pop();
      }
    }
    return maker.make();
  }

  private void giveBack(Learner learner) {
    synchronized (IDLE) {
      IDLE.computeIfAbsent(maker.run(), unused -> new ArrayDeque<>()).push(learner);
      if (IDLE.size() > RUNS_KEPT) {
        IDLE.remove(IDLE.keySet().iterator().next());
      }
    }
  }
}
