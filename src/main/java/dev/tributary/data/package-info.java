/**
 * Reads data of many formats through Spark and packs it into shards of primitive arrays.
 *
 * <p>One distributed pass ({@code Census}) counts rows and classes, finds bad rows and fits the
 * scaling; the result is a {@link dev.tributary.data.DataEncoding}, which is stored in the model
 * and read back when it predicts. A second pass packs the encoded rows into {@link
 * dev.tributary.data.Shard}s whose contents depend on the data and the seed alone, never on how
 * Spark cut the files.
 */
package dev.tributary.data;
