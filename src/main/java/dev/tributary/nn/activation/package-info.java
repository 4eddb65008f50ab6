/**
 * Activation functions, each with its derivative and the initializer that suits it.
 *
 * <p>An activation is one file: a record with its formula, and inside it the {@link
 * dev.tributary.nn.activation.ActivationType} that reads it from a job file, registered by {@code
 * AutoService}.
 */
package dev.tributary.nn.activation;
