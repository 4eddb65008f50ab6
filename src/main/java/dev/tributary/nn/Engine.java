package dev.tributary.nn;

import java.util.LinkedHashMap;
import java.util.Map;

/** What computes the layers of a network. */
public enum Engine {
  /** This library where it has the layer, else Deeplearning4j. */
  AUTO,

  /** This library alone. */
  NATIVE,

  /** Deeplearning4j where it has the layer and has it right, else this library. */
  DL4J;

  /** All of them, by the name that job files use. */
  public static Map<String, Engine> byName() {
    Map<String, Engine> engines = new LinkedHashMap<>();
    engines.put("auto", AUTO);
    engines.put("native", NATIVE);
    engines.put("dl4j", DL4J);
    return engines;
  }
}
