package dev.tributary.interop.dl4j.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.Function2;

/** What Spark runs on each worker's minibatches in a round. */
final class RoundTask implements Function2<Integer, Iterator<Held>, Iterator<Learned>> {
  private static final long serialVersionUID = 1L;
  private static final int RUNS_KEPT = 4;

  /** Idle learners of the latest runs in this JVM: to build one anew takes longer than a step. */
  private static final Map<String, Deque<Learner>> IDLE = new LinkedHashMap<>();

  private final Learner.Maker maker;
  private final Handover handover;
  private final int round;
  private final int frequency;

  RoundTask(Learner.Maker maker, Handover handover, int round, int frequency) {
    this.maker = maker;
    this.handover = handover;
    this.round = round;
    this.frequency = frequency;
  }

  @Override
  public Iterator<Learned> call(Integer worker, Iterator<Held> held) {
    List<Examples> minibatches = held.hasNext() ? held.next().ofRound(round, frequency) : List.of();
    if (minibatches.isEmpty()) {
      return List.<Learned>of().iterator();
    }
    String owner = maker.run() + "/" + maker.prepareTask();
    Learner learner = borrow(owner);
    Learned learned = learner.learn(worker, handover.shared(), minibatches);
    giveBack(owner, learner);
    return List.of(handover.returned(learned)).iterator();
  }

  private Learner borrow(String owner) {
    synchronized (IDLE) {
      Deque<Learner> idle = IDLE.get(owner);
      if (idle != null && !idle.isEmpty()) {
        return idle.pop();
      }
    }
    return maker.make();
  }

  private static void giveBack(String owner, Learner learner) {
    synchronized (IDLE) {
      IDLE.computeIfAbsent(owner, unused -> new ArrayDeque<>()).push(learner);
      if (IDLE.size() > RUNS_KEPT) {
        IDLE.remove(IDLE.keySet().iterator().next());
      }
    }
  }
}
