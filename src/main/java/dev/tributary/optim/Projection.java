package dev.tributary.optim;

import dev.tributary.nn.ParameterLayout;
import java.util.List;
import java.util.Set;

/** A {@link Constraint} on one network. Not for several threads; it allocates nothing later. */
public final class Projection {
  private final Constraint constraint;
  private final List<Kernel> kernels;
  private final double[] scratch;

  /**
   * @param layout where each tensor lies
   * @param frozen names of layers whose weights stay as they are
   */
  public Projection(Constraint constraint, ParameterLayout layout, Set<String> frozen) {
    this.constraint = constraint;
    this.kernels =
        constraint instanceof Constraint.None
            ? List.of()
            : Kernel.of(layout, constraint.layers(), frozen);
    this.scratch = new double[kernels.stream().mapToInt(Kernel::units).max().orElse(0)];
  }

  /** Projects {@code weights}, {@code [n]}, in place. */
  public void apply(float[] weights) {
    for (int i = 0; i < kernels.size(); i++) { // by index: an iterator would be allocated
      constraint.project(weights, kernels.get(i), scratch);
    }
  }

  /** Projects the average of several projected vectors, unless it needs no projection. */
  public void applyToAverage(float[] weights) {
    if (!constraint.isKeptByAveraging()) {
      apply(weights);
    }
  }
}
