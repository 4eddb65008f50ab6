package dev.tributary.interop.dl4j;

import com.google.auto.service.AutoService;
import dev.tributary.nn.Shape;
import dev.tributary.nn.layer.Convolution;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.Embedding;
import dev.tributary.nn.layer.ForeignLayer;
import dev.tributary.nn.layer.ForeignLayers;
import dev.tributary.nn.layer.Layer;
import dev.tributary.nn.layer.LayerPlan;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.Lstm;
import dev.tributary.nn.layer.Pooling;
import dev.tributary.nn.layer.Recurrence;
import dev.tributary.nn.layer.SimpleRnn;
import dev.tributary.nn.layer.WholeNetwork;
import dev.tributary.nn.layer.Window;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Layers by Deeplearning4j: those that take matrix products, and the pooling between them. What
 * works value by value, normalizes or draws at random is the native engine's.
 */
@AutoService(ForeignLayers.class)
public final class Dl4jLayers implements ForeignLayers {
  @Override
  public Layer build(LayerSpec spec, LayerPlan plan) {
    Shape input = plan.input();
    if (spec instanceof Dense dense) {
      return Dl4jLayer.of(dense(dense, input), spec, plan);
    }
    if (spec instanceof Convolution convolution) {
      return Dl4jLayer.of(convolution(convolution, input), spec, plan);
    }
    if (spec instanceof Pooling pooling) {
      return Dl4jLayer.of(pooling(pooling, input), spec, plan);
    }
    if (spec instanceof Lstm lstm) {
      Layer each = Dl4jLayer.of(lstm(lstm.recurrence(), input), spec, plan);
      return given(lstm.recurrence(), each, plan);
    }
    if (spec instanceof SimpleRnn rnn) {
      Layer each = Dl4jLayer.of(simpleRnn(rnn.recurrence(), input), spec, plan);
      return given(rnn.recurrence(), each, plan);
    }
    if (spec instanceof Embedding embedding) {
      return new Indices(
          embedding.entries(), Dl4jLayer.of(embedding(embedding, input), spec, plan), plan);
    }
    if (spec instanceof ForeignLayer) {
      throw new IllegalArgumentException("Deeplearning4j's engine has no " + spec.type());
    }
    return spec.build(plan);
  }

  @Override
  public WholeNetwork network(String configuration, List<Integer> inputShape) {
    return Dl4jNetwork.of(configuration, inputShape);
  }

  @Override
  public int prepareTask(int threads) {
    Threads.use(threads);
    return Devices.take();
  }

  private static Layer given(Recurrence recurrence, Layer each, LayerPlan plan) {
    return switch (recurrence.output()) {
      case EACH -> each;
      case LAST ->
          new LastStep(each, plan.input().positions(), recurrence.units(), plan.capacity());
    };
  }

  private static org.deeplearning4j.nn.conf.layers.Layer dense(Dense dense, Shape input) {
    return new DenseLayer.Builder()
        .nIn(input.size())
        .nOut(dense.units())
        .hasBias(dense.bias() == Dense.Bias.USED)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static org.deeplearning4j.nn.conf.layers.Layer convolution(
      Convolution convolution, Shape input) {
    Window window = convolution.window();
    boolean biased = convolution.bias() == Dense.Bias.USED;
    if (input.rank() == 2) {
      return new Convolution1DLayer.Builder(window.size(0), window.stride(0))
          .nIn(input.channels())
          .nOut(convolution.filters())
          .hasBias(biased)
          .convolutionMode(mode(window))
          .activation(Activation.IDENTITY)
          .build();
    }
    return new ConvolutionLayer.Builder()
        .kernelSize(window.size(0), window.size(1))
        .stride(window.stride(0), window.stride(1))
        .nIn(input.channels())
        .nOut(convolution.filters())
        .hasBias(biased)
        .convolutionMode(mode(window))
        .activation(Activation.IDENTITY)
        .build();
  }

  private static org.deeplearning4j.nn.conf.layers.Layer pooling(Pooling pooling, Shape input) {
    Window window = pooling.window();
    PoolingType type =
        switch (pooling.kind()) {
          case MAX -> PoolingType.MAX;
          case AVERAGE -> PoolingType.AVG;
        };
    if (input.rank() == 2) {
      return new Subsampling1DLayer.Builder(type)
          .kernelSize(window.size(0))
          .stride(window.stride(0))
          .convolutionMode(mode(window))
          .avgPoolIncludePadInDivisor(false)
          .build();
    }
    return new SubsamplingLayer.Builder(type)
        .kernelSize(window.size(0), window.size(1))
        .stride(window.stride(0), window.stride(1))
        .convolutionMode(mode(window))
        .avgPoolIncludePadInDivisor(false)
        .build();
  }

  private static ConvolutionMode mode(Window window) {
    return switch (window.padding()) {
      case VALID -> ConvolutionMode.Truncate;
      case SAME -> ConvolutionMode.Same;
    };
  }

  private static org.deeplearning4j.nn.conf.layers.Layer lstm(Recurrence lstm, Shape input) {
    return new LSTM.Builder()
        .nIn(input.channels())
        .nOut(lstm.units())
        .activation(Activation.TANH)
        .gateActivationFunction(Activation.SIGMOID)
        .build();
  }

  private static org.deeplearning4j.nn.conf.layers.Layer simpleRnn(Recurrence rnn, Shape input) {
    return new org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn.Builder()
        .nIn(input.channels())
        .nOut(rnn.units())
        .activation(Activation.TANH)
        .build();
  }

  private static org.deeplearning4j.nn.conf.layers.Layer embedding(
      Embedding embedding, Shape input) {
    return new EmbeddingSequenceLayer.Builder()
        .nIn(embedding.entries())
        .nOut(embedding.units())
        .inputLength(input.size())
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }
}
