package dev.tributary.interop.archive;

import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.UpdateRule;

/**
 * How Deeplearning4j trains a network, in Tributary's words: each step is the same.
 *
 * @param rule what a gradient does to the weights
 * @param rate at which rate, by steps
 */
public record TranslatedTraining(UpdateRule rule, LearningRateSchedule rate) {}
