/**
 * A trained model as a self-contained directory, and outputs that appear whole or not at all.
 *
 * <p>A {@link dev.tributary.model.ModelBundle} is {@code model.json} (the network as the job
 * spelled it, the data encoding, the provenance) beside {@code weights.safetensors}. Nothing in it
 * is ever deserialized as a Java object, and whatever is read is bounded and checked first. The
 * measures of a model ({@link dev.tributary.model.Evaluation}) live here too, since a model carries
 * its own.
 */
package dev.tributary.model;
