package dev.tributary.optim;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What makes the next shared model of the last one, {@code x}, and the average of what the workers
 * made of it, {@code x̄}. Only the weights take it.
 *
 * <p>With {@code Δ = x̄ - x} a round is one step of an optimizer whose negative gradient is Δ.
 */
public sealed interface OuterStep extends Serializable {
  /** Names of the vectors that it remembers from round to round, each as long as the weights. */
  List<String> state();

  /**
   * Takes the step.
   *
   * @param shared x; stays as it is
   * @param average x̄; becomes the next x. Where nothing moves, and nothing did before, it keeps
   *     the bits of x
   * @param state one vector for each name; changed in place
   */
  void apply(float[] shared, float[] average, float[][] state);

  /** Whether the next model is always the average. */
  default boolean isNone() {
    return state().isEmpty();
  }

  /** The state before the first round: zeros. */
  default float[][] newState(int size) {
    return new float[state().size()][size];
  }

  /**
   * What suits a number of workers: none below 4, else momentum: 0.2 from 4 on, 0.5 from 8 and 0.6
   * from 16.
   */
  static OuterStep suiting(int workers) {
    if (workers < 4) {
      return new None();
    }
    double momentum = workers < 8 ? 0.2 : workers < 16 ? 0.5 : 0.6;
    return new Momentum(momentum, 1);
  }

  /**
   * Reads {@code outer { type = momentum, momentum = 0.5, rate = 1 }}.
   *
   * @return empty for {@code auto}: {@link #suiting} tells once the workers are known
   */
  static Optional<OuterStep> read(Section section, String key) {
    Section own = section.typed(key, "type");
    Map<String, Function<Section, Optional<OuterStep>>> kinds = new LinkedHashMap<>();
    kinds.put("auto", each -> Optional.empty());
    kinds.put("none", each -> Optional.of(new None()));
    kinds.put("momentum", each -> Optional.of(new Momentum(momentum(each, 0.5), rate(each, 1))));
    kinds.put("nesterov", each -> Optional.of(new Nesterov(momentum(each, 0.9), rate(each, 0.7))));
    return own.choice("type", kinds).apply(own);
  }

  private static double momentum(Section section, double fallback) {
    return section.number("momentum", fallback, Range.fromBelow(0, 1));
  }

  private static double rate(Section section, double fallback) {
    return section.number("rate", fallback, Range.positive());
  }

  /** The weight after a move; one that doesn't move keeps its bits, -0 too. */
  private static float moved(float from, double by) {
    return by == 0 ? from : (float) (from + by);
  }

  /** {@code x ← x̄}, bit for bit. */
  record None() implements OuterStep {
    private static final long serialVersionUID = 1L;

    @Override
    public List<String> state() {
      return List.of();
    }

    @Override
    public void apply(float[] shared, float[] average, float[][] state) {
      // The average is the next model as it is.
    }
  }

  /**
   * {@code u ← β u + Δ}, {@code x ← x + α u} (SlowMo: Wang et al., 2020, algorithm 1).
   *
   * <p>The paper divides Δ by the learning rate of the round and multiplies u by it. For a constant
   * rate that is the same. Here u remembers moves as they were made, so that after the rate has
   * fallen the last few moves count for more than in the paper; it needs no rate greater than 0.
   *
   * @param momentum β, {@code [0, 1)}; 0.5 by default
   * @param rate α, greater than 0; 1 by default
   */
  @Technique(
      kind = Technique.Kind.AVERAGING,
      name = "momentum",
      formula = "Δ = average − x, u ← β u + Δ, x ← x + α u",
      paper = "Wang et al., 2020 (SlowMo)",
      defaults = "momentum 0.5, rate 1")
  record Momentum(double momentum, double rate) implements OuterStep {
    private static final long serialVersionUID = 1L;

    @Override
    public List<String> state() {
      return List.of("momentum");
    }

    @Override
    public void apply(float[] shared, float[] average, float[][] state) {
      float[] velocity = state[0];
      for (int i = 0; i < shared.length; i++) {
        velocity[i] = (float) (momentum * velocity[i] + ((double) average[i] - shared[i]));
        average[i] = moved(shared[i], rate * velocity[i]);
      }
    }
  }

  /**
   * {@code u ← β u + Δ}, {@code x ← x + α (Δ + β u)} (DiLoCo: Douillard et al., 2023).
   *
   * @param momentum β, {@code [0, 1)}; 0.9 by default
   * @param rate α, greater than 0; 0.7 by default
   */
  @Technique(
      kind = Technique.Kind.AVERAGING,
      name = "nesterov",
      formula = "Δ = average − x, u ← β u + Δ, x ← x + α (Δ + β u)",
      paper = "Douillard et al., 2023 (DiLoCo)",
      defaults = "momentum 0.9, rate 0.7")
  record Nesterov(double momentum, double rate) implements OuterStep {
    private static final long serialVersionUID = 1L;

    @Override
    public List<String> state() {
      return List.of("momentum");
    }

    @Override
    public void apply(float[] shared, float[] average, float[][] state) {
      float[] velocity = state[0];
      for (int i = 0; i < shared.length; i++) {
        double delta = (double) average[i] - shared[i];
        velocity[i] = (float) (momentum * velocity[i] + delta);
        average[i] = moved(shared[i], rate * (delta + momentum * velocity[i]));
      }
    }
  }
}
