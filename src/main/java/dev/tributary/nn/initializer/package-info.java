/**
 * How weights start: each initializer states the variance it gives, and a test measures it.
 *
 * <p>An initializer is one file: a record with its formula, and inside it the {@link
 * dev.tributary.nn.initializer.InitializerType} that reads it from a job file, registered by {@code
 * AutoService}.
 */
package dev.tributary.nn.initializer;
