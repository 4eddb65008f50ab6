package dev.tributary.nn.diagnosis;

import java.io.Serializable;
import java.util.List;

/**
 * What was measured of a run.
 *
 * @param measurements in the order of training, at least one, of the same network on the same
 *     sample
 * @param brokenStep the step, from 1, whose loss or weights were no longer finite; 0 if none was
 */
public record Diagnosis(List<Measurement> measurements, long brokenStep) implements Serializable {
  private static final long serialVersionUID = 1L;

  public Diagnosis {
    measurements = List.copyOf(measurements);
  }

  /** A single measurement of a run that goes well. */
  public static Diagnosis of(Measurement measurement) {
    return new Diagnosis(List.of(measurement), 0);
  }

  Measurement first() {
    return measurements.get(0);
  }

  Measurement last() {
    return measurements.get(measurements.size() - 1);
  }
}
