package dev.tributary.data;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Columns of numbers. The order of what is done is always the same: clip, impute, log, scale.
 *
 * @param clip the least and the greatest value, which others are moved to; empty for none
 * @param imputation what stands for a missing value; without one such a row is a bad one
 * @param indicator whether a second input tells that the value was missing
 * @param curve what a value goes through before it is scaled
 * @param scaling how the result is scaled; that of the whole job unless given
 */
public record NumberSettings(
    List<Double> clip,
    Optional<Imputation> imputation,
    Indicator indicator,
    Curve curve,
    Optional<Scaling> scaling)
    implements FeatureSettings {
  static final NumberSettings PLAIN =
      new NumberSettings(
          List.of(), Optional.empty(), Indicator.NONE, Curve.LINEAR, Optional.empty());

  public NumberSettings {
    clip = List.copyOf(clip);
  }

  static NumberSettings read(Section entry) {
    List<Double> clip = entry.has("clip") ? entry.numbers("clip", Range.any()) : List.of();
    if (entry.isSound("clip")
        && entry.has("clip")
        && (clip.size() != 2 || clip.get(0) >= clip.get(1))) {
      entry.problem("clip", "a list of two numbers, the smaller first, such as [0, 100]");
      clip = List.of();
    }
    Optional<Imputation> imputation =
        entry.has("impute") ? Optional.of(Imputation.read(entry, "impute")) : Optional.empty();
    Indicator indicator = Indicator.of(entry.flag("indicator", false));
    if (indicator == Indicator.USED && imputation.isEmpty()) {
      entry.complain(
          "indicator",
          "tells which values were missing, and without impute rows that lack one can't be used;"
              + " add impute = mean, median or a number");
    }
    return new NumberSettings(
        clip,
        imputation,
        indicator,
        entry.flag("log", false) ? Curve.LOG : Curve.LINEAR,
        entry.has("scaling") ? Optional.of(Scaling.read(entry)) : Optional.empty());
  }

  @Override
  public NumberEncoding unfitted(String column) {
    // What is missing must be let through before it is known what will stand for it.
    return new NumberEncoding(
        column, clip, imputation.isPresent() ? List.of(0.0) : List.of(), indicator, curve);
  }

  @Override
  public String words() {
    List<String> words = new ArrayList<>();
    if (!clip.isEmpty()) {
      words.add("clip to " + shown(clip.get(0)) + " to " + shown(clip.get(1)));
    }
    imputation.ifPresent(
        each -> words.add("impute " + each + (indicator == Indicator.USED ? ", indicator" : "")));
    if (curve == Curve.LOG) {
      words.add("log");
    }
    scaling.ifPresent(each -> words.add("scaling " + each.words()));
    return String.join(", ", words);
  }

  static String shown(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
