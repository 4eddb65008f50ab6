package dev.tributary.nn.diagnosis;

import dev.tributary.math.RandomStream;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Orthogonal;
import dev.tributary.nn.layer.Nonlinearity;
import dev.tributary.nn.layer.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the initial weights suit the activations: the variance of each hidden kernel is held
 * against that of its activation's own initializer. The mismatch of layers that nothing normalizes
 * multiplies through the depth.
 */
final class InitializerRule {
  /** By how much the variance of the signal may go wrong through the whole depth. */
  private static final double TOLERATED = 30;

  private static final int DRAWN = 4096;

  private InitializerRule() {}

  static Optional<Finding> find(Evidence evidence) {
    List<Integer> wrong = new ArrayList<>();
    double mismatch = 1;
    for (int layer : evidence.weightLayers()) {
      Optional<Integer> activation = evidence.activationBehind(layer);
      if (activation.isEmpty()) {
        continue;
      }
      if (isConstant(kernel(evidence, layer))) {
        return Optional.of(symmetric(evidence, layer, activation.get()));
      }
      double ratio = mismatch(evidence, layer, activation.get());
      if (!evidence.normalized(layer, activation.get()) && Math.abs(Math.log(ratio)) > 0.1) {
        mismatch *= ratio;
        wrong.add(layer);
      }
    }
    return mismatch > TOLERATED || mismatch < 1 / TOLERATED
        ? Optional.of(unsuitable(evidence, wrong, mismatch))
        : Optional.empty();
  }

  /** The initializer that an activation calls for, where a layer's own is another one. */
  static Optional<String> better(Evidence evidence, int weightLayer, int activation) {
    double ratio = mismatch(evidence, weightLayer, activation);
    return Math.abs(Math.log(ratio)) > 0.1
        ? Optional.of(function(evidence, activation).defaultInitializer().name())
        : Optional.empty();
  }

  /** A name and its settings: {@code normal(stddev 1.0)}. */
  static String text(Initializer initializer) {
    Map<String, Object> settings = initializer.settings();
    return settings.isEmpty()
        ? initializer.name()
        : settings.entrySet().stream()
            .map(setting -> setting.getKey() + " " + setting.getValue())
            .collect(Collectors.joining(", ", initializer.name() + "(", ")"));
  }

  static TensorSpec kernel(Evidence evidence, int layer) {
    return evidence.kernel(layer).map(Slice::spec).orElseThrow();
  }

  static Nonlinearity function(Evidence evidence, int activation) {
    return (Nonlinearity) evidence.layers().get(activation).spec();
  }

  private static Finding symmetric(Evidence evidence, int layer, int activation) {
    return new Finding(
        Finding.Kind.UNSUITABLE_INITIALIZER,
        Severity.CRITICAL,
        evidence.name(layer),
        evidence.name(layer),
        ("All weights of %s start alike (initializer %s), so all its units learn the"
                + " same and count as one. Use initializer = %s, which suits %s.")
            .formatted(
                evidence.label(layer),
                text(kernel(evidence, layer).initializer()),
                function(evidence, activation).defaultInitializer().name(),
                function(evidence, activation).functionName()));
  }

  private static Finding unsuitable(Evidence evidence, List<Integer> wrong, double mismatch) {
    int first = wrong.get(0);
    int last = wrong.get(wrong.size() - 1);
    int activation = evidence.activationBehind(first).orElseThrow();
    String which =
        wrong.size() == 1
            ? evidence.name(first)
            : "%s from %s to %s"
                .formatted(Words.layers(wrong.size()), evidence.name(first), evidence.name(last));
    return new Finding(
        Finding.Kind.UNSUITABLE_INITIALIZER,
        Severity.WARNING,
        evidence.name(first),
        evidence.name(last),
        ("The initializer %s doesn't suit %s: over %s, the variance of the weights is"
                + " too %s by %s in all. Use initializer = %s, or leave it out: it is the default"
                + " for %s; or put batch_normalization before each activation.")
            .formatted(
                text(kernel(evidence, first).initializer()),
                function(evidence, activation).functionName(),
                which,
                mismatch > 1 ? "large" : "small",
                Words.factor(mismatch > 1 ? mismatch : 1 / mismatch),
                function(evidence, activation).defaultInitializer().name(),
                function(evidence, activation).functionName()));
  }

  /** A kernel's mean square over that of the initializer that suits the activation. */
  private static double mismatch(Evidence evidence, int layer, int activation) {
    TensorSpec kernel = kernel(evidence, layer);
    Initializer suitable = function(evidence, activation).defaultInitializer();
    return kernel.initializer().equals(suitable)
        ? 1
        : meanSquare(kernel, kernel.initializer()) / meanSquare(kernel, suitable);
  }

  private static boolean isConstant(TensorSpec kernel) {
    float[] drawn = draw(kernel, kernel.initializer());
    for (float value : drawn) {
      if (value != drawn[0]) {
        return false;
      }
    }
    return drawn.length > 1;
  }

  /** Known where drawing takes long, else from a sample. */
  private static double meanSquare(TensorSpec kernel, Initializer initializer) {
    if (initializer instanceof Orthogonal orthogonal) {
      int columns = kernel.shape().size() / kernel.fanIn();
      return orthogonal.gain() * orthogonal.gain() / Math.max(kernel.fanIn(), columns);
    }
    double sum = 0;
    float[] drawn = draw(kernel, initializer);
    for (float value : drawn) {
      sum += (double) value * value;
    }
    return sum / drawn.length;
  }

  private static float[] draw(TensorSpec kernel, Initializer initializer) {
    int columns = initializer instanceof Orthogonal ? 1 : Math.max(1, DRAWN / kernel.fanIn());
    float[] values = new float[kernel.fanIn() * columns];
    initializer.fill(
        values, 0, values.length, kernel.fanIn(), kernel.fanOut(), new RandomStream(1));
    return values;
  }
}
