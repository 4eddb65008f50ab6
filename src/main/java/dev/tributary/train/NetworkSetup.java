package dev.tributary.train;

import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import java.io.Serializable;

/**
 * What a task needs to build its network.
 *
 * @param run tells this run's buffers from others' in the same JVM
 * @param network the network
 * @param input the shape of an example
 * @param batchSize the most examples of a minibatch
 * @param blasThreads threads of one task's matrix products: {@code spark.task.cpus}
 */
record NetworkSetup(String run, NetworkSpec network, Shape input, int batchSize, int blasThreads)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
