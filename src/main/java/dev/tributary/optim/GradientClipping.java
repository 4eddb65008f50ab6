package dev.tributary.optim;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.Norms;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.optim.ClippingTally.Outcome;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps a gradient from being too large, so that one bad minibatch can't undo what was learned.
 *
 * <p>NaN stays NaN, so that divergence is noticed. An infinite value becomes the limit by value; by
 * a norm, which is then infinite too, it becomes NaN and what it is scaled with 0.
 */
public sealed interface GradientClipping extends Serializable {
  /**
   * Clips in place and takes note of it.
   *
   * @param gradient {@code [n]}
   * @param weights {@code [n]} that it is of, read only
   * @param layout where each tensor lies
   * @param tally counts the step, unless nothing is ever clipped
   */
  void clip(float[] gradient, float[] weights, ParameterLayout layout, ClippingTally tally);

  /** Reads {@code clipping { type = value, limit = 1.0 }}. */
  static GradientClipping read(Section section, String key) {
    Section own = section.typed(key, "type");
    Map<String, Function<Section, GradientClipping>> kinds = new LinkedHashMap<>();
    kinds.put("none", each -> new None());
    kinds.put("value", each -> new ByValue(limit(each)));
    kinds.put("norm", each -> new ByNorm(limit(each)));
    kinds.put("global_norm", each -> new ByGlobalNorm(limit(each)));
    kinds.put(
        "adaptive",
        each ->
            new Adaptive(
                each.number("limit", 0.01, Range.positive()),
                each.number("epsilon", 1e-3, Range.positive())));
    return own.choice("type", kinds).apply(own);
  }

  private static double limit(Section section) {
    return section.number("limit", Range.positive());
  }

  /** Scales what is longer than the limit; NaN is not. */
  private static Outcome shorten(float[] values, int from, int to, double norm, double limit) {
    if (!(norm > limit)) {
      return Outcome.KEPT;
    }
    float factor = (float) (limit / norm);
    for (int i = from; i < to; i++) {
      values[i] *= factor;
    }
    return Outcome.CLIPPED;
  }

  /** Leaves gradients as they are. */
  record None() implements GradientClipping {
    private static final long serialVersionUID = 1L;

    @Override
    public void clip(
        float[] gradient, float[] weights, ParameterLayout layout, ClippingTally tally) {
      // Nothing is too large.
    }
  }

  /**
   * {@code g ← min(max(g, -limit), limit)} for each value; the direction may change.
   *
   * @param limit greater than 0
   */
  @Technique(
      kind = Technique.Kind.CLIPPING,
      name = "value",
      formula = "each gᵢ to [−limit, limit]",
      paper = "Mikolov, 2012",
      defaults = "limit required")
  record ByValue(double limit) implements GradientClipping {
    private static final long serialVersionUID = 1L;

    /** More than a norm is off by. */
    private static final double NORM_ERROR = 1e-5;

