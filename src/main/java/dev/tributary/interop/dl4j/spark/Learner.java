package dev.tributary.interop.dl4j.spark;

import dev.tributary.interop.dl4j.Devices;
import java.io.Serializable;
import java.util.List;

/** Takes a worker's steps; serves one thread. */
interface Learner {
  /** Learns from minibatches, one after the other. */
  Learned learn(int worker, Shared shared, List<Examples> minibatches);

  /** Makes learners on the executors. */
  interface Maker extends Serializable {
    /** Tells the learners of this run from others'. */
    String run();

    /**
     * Readies this thread for a task.
     *
     * @return the number of its device, or {@link Devices#NONE}
     */
    int prepareTask();

    Learner make();
  }
}
