package dev.tributary.nn.layer;

import dev.tributary.config.Section;
import dev.tributary.nn.initializer.Constant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a normalization learns of each unit: {@code y = γ x̂ + β}. The scale γ starts at 1 and the
 * offset β at 0, and so they stay where they aren't learned: such a one has no tensor.
 */
public enum Affine {
  SCALE_AND_OFFSET,
  SCALE,
  OFFSET,
  NONE;

  static final int ABSENT = -1;

  /** Whether γ is learned; {@code scale} in a job file. */
  public boolean hasScale() {
    return this == SCALE_AND_OFFSET || this == SCALE;
  }

  /** Whether β is learned; {@code center} in a job file. */
  public boolean hasOffset() {
    return this == SCALE_AND_OFFSET || this == OFFSET;
  }

  /** Reads {@code scale} and {@code center}; both are true by default. */
  static Affine read(Section section) {
    boolean scale = section.flag("scale", true);
    boolean center = section.flag("center", true);
    if (scale) {
      return center ? SCALE_AND_OFFSET : SCALE;
    }
    return center ? OFFSET : NONE;
  }

  /** Adds what {@link #read} reads back. */
  void addTo(Map<String, Object> settings) {
    settings.put("scale", hasScale());
    settings.put("center", hasOffset());
  }

  List<TensorSpec> parameters(int width) {
    List<TensorSpec> parameters = new ArrayList<>();
    if (hasScale()) {
      parameters.add(TensorSpec.vector("gamma", width, Constant.ONES));
    }
    if (hasOffset()) {
      parameters.add(TensorSpec.vector("beta", width, Constant.ZEROS));
    }
    return parameters;
  }

  /** Where γ starts, or {@link #ABSENT}. */
  int gamma(LayerPlan plan) {
    return hasScale() ? plan.parameters().get(0) : ABSENT;
  }

  /** Where β starts, or {@link #ABSENT}. */
  int beta(LayerPlan plan) {
    return hasOffset() ? plan.parameters().get(hasScale() ? 1 : 0) : ABSENT;
  }
}