    @Override
    public void clip(
        float[] gradient, float[] weights, ParameterLayout layout, ClippingTally tally) {
      double norm = Norms.euclidean(gradient, 0, gradient.length);
      // No value is larger than the norm: as a rule nothing is left to do.
      if (norm <= limit * (1 - NORM_ERROR)) {
        tally.note(Outcome.KEPT, norm);
        return;
      }
      float largest = Norms.largest(gradient, 0, gradient.length);
      tally.note(largest > limit ? Outcome.CLIPPED : Outcome.KEPT, norm);
      if (largest <= limit) {
        return;
      }
      float high = (float) limit;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = Math.min(Math.max(gradient[i], -high), high);
      }
    }
  }

  /**
   * {@code g ← g · limit / ‖g‖₂} for each tensor whose norm is above the limit.
   *
   * @param limit greater than 0
   */
  @Technique(
      kind = Technique.Kind.CLIPPING,
      name = "norm",
      formula = "g · limit / ‖g‖ for each tensor above the limit",
      paper = "Pascanu et al., 2013",
      defaults = "limit required")
  record ByNorm(double limit) implements GradientClipping {
    private static final long serialVersionUID = 1L;

    @Override
    public void clip(
        float[] gradient, float[] weights, ParameterLayout layout, ClippingTally tally) {
      Outcome outcome = Outcome.KEPT;
      double squares = 0;
      List<ParameterLayout.Slice> slices = layout.slices();
      for (int i = 0; i < slices.size(); i++) { // by index: an iterator would be allocated
        ParameterLayout.Slice slice = slices.get(i);
        int from = slice.offset();
        int to = from + slice.length();
        double square = Norms.squares(gradient, from, to);
        squares += square;
        if (shorten(gradient, from, to, Math.sqrt(square), limit) == Outcome.CLIPPED) {
          outcome = Outcome.CLIPPED;
        }
      }
      tally.note(outcome, Math.sqrt(squares));
    }
  }

  /**
   * {@code g ← g · limit / ‖g‖₂} for the whole gradient where its norm is above the limit (Pascanu
   * et al., 2013, algorithm 1); the direction stays.
   *
   * @param limit greater than 0
   */
  @Technique(
      kind = Technique.Kind.CLIPPING,
      name = "global_norm",
      formula = "g · limit / ‖g‖ for the whole gradient",
      paper = "Pascanu et al., 2013",
      defaults = "limit required")
  record ByGlobalNorm(double limit) implements GradientClipping {
    private static final long serialVersionUID = 1L;

    @Override
    public void clip(
        float[] gradient, float[] weights, ParameterLayout layout, ClippingTally tally) {
      double norm = Norms.euclidean(gradient, 0, gradient.length);
      tally.note(shorten(gradient, 0, gradient.length, norm, limit), norm);
    }
  }

  /**
   * Adaptive by parameter norm: {@code g ← g · limit · max(‖w‖₂, ε) / ‖g‖₂} for each unit whose
   * {@code ‖g‖₂ / max(‖w‖₂, ε)} is above the limit (Brock et al., 2021, eq. 3). A unit is a column
   * of a kernel {@code [inputs, units]}, and a whole vector, such as a bias, as in the authors'
   * code. The last layer is clipped too, which the paper leaves out.
   *
   * @param limit λ, greater than 0; 0.01 by default
   * @param epsilon ε, greater than 0, so that weights that are 0 can move; 1e-3 by default
   */
  @Technique(
      kind = Technique.Kind.CLIPPING,
      name = "adaptive",
      formula = "g · λ max(‖w‖, ε) / ‖g‖ for each unit above λ max(‖w‖, ε)",
      paper = "Brock et al., 2021",
      defaults = "limit 0.01, epsilon 0.001")
  record Adaptive(double limit, double epsilon) implements GradientClipping {
    private static final long serialVersionUID = 1L;

    @Override
    public void clip(
        float[] gradient, float[] weights, ParameterLayout layout, ClippingTally tally) {
      double whole = Norms.euclidean(gradient, 0, gradient.length);
      Outcome outcome = Outcome.KEPT;
      List<ParameterLayout.Slice> slices = layout.slices();
      for (int i = 0; i < slices.size(); i++) { // by index: an iterator would be allocated
        ParameterLayout.Slice slice = slices.get(i);
        Shape shape = slice.spec().shape();
        int units = shape.rank() == 1 ? 1 : shape.dimensions().get(shape.rank() - 1);
        int from = slice.offset();
        int to = from + slice.length();
        Outcome its =
            units == 1
                ? clipVector(gradient, weights, from, to)
                : clipColumns(gradient, weights, from, to, units);
        outcome = its == Outcome.CLIPPED ? its : outcome;
      }
      tally.note(outcome, whole);
    }

    private Outcome clipVector(float[] gradient, float[] weights, int from, int to) {
      double most = limit * Math.max(Norms.euclidean(weights, from, to), epsilon);
      return shorten(gradient, from, to, Norms.euclidean(gradient, from, to), most);
    }

    /** Some columns at a time, row by row: a column's values lie far from each other. */
    private Outcome clipColumns(float[] gradient, float[] weights, int from, int to, int units) {
      Columns columns = Columns.MINE.get();
      Outcome outcome = Outcome.KEPT;
      for (int first = 0; first < units; first += Columns.MOST) {
        int count = Math.min(Columns.MOST, units - first);
        Norms.squaresOfColumns(weights, from + first, to, units, count, columns.ofWeights);
        Norms.squaresOfColumns(gradient, from + first, to, units, count, columns.ofGradient);
        if (columns.findFactors(count, limit, epsilon) == Outcome.CLIPPED) {
          outcome = Outcome.CLIPPED;
          for (int row = from + first; row < to; row += units) {
            for (int j = 0; j < count; j++) {
              gradient[row + j] *= columns.factors[j];
            }
          }
        }
      }
      return outcome;
    }

    /** Numbers of neighboring columns. */
    private static final class Columns {
      static final int MOST = 64;
      static final ThreadLocal<Columns> MINE = ThreadLocal.withInitial(Columns::new);

      final double[] ofWeights = new double[MOST];
      final double[] ofGradient = new double[MOST];
      final float[] factors = new float[MOST];

      /** What each column is multiplied with, of the squares of both norms; NaN is left alone. */
      Outcome findFactors(int count, double limit, double epsilon) {
        Outcome outcome = Outcome.KEPT;
        for (int j = 0; j < count; j++) {
          double most = limit * Math.max(Math.sqrt(ofWeights[j]), epsilon);
          double norm = Math.sqrt(ofGradient[j]);
          boolean isLong = norm > most;
          factors[j] = isLong ? (float) (most / norm) : 1f;
          outcome = isLong ? Outcome.CLIPPED : outcome;
        }
        return outcome;
      }
    }
  }
}
