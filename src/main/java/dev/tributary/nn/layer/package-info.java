/**
 * Layers: a {@link dev.tributary.nn.layer.LayerSpec} describes one (immutable, part of the model),
 * a {@link dev.tributary.nn.layer.Layer} computes with it, in buffers that are allocated once.
 */
package dev.tributary.nn.layer;
