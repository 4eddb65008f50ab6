/**
 * Deeplearning4j itself: the only room that imports it. It travels with it in {@code
 * tributary-dl4j.jar}, and is found through {@link java.util.ServiceLoader} by interfaces that know
 * nothing of it: those of {@code dev.tributary.interop}, and {@link
 * dev.tributary.nn.layer.ForeignLayers}.
 */
package dev.tributary.interop.dl4j;
