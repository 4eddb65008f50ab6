package dev.tributary.ml;

import java.util.Optional;

/** Hands out a model's training summary. */
final class Summaries {
  private Summaries() {}

  static TrainingSummary of(Optional<TrainingSummary> summary, String uid) {
    if (summary == null || summary.isEmpty()) {
      throw new IllegalStateException(
          "No training summary available for %s: it lives with the model that fit returned, and isn't saved with it."
              .formatted(uid));
    }
    return summary.get();
  }
}
