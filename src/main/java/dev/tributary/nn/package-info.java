/**
 * Networks: {@link dev.tributary.nn.NetworkSpec} describes one, {@link
 * dev.tributary.nn.ParameterLayout} says where its tensors lie in one flat vector, {@link
 * dev.tributary.nn.Network} computes outputs and gradients. Knows nothing of Spark.
 */
package dev.tributary.nn;
