/**
 * Numbers without meaning: matrix products, elementary functions, random streams.
 *
 * <p>All arrays are row-major {@code float[]} on the heap; nothing here allocates in a call that
 * runs once a step.
 */
package dev.tributary.math;
