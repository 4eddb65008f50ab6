package dev.tributary.train;

import dev.tributary.model.ClassificationMetrics;
import dev.tributary.model.Evaluation;
import dev.tributary.model.RegressionMetrics;
import dev.tributary.model.Safetensors;
import dev.tributary.model.Tensor;
import dev.tributary.optim.ClippingTally;
import dev.tributary.optim.Rollback;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Writes a run's state: vectors as tensors, all else as texts. Java's texts of numbers give the
 * same bits back, infinite ones and NaN included.
 */
final class StateWriter {
  private final List<Tensor> tensors = new ArrayList<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  Safetensors.Contents contents(RunState state) {
    model("model.", state.model());
    progress("whole.", state.whole());
    progress("broken.", state.broken());
    put("broken.dealt", dealt(state.dealt()));
    state.epochStart().ifPresent(start -> model("start.", start));
    rollbacks(state.rollbacks());
    put("epochs", state.epochs());
    put("loss", state.loss());
    evaluation("validation.", state.validation());
    put("stopped-early", state.stoppedEarly());
    EarlyStopping.Seen seen = state.earlyStopping();
    put("best.value", seen.best());
    put("best.epoch", seen.bestEpoch());
    put("best.epochs", seen.epochs());
    evaluation("best.validation.", seen.bestValidation());
    seen.bestModel()
        .ifPresent(
            best -> {
              // Often the best is the last, and needn't be written twice.
              put("best.is-last", best == state.model());
              if (best != state.model()) {
                model("best.", best);
              }
            });
    put("plateau.best", state.plateau().best());
    put("plateau.without", state.plateau().without());
    put("plateau.cooldown", state.plateau().cooldown());
    return new Safetensors.Contents(tensors, texts);
  }

  private void model(String prefix, SharedModel model) {
    tensor(prefix + "weights", model.weights);
    tensor(prefix + "statistics", model.statistics);
    put(prefix + "states", model.optimizerState.length);
    for (int s = 0; s < model.optimizerState.length; s++) {
      tensor(prefix + "state." + s, model.optimizerState[s]);
    }
    put(prefix + "outers", model.outerState.length);
    for (int s = 0; s < model.outerState.length; s++) {
      tensor(prefix + "outer." + s, model.outerState[s]);
    }
    put(prefix + "steps", model.steps);
    put(prefix + "state-steps", model.stateSteps);
    put(prefix + "rate-scale", model.rateScale);
  }

  private void progress(String prefix, Progress progress) {
    put(prefix + "rounds", progress.rounds);
    put(prefix + "steps", progress.steps);
    put(prefix + "examples", progress.examples);
    put(prefix + "workers", progress.workers);
    put(prefix + "loss-sum", progress.lossSum);
    put(prefix + "nanos.rounds", progress.times.rounds());
    put(prefix + "nanos.compute", progress.times.compute());
    put(prefix + "nanos.evaluate", progress.times.evaluate());
    ClippingTally.Counts clipping = progress.clipping.counts();
    put(prefix + "clipping.steps", clipping.steps());
    put(prefix + "clipping.clipped", clipping.clipped());
    put(prefix + "clipping.norm-sum", clipping.normSum());
    put(prefix + "clipping.largest-norm", clipping.largestNorm());
  }

  /** As {@code 12x32x2 1x40x2}: count, steps and workers. */
  private static String dealt(List<DealtRounds> dealt) {
    StringJoiner rounds = new StringJoiner(" ");
    dealt.forEach(alike -> rounds.add(alike.count() + "x" + alike.every() + "x" + alike.workers()));
    return rounds.toString();
  }

  private void rollbacks(List<Rollback> rollbacks) {
    put("rollbacks", rollbacks.size());
    for (int i = 0; i < rollbacks.size(); i++) {
      Rollback rollback = rollbacks.get(i);
      String prefix = "rollback." + i + ".";
      put(prefix + "epoch", rollback.epoch());
      put(prefix + "round", rollback.round());
      put(prefix + "undone", rollback.undone());
      put(prefix + "rate-scale", rollback.rateScale());
      put(prefix + "reason", rollback.reason());
    }
  }

  private void evaluation(String prefix, Optional<Evaluation> evaluation) {
    if (evaluation.isEmpty()) {
      return;
    }
    put(prefix + "loss", evaluation.get().loss());
    if (evaluation.get().metrics() instanceof ClassificationMetrics metrics) {
      put(prefix + "classes", metrics.classes());
      put(prefix + "confusion", confusion(metrics));
    } else if (evaluation.get().metrics() instanceof RegressionMetrics metrics) {
      put(prefix + "examples", metrics.examples());
      put(prefix + "outputs", metrics.outputs());
      put(prefix + "squared-error", metrics.squaredError());
      put(prefix + "absolute-error", metrics.absoluteError());
      put(prefix + "target-spread", metrics.targetSpread());
    }
  }

  private static String confusion(ClassificationMetrics metrics) {
    StringJoiner counts = new StringJoiner(" ");
    for (int actual = 0; actual < metrics.classes(); actual++) {
      for (int predicted = 0; predicted < metrics.classes(); predicted++) {
        counts.add(Long.toString(metrics.count(actual, predicted)));
      }
    }
    return counts.toString();
  }

  private void tensor(String name, float[] values) {
    tensors.add(new Tensor(name, List.of(values.length), values));
  }

  private void put(String name, Object value) {
    texts.put(name, value.toString());
  }
}
