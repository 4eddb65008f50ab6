package dev.tributary.interop.dl4j.spark;

import dev.tributary.interop.dl4j.Devices;
import dev.tributary.interop.dl4j.Threads;
import dev.tributary.math.RandomStream;
import dev.tributary.optim.GradientClipping;
import java.util.List;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.factory.Nd4j;

/** Takes Deeplearning4j's own steps: its {@code fit}, minibatch by minibatch. */
final class Dl4jLearner implements Learner {
  private final Fitted network;
  private final List<TrainingHook> hooks;
  private final long seed;

  /**
   * @param json the network's configuration
   * @param threads of a task
   * @param clipping of each step's gradient, before the configuration's own
   * @param hooks are told of each minibatch
   * @param seed decides all that is random
   */
  record Maker(
      String run,
      Fitted.Kind kind,
      String json,
      int threads,
      GradientClipping clipping,
      List<TrainingHook> hooks,
      long seed)
      implements Learner.Maker {
    private static final long serialVersionUID = 1L;

    @Override
    public int prepareTask() {
      Threads.use(threads);
      return Devices.take();
    }

    @Override
    public Learner make() {
      return new Dl4jLearner(this);
    }
  }

  private Dl4jLearner(Maker maker) {
    this.network = Fitted.of(maker.kind, maker.json);
    this.hooks = maker.hooks;
    this.seed = maker.seed;
    if (!(maker.clipping instanceof GradientClipping.None)) {
      network.model().addListeners(new ClippedGradient(maker.clipping, network));
    }
  }

  @Override
  public Learned learn(int worker, Shared shared, List<Examples> minibatches) {
    network.setParameters(shared.weights);
    network.setUpdaterState(shared.state[0]);
    network.setCounts(shared.iteration, shared.epoch);
    long own = RandomStream.derive(seed, worker);
    long examples = 0;
    double scoreSum = 0;
    for (Examples minibatch : minibatches) {
      Nd4j.getRandom().setSeed(RandomStream.derive(own, network.iteration()));
      tell(minibatch, true);
      network.fit(minibatch);
      tell(minibatch, false);
      scoreSum += network.model().score() * minibatch.rows();
      examples += minibatch.rows();
    }
    return new Learned(
        worker,
        network.parameters(),
        new float[0],
        new float[][] {network.updaterState()},
        network.iteration() - shared.iteration,
        examples,
        scoreSum);
  }

  private void tell(Examples minibatch, boolean before) {
    for (TrainingHook hook : hooks) {
      switch (network.kind()) {
        case SEQUENCE -> {
          if (before) {
            hook.preUpdate(minibatch.dataSet(), network.model());
          } else {
            hook.postUpdate(minibatch.dataSet(), network.model());
          }
        }
        case GRAPH -> {
          if (before) {
            hook.preUpdate(minibatch.multiDataSet(), network.model());
          } else {
            hook.postUpdate(minibatch.multiDataSet(), network.model());
          }
        }
      }
    }
  }
}
