package dev.tributary.interop.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@code MultiLayerNetwork} or a {@code ComputationGraph}, by what both have. */
sealed interface Dl4jModel {
  /** Its parameters, and what they have in common besides. */
  Model model();

  /** Its layers; of a graph, in topological order. */
  Layer[] layers();

  /** How many inputs it takes, and how many outputs it gives. */
  boolean hasOneInputAndOneOutput();

  /**
   * The score of a minibatch, from {@link Model#score}, and its gradient, summed over the examples,
   * from {@link Model#gradient}.
   */
  void differentiate(INDArray features, INDArray labels);

  /** The score of a minibatch in inference, penalties left out. */
  double score(INDArray features, INDArray labels);

  /** The penalties within a score. */
  double penalties();

  /** The outputs of a minibatch in inference. */
  INDArray outputs(INDArray features);

  /** Goes up the layers as in training; each keeps what went into it. */
  void goUp(INDArray features);

  /** One layer after the other. */
  record Sequential(MultiLayerNetwork network) implements Dl4jModel {
    Sequential(MultiLayerConfiguration configuration) {
      this(new MultiLayerNetwork(configuration));
      network.init();
      network.initGradientsView();
    }

    @Override
    public Model model() {
      return network;
    }

    @Override
    public Layer[] layers() {
      return network.getLayers();
    }

    @Override
    public boolean hasOneInputAndOneOutput() {
      return true;
    }

    @Override
    public void differentiate(INDArray features, INDArray labels) {
      network.setInput(features);
      network.setLabels(labels);
      network.computeGradientAndScore(LayerWorkspaceMgr.noWorkspaces());
    }

    @Override
    public double score(INDArray features, INDArray labels) {
      return network.score(new org.nd4j.linalg.dataset.DataSet(features, labels), false)
          - network.calcRegularizationScore(true);
    }

    @Override
    public double penalties() {
      return network.calcRegularizationScore(true);
    }

    @Override
    public INDArray outputs(INDArray features) {
      return network.output(features, false);
    }

    @Override
    public void goUp(INDArray features) {
      network.setInput(features);
      network.feedForward(true, false);
    }
  }

  /** Layers in any arrangement. */
  record Graph(ComputationGraph network) implements Dl4jModel {
    Graph(ComputationGraphConfiguration configuration) {
      this(new ComputationGraph(configuration));
      network.init();
      network.initGradientsView();
    }

    @Override
    public Model model() {
      return network;
    }

    @Override
    public Layer[] layers() {
      return network.getLayers();
    }

    @Override
    public boolean hasOneInputAndOneOutput() {
      return network.getNumInputArrays() == 1 && network.getNumOutputArrays() == 1;
    }

    @Override
    public void differentiate(INDArray features, INDArray labels) {
      network.setInputs(features);
      network.setLabels(labels);
      network.computeGradientAndScore(LayerWorkspaceMgr.noWorkspaces());
    }

    @Override
    public double score(INDArray features, INDArray labels) {
      return network.score(new org.nd4j.linalg.dataset.DataSet(features, labels), false)
          - network.calcRegularizationScore(true);
    }

    @Override
    public double penalties() {
      return network.calcRegularizationScore(true);
    }

    @Override
    public INDArray outputs(INDArray features) {
      return network.output(false, features)[0];
    }

    @Override
    public void goUp(INDArray features) {
      network.setInputs(features);
      network.feedForward(true, false, false);
    }
  }
}
