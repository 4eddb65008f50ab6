/**
 * What turns a gradient into a step: clipping, then the optimizer at the rate of the schedule. All
 * of it works on the flat vectors of {@link dev.tributary.nn.ParameterLayout}; state is explicit,
 * so that it can be averaged, sent and saved as weights are.
 */
package dev.tributary.optim;
