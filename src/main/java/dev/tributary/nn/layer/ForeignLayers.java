package dev.tributary.nn.layer;

import java.util.Optional;
import java.util.ServiceLoader;

/** Another library that computes layers: Deeplearning4j, where it is on the class path. */
public interface ForeignLayers {
  /**
   * The layer at work: the library's, or the native one where that has it and the library lacks it
   * or has it wrong.
   *
   * @throws IllegalArgumentException if neither has it
   */
  Layer build(LayerSpec spec, LayerPlan plan);

  /**
   * A network that the library's own configuration describes.
   *
   * @param configuration as the library writes it
   * @throws IllegalArgumentException if it isn't sound, saying what is wrong
   */
  WholeNetwork network(String configuration, java.util.List<Integer> inputShape);

  /** What {@link #prepareTask} gives where there is no device but the processor. */
  int NO_DEVICE = -1;

  /**
   * Readies this thread for the layers of a task: they may use so many threads, and the device that
   * the task was assigned, if any. Layers stay on the device that they were built on.
   *
   * @return the device's number, or {@link #NO_DEVICE}
   */
  int prepareTask(int threads);

  /** The library, if it is there. */
  static Optional<ForeignLayers> find() {
    return Found.LIBRARY;
  }

  /**
   * The library.
   *
   * @throws IllegalArgumentException if it isn't there, saying what to add
   */
  static ForeignLayers required() {
    return find()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Deeplearning4j computes it, and that isn't on the class path; add"
                        + " tributary-dl4j.jar with spark-submit --jars"));
  }

  /** Looks once. */
  final class Found {
    private static final Optional<ForeignLayers> LIBRARY =
        ServiceLoader.load(ForeignLayers.class, ForeignLayers.class.getClassLoader()).findFirst();

    private Found() {}
  }
}
