/**
 * Deeplearning4j itself: the only room that imports it. It travels with it in {@code
 * tributary-dl4j.jar}, and is found through {@link java.util.ServiceLoader} by interfaces of {@code
 * dev.tributary.interop} that know nothing of it.
 */
package dev.tributary.interop.dl4j;
