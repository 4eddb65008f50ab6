package dev.tributary.bench;

import dev.tributary.data.Shard;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LocalUpdate;
import dev.tributary.optim.Nesterov;
import dev.tributary.optim.StepSize;
import dev.tributary.optim.UpdateRule;
import java.util.Map;
import java.util.Set;

/** Tributary's own step on one thread: what a worker does between two averages. */
final class Training {
  private static final double RATE = 0.05;

  private final Network network;
  private final Shard shard;
  private final int[] order;
  private final Minibatch batch;
  private final float[] weights;
  private final float[] statistics;
  private final float[] gradient;
  private final float[][] state;
  private final LocalUpdate update;
  private final StepSize size = StepSize.of(RATE, 0);

  Training(Topology topology, int batchSize, Digits digits) {
    network = new Network(topology.spec(), topology.input(), batchSize);
    shard = digits.shard();
    order = new RandomStream(1).permutation(shard.rows());
    batch = new Minibatch(batchSize, topology.inputs(), TargetKind.CLASS_INDEX, 0);
    weights = network.parameters().initialize(1);
    statistics = network.statistics().initialize(1);
    gradient = new float[weights.length];
    Nesterov optimizer = new Nesterov(0.9);
    state = optimizer.newState(weights.length);
    update =
        new LocalUpdate(
            UpdateRule.of(optimizer, new GradientClipping.ByValue(1)),
            network.parameters(),
            Set.of(),
            Map.of());
    read();
  }

  /** Reads the next minibatch's pixels. */
  void read() {
    int steps = shard.rows() / batch.capacity;
    int from = (int) (size.step % steps) * batch.capacity;
    shard.fill(batch, order, from, from + batch.capacity);
  }

  /** The gradient of the minibatch, and the update of the weights by it; returns the loss. */
  double step() {
    size.step++;
    double loss = network.gradient(batch, weights, statistics, gradient, size.step);
    update.apply(weights, gradient, state, size);
    return loss;
  }
}
