/**
 * Losses: each gives a row's loss and its gradient; {@link dev.tributary.nn.loss.Loss} takes the
 * mean. Cross-entropies are computed together with the output activation they belong to, from its
 * inputs, so that nothing overflows.
 */
package dev.tributary.nn.loss;
