package dev.tributary.train;

import dev.tributary.model.Evaluation;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.optim.ClippingSummary;
import dev.tributary.optim.Rollback;
import java.util.List;
import java.util.Optional;

/**
 * What one epoch brought.
 *
 * @param epoch from 1
 * @param rounds rounds of the whole run so far
 * @param examples trained on in this epoch
 * @param loss the mean training loss of these examples, each taken as it was trained on
 * @param validation on the validation data, if there are any
 * @param clipping what clipping did, if the job clips
 * @param workers that took part in the last round, at most
 * @param rollbacks the times that the run went back in this epoch because it diverged
 * @param learningRate of the last step
 * @param times of this epoch
 * @param model the shared model after it
 * @param diagnosis how signal and gradient travel through the shared model, in epochs that ask
 */
public record EpochResult(
    int epoch,
    long rounds,
    long examples,
    double loss,
    Optional<Evaluation> validation,
    Optional<ClippingSummary> clipping,
    int workers,
    List<Rollback> rollbacks,
    double learningRate,
    Times times,
    SharedModel model,
    Optional<Measurement> diagnosis) {}
