package dev.tributary.interop.dl4j.spark;

import dev.tributary.interop.archive.Configurations;
import dev.tributary.interop.archive.TranslatedNetwork;
import dev.tributary.interop.archive.TranslatedTraining;
import dev.tributary.interop.dl4j.Devices;
import dev.tributary.math.Blas;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.LocalUpdate;
import dev.tributary.optim.StepSize;
import dev.tributary.optim.UpdateRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Takes the steps that Deeplearning4j would, with the native engine. */
final class NativeLearner implements Learner {
  private final Network network;
  private final LocalUpdate update;
  private final LearningRateSchedule rate;
  private final Minibatch batch;
  private final float[] gradient;
  private final long seed;
  private final StepSize size = new StepSize();

  /**
   * @param json the network's configuration, which has a translation
   * @param batchSize the most examples of a minibatch
   * @param threads of a task's matrix products
   * @param clipping in place of the configuration's, if any
   * @param seed decides all that is random
   */
  record Maker(
      String run, String json, int batchSize, int threads, GradientClipping clipping, long seed)
      implements Learner.Maker {
    private static final long serialVersionUID = 1L;

    @Override
    public int prepareTask() {
      return Devices.NONE;
    }

    @Override
    public Learner make() {
      return new NativeLearner(this);
    }
  }

  private NativeLearner(Maker maker) {
    Blas.fastest().useThreads(maker.threads);
    TranslatedNetwork translated = Configurations.network(maker.json);
    TranslatedTraining training = Configurations.training(maker.json);
    this.network =
        new Network(translated.spec(), translated.input(), maker.batchSize, translated.frozen());
    UpdateRule own = training.rule();
    UpdateRule rule =
        new UpdateRule(
            own.optimizer(),
            maker.clipping instanceof GradientClipping.None ? own.clipping() : maker.clipping,
            own.regularization(),
            own.constraint());
    this.update = new LocalUpdate(rule, network.parameters(), translated.frozen(), Map.of());
    this.rate = training.rate();
    this.batch =
        new Minibatch(maker.batchSize, network.input().size(), TargetKind.VALUES, network.width());
    this.gradient = new float[network.parameters().size()];
    this.seed = maker.seed;
  }

  @Override
  public Learned learn(int worker, Shared shared, List<Examples> minibatches) {
    float[] weights = shared.weights.clone();
    float[] statistics = shared.statistics.clone();
    float[][] state = Arrays.stream(shared.state).map(float[]::clone).toArray(float[][]::new);
    long own = RandomStream.derive(seed, worker);
    long examples = 0;
    double scoreSum = 0;
    int step = shared.iteration;
    for (Examples minibatch : minibatches) {
      fill(minibatch);
      double loss =
          network.gradient(batch, weights, statistics, gradient, RandomStream.derive(own, step));
      size.rate = rate.rate(step);
      size.momentum = rate.momentum(step);
      size.step = 1L + step;
      update.apply(weights, gradient, state, size);
      scoreSum += loss * batch.rows;
      examples += batch.rows;
      step++;
    }
    return new Learned(worker, weights, statistics, state, minibatches.size(), examples, scoreSum);
  }

  private void fill(Examples minibatch) {
    if (!minibatch.arePlain()
        || minibatch.features().get(0).width() != batch.width
        || minibatch.labels().get(0).width() != network.width()) {
      throw new IllegalArgumentException(
          "Invalid examples: the network takes rows of %d features and %d targets, without masks"
              .formatted(batch.width, network.width()));
    }
    batch.rows = minibatch.rows();
    float[] features = minibatch.features().get(0).numbers;
    float[] targets = minibatch.labels().get(0).numbers;
    System.arraycopy(features, 0, batch.features, 0, features.length);
    System.arraycopy(targets, 0, batch.values, 0, targets.length);
  }
}
