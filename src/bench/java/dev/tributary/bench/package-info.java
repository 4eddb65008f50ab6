/**
 * How fast Tributary is, next to what it could be at most and next to others. Contenders take turns
 * in one process, so that whatever else the machine does slows all of them.
 */
package dev.tributary.bench;
