package dev.tributary.bench;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;

/**
 * The same step by libtorch through DJL, on one thread: momentum in place of Nesterov's, which DJL
 * doesn't have. The minibatches are ready tensors.
 */
final class LibtorchTraining implements Rival {
  private static final int MINIBATCHES = 20;

  private final Model model;
  private final Trainer trainer;
  private final NDManager manager;
  private final List<NDArray> features = new ArrayList<>();
  private final List<NDArray> labels = new ArrayList<>();
  private int steps;

  LibtorchTraining(Topology topology, int batchSize, Digits digits) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    model = Model.newInstance("digits", "PyTorch");
    SequentialBlock network = new SequentialBlock();
    for (int layer = 1; layer < topology.depth(); layer++) {
      network.add(Linear.builder().setUnits(topology.widths().get(layer)).build());
      network.add(BatchNorm.builder().build());
      network.add(Activation.eluBlock(1f));
    }
    network.add(Linear.builder().setUnits(topology.classes()).build());
    model.setBlock(network);
    Optimizer optimizer =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed(0.05f))
            .optMomentum(0.9f)
            .optClipGrad(1f)
            .build();
    Loss loss = new SoftmaxCrossEntropyLoss();
    trainer = model.newTrainer(new DefaultTrainingConfig(loss).optOptimizer(optimizer));
    trainer.initialize(new Shape(batchSize, topology.inputs()));
    manager = trainer.getManager().newSubManager();
    for (int i = 0; i < MINIBATCHES; i++) {
      int from = i * batchSize;
      float[] classes = new float[batchSize];
      for (int row = 0; row < batchSize; row++) {
        classes[row] = digits.label(from + row);
      }
      Shape shape = new Shape(batchSize, topology.inputs());
      features.add(manager.create(digits.floats(from, from + batchSize), shape));
      labels.add(manager.create(classes, new Shape(batchSize)));
    }
    train(); // the optimizer's state, made in the first step, must outlive it
  }

  @Override
  public double step() {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      return train();
    }
  }

  private double train() {
    int i = steps++ % MINIBATCHES;
    NDArray loss;
    try (GradientCollector collector = trainer.newGradientCollector()) {
      NDList outputs = trainer.forward(new NDList(features.get(i)));
      loss = trainer.getLoss().evaluate(new NDList(labels.get(i)), outputs);
      collector.backward(loss);
    }
    trainer.step();
    return loss.getFloat();
  }

  @Override
  public void close() {
    manager.close();
    trainer.close();
    model.close();
  }
}
