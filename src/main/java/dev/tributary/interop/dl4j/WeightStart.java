package dev.tributary.interop.dl4j;

import dev.tributary.math.RandomStream;
import dev.tributary.nn.Shape;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.initializer.VarianceScaling;
import dev.tributary.nn.initializer.VarianceScaling.Distribution;
import dev.tributary.nn.initializer.VarianceScaling.Fan;
import dev.tributary.nn.layer.TensorSpec;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How the weights of a layer of Deeplearning4j start: by this library's initializer where it has
 * the one that the configuration names, since Deeplearning4j's {@code LECUN_UNIFORM} and {@code
 * VAR_SCALING_*} haven't the variance of their papers, and strided convolutions not the fan-out of
 * theirs; else as Deeplearning4j draws them.
 */
final class WeightStart {
  private WeightStart() {}

  static TensorSpec of(BaseLayer layer, String key, INDArray start) {
    Shape shape = Dl4jTensors.shape(start);
    int fanIn = shape.dimensions().get(0);
    int fanOut = shape.channels();
    if (layer instanceof ConvolutionLayer convolution) {
      int places = 1;
      int strides = 1;
      for (int size : convolution.getKernelSize()) {
        places *= size;
      }
      for (int stride : convolution.getStride()) {
        strides *= stride;
      }
      fanIn = Math.toIntExact(convolution.getNIn() * places);
      fanOut = Math.toIntExact(Math.max(1, convolution.getNOut() * places / strides));
    } else if (layer instanceof FeedForwardLayer plain && start.rank() == 2) {
      fanOut = Math.toIntExact(plain.getNOut());
    }
    return new TensorSpec(key, shape, initializer(layer.getWeightInitFn(), start), fanIn, fanOut);
  }

  private static Initializer initializer(IWeightInit named, INDArray start) {
    return switch (named.getClass().getSimpleName()) {
      case "WeightInitXavier" -> Initializers.GLOROT_NORMAL;
      case "WeightInitXavierUniform", "WeightInitVarScalingUniformFanAvg" ->
          Initializers.GLOROT_UNIFORM;
      case "WeightInitRelu" -> Initializers.HE_NORMAL;
      case "WeightInitReluUniform" -> Initializers.HE_UNIFORM;
      case "WeightInitNormal" -> Initializers.LECUN_NORMAL;
      case "WeightInitLecunUniform", "WeightInitVarScalingUniformFanIn" ->
          Initializers.LECUN_UNIFORM;
      case "WeightInitVarScalingNormalFanIn" -> scaling(Fan.IN, Distribution.TRUNCATED_NORMAL);
      case "WeightInitVarScalingNormalFanOut" -> scaling(Fan.OUT, Distribution.TRUNCATED_NORMAL);
      case "WeightInitVarScalingNormalFanAvg" ->
          scaling(Fan.AVERAGE, Distribution.TRUNCATED_NORMAL);
      case "WeightInitVarScalingUniformFanOut" -> scaling(Fan.OUT, Distribution.UNIFORM);
      default -> new Dl4jDraw(named, start.shape());
    };
  }

  private static Initializer scaling(Fan fan, Distribution distribution) {
    return new VarianceScaling("variance_scaling", 1, fan, distribution);
  }

  /** Draws as Deeplearning4j does, from a seed of the job's. */
  private static final class Dl4jDraw implements Initializer {
    private static final long serialVersionUID = 1L;

    private final IWeightInit draw;
    private final long[] shape;

    Dl4jDraw(IWeightInit draw, long[] shape) {
      this.draw = draw;
      this.shape = shape.clone();
    }

    @Override
    public String name() {
      return "dl4j";
    }

    @Override
    public void fill(
        float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
      Nd4j.getRandom().setSeed(random.nextLong());
      INDArray view = Nd4j.create(1, length);
      INDArray drawn = draw.init(fanIn, fanOut, shape, IWeightInit.DEFAULT_WEIGHT_INIT_ORDER, view);
      System.arraycopy(drawn.dup('c').data().asFloat(), 0, values, offset, length);
    }
  }
}
