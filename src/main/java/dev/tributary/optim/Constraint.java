package dev.tributary.optim;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the kernels satisfy after each step: they are projected onto the nearest that do. A unit's
 * weights are a column of a kernel {@code [inputs, units]}.
 */
public sealed interface Constraint extends Serializable {
  /** Whose kernels. */
  LayerSelection layers();

  /** Whether the average of weights that satisfy it does so too. */
  boolean isKeptByAveraging();

  /**
   * Projects a kernel in place; weights that satisfy it keep their bits.
   *
   * @param weights the flat vector
   * @param kernel where it lies
   * @param scratch at least as long as the kernel has units
   */
  void project(float[] weights, Kernel kernel, double[] scratch);

  /**
   * Reads {@code constraint { type = max_norm, limit = 2 }}.
   *
   * @param layers the names of the network's layers, if they are known
   */
  static Constraint read(Section section, String key, List<String> layers) {
    Section own = section.typed(key, "type");
    Map<String, Function<Section, Constraint>> kinds = new LinkedHashMap<>();
    kinds.put("none", each -> new None());
    kinds.put(
        "max_norm",
        each ->
            new MaxNorm(
                each.number("limit", 2, Range.positive()), LayerSelection.read(each, layers)));
    kinds.put("unit_norm", each -> new UnitNorm(LayerSelection.read(each, layers)));
    kinds.put("non_negative", each -> new NonNegative(LayerSelection.read(each, layers)));
    return own.choice("type", kinds).apply(own);
  }

  /** The squared norm of each unit's weights, into {@code squares[0 .. units)}. */
  private static void squares(float[] weights, Kernel kernel, double[] squares) {
    int units = kernel.units();
    for (int unit = 0; unit < units; unit++) {
      squares[unit] = 0;
    }
    for (int row = kernel.offset(); row < kernel.end(); row += units) {
      for (int unit = 0; unit < units; unit++) {
        double w = weights[row + unit];
        squares[unit] += w * w;
      }
    }
  }

  private static void scale(float[] weights, Kernel kernel, double[] factors) {
    int units = kernel.units();
    for (int row = kernel.offset(); row < kernel.end(); row += units) {
      for (int unit = 0; unit < units; unit++) {
        weights[row + unit] = (float) (weights[row + unit] * factors[unit]);
      }
    }
  }

  /** Leaves weights as they are. */
  record None() implements Constraint {
    private static final long serialVersionUID = 1L;

    @Override
    public LayerSelection layers() {
      return LayerSelection.ALL;
    }

    @Override
    public boolean isKeptByAveraging() {
      return true;
    }

    @Override
    public void project(float[] weights, Kernel kernel, double[] scratch) {
      // Every kernel will do.
    }
  }

  /**
   * {@code w ← w · limit / ‖w‖₂} for each unit whose norm is above the limit (Srivastava et al.,
   * 2014, section 5.1).
   *
   * @param limit greater than 0; 2 by default, as in Keras
   */
  @Technique(
      kind = Technique.Kind.REGULARIZATION,
      name = "max_norm",
      formula = "a unit’s w to ‖w‖ ≤ limit after each step",
      paper = "Srivastava et al., 2014",
      defaults = "limit 2")
  record MaxNorm(double limit, LayerSelection layers) implements Constraint {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isKeptByAveraging() {
      return true;
    }

    @Override
    public void project(float[] weights, Kernel kernel, double[] scratch) {
      squares(weights, kernel, scratch);
      boolean above = false;
      for (int unit = 0; unit < kernel.units(); unit++) {
        double norm = Math.sqrt(scratch[unit]);
        above |= norm > limit;
        scratch[unit] = norm > limit ? limit / norm : 1;
      }
      if (above) {
        scale(weights, kernel, scratch);
      }
    }
  }

  /** {@code w ← w / ‖w‖₂} for each unit; weights that are all 0 stay so. */
  @Technique(
      kind = Technique.Kind.REGULARIZATION,
      name = "unit_norm",
      formula = "a unit’s w ← w / ‖w‖ after each step",
      paper = "–")
  record UnitNorm(LayerSelection layers) implements Constraint {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isKeptByAveraging() {
      return false;
    }

    @Override
    public void project(float[] weights, Kernel kernel, double[] scratch) {
      squares(weights, kernel, scratch);
      for (int unit = 0; unit < kernel.units(); unit++) {
        scratch[unit] = scratch[unit] == 0 ? 1 : 1 / Math.sqrt(scratch[unit]);
      }
      scale(weights, kernel, scratch);
    }
  }

  /** {@code w ← max(w, 0)}. */
  @Technique(
      kind = Technique.Kind.REGULARIZATION,
      name = "non_negative",
      formula = "w ← max(0, w) after each step",
      paper = "Lee and Seung, 1999")
  record NonNegative(LayerSelection layers) implements Constraint {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isKeptByAveraging() {
      return true;
    }

    @Override
    public void project(float[] weights, Kernel kernel, double[] scratch) {
      for (int i = kernel.offset(); i < kernel.end(); i++) {
        weights[i] = Math.max(weights[i], 0);
      }
    }
  }
}
