/**
 * Losses: each gives the mean over a minibatch and its gradient. Cross-entropies are computed
 * together with the output activation they belong to, from its inputs, so that nothing overflows.
 */
package dev.tributary.nn.loss;
