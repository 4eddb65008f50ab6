package dev.tributary.bench;

import dev.tributary.config.JobFile;
import dev.tributary.math.Norms;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.Shape;
import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.activation.Activations;
import dev.tributary.nn.initializer.Constant;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.Layer;
import dev.tributary.nn.layer.LayerPlan;
import dev.tributary.nn.layer.Step;
import dev.tributary.nn.layer.TensorSpec;
import dev.tributary.optim.LocalUpdate;
import dev.tributary.optim.StepSize;
import dev.tributary.optim.UpdateRule;
import dev.tributary.train.TrainingConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
  private static final int INPUTS = 784;

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
    private final float[] values = normal(PARAMETERS, 2);
  }

  @Benchmark
  public double norm(Vectors its) {
    return Norms.squares(its.values, 0, PARAMETERS);
  }

  @Benchmark
  public float largest(Vectors its) {
    return Norms.largest(its.values, 0, PARAMETERS);
  }

  /** An update of as many parameters in one kernel. */
  @State(Scope.Thread)
  public static class Updated {
    @Param({
      "optimizer = sgd",
      "optimizer = momentum",
      "optimizer = nesterov",
      "optimizer = adagrad",
      "optimizer = rmsprop",
      "optimizer = adadelta",
      "optimizer = adam",
      "optimizer = adamw",
      "optimizer = adamax",
      "optimizer = nadam",
      "optimizer = amsgrad",
      "optimizer = lion",
      "regularization { l1 = 1e-4 }",
      "regularization { l2 = 1e-4 }",
      "regularization { weight-decay = 1e-4 }",
      "clipping { type = value, limit = 0.01 }",
      "clipping { type = norm, limit = 0.01 }",
      "clipping { type = global_norm, limit = 0.01 }",
      "clipping { type = adaptive, limit = 0.01 }",
      "constraint { type = max_norm, limit = 1 }",
      "constraint { type = unit_norm }",
      "constraint { type = non_negative }"
    })
    public String function;

    private final float[] weights = normal(PARAMETERS, 1);
    private final float[] fresh = normal(PARAMETERS, 2);
    private final float[] gradient = new float[PARAMETERS];
    private final StepSize size = StepSize.of(1e-6, 1);
    private float[][] state;
    private LocalUpdate update;

    @Setup
    public void prepare() {
      ParameterLayout layout =
          ParameterLayout.of(
              "dense_1",
              List.of(
                  new TensorSpec(
                      "kernel", Shape.of(INPUTS, PARAMETERS / INPUTS), Constant.ZEROS, 1, 1)));
      String job = "optimizer = sgd, learning-rate { schedule = constant, value = 0.001 }";
      UpdateRule rule =
          JobFile.parse("kernel", "training { " + job + "\n" + function + " }", List.of())
              .read(root -> TrainingConfig.read(root.section("training"), List.of("dense_1")))
              .update();
      state = rule.optimizer().newState(PARAMETERS);
      update = new LocalUpdate(rule, layout, Set.of(), Map.of());
    }
  }

  /** All of it, and a copy of the gradient, which an update overwrites. */
  @Benchmark
  public float[] update(Updated its) {
    System.arraycopy(its.fresh, 0, its.gradient, 0, PARAMETERS);
    its.update.apply(its.weights, its.gradient, its.state, its.size);
    return its.weights;
  }
}
