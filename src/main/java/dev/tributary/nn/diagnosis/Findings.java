package dev.tributary.nn.diagnosis;

import dev.tributary.nn.GradientEngine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Judges measurements by rules, each with a remedy for the layers and the job at hand. */
public final class Findings {
  /** What is said where no rule finds anything. */
  public static final String NOTHING =
      "Nothing wrong was found: signal and gradients keep their scale through the depth.";

  private static final List<Function<Evidence, Optional<Finding>>> RULES =
      List.of(
          GradientRules::vanishing,
          GradientRules::exploding,
          ActivationRules::saturation,
          ActivationRules::dead,
          SignalRules::fading,
          SignalRules::growing,
          InitializerRule::find,
          UpdateRules::large,
          UpdateRules::small,
          SignalRules::inputs,
          SignalRules::offCenter);

  private Findings() {}

  /**
   * What is wrong, the worst first. A rule that finds the same in several measurements tells of the
   * last one; what has healed by the last measurement is told as such.
   *
   * @param network that was measured
   * @param clipping whether the job clips gradients
   */
  public static List<Finding> of(GradientEngine network, Clipping clipping, Diagnosis diagnosis) {
    List<Finding> findings = new ArrayList<>();
    LossRules.notFinite(diagnosis, clipping).ifPresent(findings::add);
    LossRules.rising(diagnosis).ifPresent(findings::add);
    for (Function<Evidence, Optional<Finding>> rule : RULES) {
      Optional<Finding> told = Optional.empty();
      for (Measurement measured : diagnosis.measurements()) {
        Optional<Finding> found = rule.apply(new Evidence(network, clipping, measured));
        told = found.isPresent() ? found : told.map(earlier -> healed(earlier, measured));
      }
      told.ifPresent(findings::add);
    }
    findings.sort(Comparator.comparing(Finding::severity));
    return List.copyOf(findings);
  }

  private static Finding healed(Finding finding, Measurement later) {
    return new Finding(
        finding.kind(),
        Severity.HINT,
        finding.from(),
        finding.to(),
        finding.text() + " (No longer so " + later.when() + ".)");
  }
}
