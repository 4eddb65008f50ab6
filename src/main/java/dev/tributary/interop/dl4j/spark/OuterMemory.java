package dev.tributary.interop.dl4j.spark;

import dev.tributary.optim.OuterStep;

/** What the outer step remembers from fit to fit of the same network. */
final class OuterMemory {
  private Object network;
  private float[][] state = new float[0][];

  /** Its vectors; zeros where another network was fitted before. */
  float[][] of(Object fitted, OuterStep outer, int size) {
    boolean same =
        network == fitted
            && state.length == outer.state().size()
            && (state.length == 0 || state[0].length == size);
    if (!same) {
      network = fitted;
      state = outer.newState(size);
    }
    return state;
  }
}
