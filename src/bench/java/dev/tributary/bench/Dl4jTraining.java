package dev.tributary.bench;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The same step by Deeplearning4j's {@code fit}. The minibatches are ready data sets. */
final class Dl4jTraining implements Rival {
  private static final int MINIBATCHES = 20;

  private final MultiLayerNetwork network;
  private final List<DataSet> batches = new ArrayList<>();
  private int steps;

  Dl4jTraining(Topology topology, int batchSize, Digits digits) {
    network = new MultiLayerNetwork(configuration(topology));
    network.init();
    for (int i = 0; i < MINIBATCHES; i++) {
      int from = i * batchSize;
      float[] targets = new float[batchSize * topology.classes()];
      for (int row = 0; row < batchSize; row++) {
        targets[row * topology.classes() + digits.label(from + row)] = 1f;
      }
      float[] pixels = digits.floats(from, from + batchSize);
      batches.add(
          new DataSet(
              Nd4j.create(pixels, batchSize, topology.inputs()),
              Nd4j.create(targets, batchSize, topology.classes())));
    }
  }

  static MultiLayerConfiguration configuration(Topology topology) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .weightInit(WeightInit.RELU)
            .updater(new Nesterovs(0.05, 0.9))
            .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
            .gradientNormalizationThreshold(1)
            .list();
    for (int layer = 1; layer < topology.depth(); layer++) {
      layers
          .layer(
              new DenseLayer.Builder()
                  .nOut(topology.widths().get(layer))
                  .activation(Activation.IDENTITY)
                  .build())
          .layer(new BatchNormalization.Builder().build())
          .layer(new ActivationLayer(Activation.ELU));
    }
    return layers
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(topology.classes())
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.feedForward(topology.inputs()))
        .build();
  }

  @Override
  public double step() {
    network.fit(batches.get(steps++ % MINIBATCHES));
    return network.score();
  }
}
