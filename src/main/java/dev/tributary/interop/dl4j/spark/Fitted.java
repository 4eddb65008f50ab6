package dev.tributary.interop.dl4j.spark;

import dev.tributary.interop.dl4j.Numbers;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@code MultiLayerNetwork} or a {@code ComputationGraph} in training, by what both have. */
sealed interface Fitted {
  /** The network that a configuration describes. */
  static Fitted of(Kind kind, String json) {
    return switch (kind) {
      case SEQUENCE -> {
        MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
        network.init();
        yield new Sequence(network);
      }
      case GRAPH -> {
        ComputationGraph network =
            new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
        network.init();
        yield new Graph(network);
      }
    };
  }

  /** Which of both. */
  enum Kind {
    SEQUENCE,
    GRAPH
  }

  Kind kind();

  /** Its configuration. */
  String json();

  Model model();

  Layer[] layers();

  Updater updater();

  int iteration();

  int epoch();

  void setCounts(int iteration, int epoch);

  void setScore(double score);

  Collection<TrainingListener> listeners();

  /** One minibatch, as Deeplearning4j takes it. */
  void fit(Examples minibatch);

  default float[] parameters() {
    return Numbers.of(model().params());
  }

  default void setParameters(float[] parameters) {
    model().params().assign(Numbers.row(parameters));
  }

  /** What the updater remembers; empty if nothing. */
  default float[] updaterState() {
    INDArray state = updater().getStateViewArray();
    return state == null ? new float[0] : Numbers.of(state);
  }

  default void setUpdaterState(float[] state) {
    if (state.length > 0) {
      updater().getStateViewArray().assign(Numbers.row(state));
    }
  }

  /** One layer after the other. */
  record Sequence(MultiLayerNetwork network) implements Fitted {
    @Override
    public Kind kind() {
      return Kind.SEQUENCE;
    }

    @Override
    public String json() {
      return network.getLayerWiseConfigurations().toJson();
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
    public Updater updater() {
      return network.getUpdater();
    }

    @Override
    public int iteration() {
      return network.getLayerWiseConfigurations().getIterationCount();
    }

    @Override
    public int epoch() {
      return network.getLayerWiseConfigurations().getEpochCount();
    }

    @Override
    public void setCounts(int iteration, int epoch) {
      network.getLayerWiseConfigurations().setIterationCount(iteration);
      network.getLayerWiseConfigurations().setEpochCount(epoch);
    }

    @Override
    public void setScore(double score) {
      network.setScore(score);
    }

    @Override
    public Collection<TrainingListener> listeners() {
      return network.getListeners();
    }

    @Override
    public void fit(Examples minibatch) {
      network.fit(minibatch.dataSet());
    }
  }

  /** Layers in any arrangement. */
  record Graph(ComputationGraph network) implements Fitted {
    @Override
    public Kind kind() {
      return Kind.GRAPH;
    }

    @Override
    public String json() {
      return network.getConfiguration().toJson();
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
    public Updater updater() {
      return network.getUpdater();
    }

    @Override
    public int iteration() {
      return network.getConfiguration().getIterationCount();
    }

    @Override
    public int epoch() {
      return network.getConfiguration().getEpochCount();
    }

    @Override
    public void setCounts(int iteration, int epoch) {
      network.getConfiguration().setIterationCount(iteration);
      network.getConfiguration().setEpochCount(epoch);
    }

    @Override
    public void setScore(double score) {
      network.setScore(score);
    }

    @Override
    public Collection<TrainingListener> listeners() {
      return network.getListeners();
    }

    @Override
    public void fit(Examples minibatch) {
      network.fit(minibatch.multiDataSet());
    }
  }
}
