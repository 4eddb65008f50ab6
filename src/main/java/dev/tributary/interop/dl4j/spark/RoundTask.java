package dev.tributary.interop.dl4j.spark;

import dev.tributary.train.PartitionTask;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Spark runs on each worker's minibatches in a round. */
final class RoundTask extends PartitionTask<Held, Learned> {
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
  protected Learned run(int worker, Held held) {
    List<Examples> minibatches = held.ofRound(round, frequency);
    String owner = maker.run() + "/" + maker.prepareTask();
    Learner learner = borrow(owner);
    Learned learned = learner.learn(worker, handover.shared(), minibatches);
    giveBack(owner, learner);
    return handover.returned(learned);
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
