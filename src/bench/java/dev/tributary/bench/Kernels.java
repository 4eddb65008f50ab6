package dev.tributary.bench;

import dev.tributary.config.JobFile;
import dev.tributary.math.Norms;
import dev.tributary.nn.Shape;
import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.activation.Activations;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.Layer;
import dev.tributary.nn.layer.LayerPlan;
import dev.tributary.nn.layer.Step;
import dev.tributary.optim.Adam;
import dev.tributary.optim.Nesterov;
import dev.tributary.optim.Optimizer;
import dev.tributary.optim.StepSize;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a step does besides its matrix products, each by itself. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Kernels {
  private static final int ROWS = 128;
  private static final int WIDTH = 300;
  private static final int PARAMETERS = 268_800;

  private static float[] normal(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** An activation on a minibatch of 128 rows of 300 values. */
  @State(Scope.Thread)
  public static class Activated {
    @Param({"relu", "leaky_relu", "elu", "selu", "tanh", "sigmoid", "softplus", "silu", "gelu"})
    public String function;

    private final float[][] inputs = new float[20][]; // more than branches can be learned by heart
    private final float[] output = new float[ROWS * WIDTH];
    private final float[] gradient = normal(ROWS * WIDTH, 1);
    private int calls;
    private Activation activation;

    @Setup
    public void prepare() {
      Arrays.setAll(inputs, i -> normal(ROWS * WIDTH, i));
      activation =
          JobFile.parse("kernel", "function = " + function, List.of())
              .read(root -> Activations.read(root, "function"));
    }
  }

  /** Forward and backward. */
  @Benchmark
  public float[] activation(Activated its) {
    float[] input = its.inputs[its.calls++ % its.inputs.length];
    its.activation.forward(input, its.output, ROWS, WIDTH);
    its.activation.backward(input, its.output, its.gradient, ROWS, WIDTH);
    return its.gradient;
  }

  /** A batch normalization on such a minibatch. */
  @State(Scope.Thread)
  public static class Normalized {
    private final float[] input = normal(ROWS * WIDTH, 1);
    private final float[] gradient = normal(ROWS * WIDTH, 2);
    private final Step step = new Step();
    private final Layer layer =
        new BatchNormalization(0.99, 0.001)
            .build(
                new LayerPlan(
                    0,
                    Shape.of(WIDTH),
                    ROWS,
                    List.of(0, WIDTH),
                    List.of(0, WIDTH),
                    LayerPlan.Backward.TO_INPUT,
                    LayerPlan.Role.TRAINABLE));

    @Setup
    public void prepare() {
      step.mode = Step.Mode.TRAINING;
      step.rows = ROWS;
      step.weights = normal(2 * WIDTH, 3);
      step.statistics = new float[2 * WIDTH];
      step.gradient = new float[2 * WIDTH];
    }
  }

  /** Forward and backward. */
  @Benchmark
  public float[] batchNormalization(Normalized its) {
    its.layer.forward(its.step, its.input);
    return its.layer.backward(its.step, its.gradient);
  }

  /** As many parameters as 784-300-100-10 has, about. */
  @State(Scope.Thread)
  public static class Vectors {
    private final float[] weights = normal(PARAMETERS, 1);
    private final float[] gradient = normal(PARAMETERS, 2);
    private final Optimizer nesterov = new Nesterov(0.9);
    private final Optimizer adam = new Adam(0.9, 0.999, 1e-8);
    private final float[][] velocity = nesterov.newState(PARAMETERS);
    private final float[][] moments = adam.newState(PARAMETERS);
    private final StepSize size = StepSize.of(1e-6, 1);
  }

  @Benchmark
  public double norm(Vectors its) {
    return Norms.squares(its.gradient, 0, PARAMETERS);
  }

  @Benchmark
  public float largest(Vectors its) {
    return Norms.largest(its.gradient, 0, PARAMETERS);
  }

  @Benchmark
  public float[] nesterov(Vectors its) {
    its.nesterov.step(its.weights, its.gradient, its.velocity, 0, PARAMETERS, its.size);
    return its.weights;
  }

  @Benchmark
  public float[] adam(Vectors its) {
    its.adam.step(its.weights, its.gradient, its.moments, 0, PARAMETERS, its.size);
    return its.weights;
  }
}
