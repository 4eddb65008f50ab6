package dev.tributary.train;

import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import java.io.Serializable;
import java.util.Set;

/**
 * What a task needs to build its network.
 *
 * @param run tells this run's buffers from others' in the same JVM
 * @param network the network
 * @param input the shape of an example
 * @param batchSize the most examples of a minibatch
 * @param blasThreads threads of one task's matrix products: {@code spark.task.cpus}
 * @param targets what the data gives the loss to compare the outputs with
 * @param frozen names of layers whose weights stay as they are
 */
record NetworkSetup(
    String run,
    NetworkSpec network,
    Shape input,
    int batchSize,
    int blasThreads,
    TargetKind targets,
    Set<String> frozen)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public NetworkSetup {
    frozen = Set.copyOf(frozen);
  }

  /** The same, with no layer frozen any more. */
  NetworkSetup thawed() {
    return new NetworkSetup(run, network, input, batchSize, blasThreads, targets, Set.of());
  }
}
