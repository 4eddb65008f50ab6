/**
 * Shows how signal and gradient travel through a network's depth, and says what is wrong with them.
 *
 * <p>{@link dev.tributary.nn.diagnosis.Gauge} takes a {@link
 * dev.tributary.nn.diagnosis.Measurement} on a sample; {@link dev.tributary.nn.diagnosis.Findings}
 * judges measurements and names remedies.
 */
package dev.tributary.nn.diagnosis;
