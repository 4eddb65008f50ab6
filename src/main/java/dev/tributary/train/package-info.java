/**
 * Trains a network on Spark: {@link dev.tributary.train.Trainer} on the driver deals segments of
 * shards to {@link dev.tributary.train.Worker}s, which take local steps from one shared model;
 * their weights are averaged into the next one.
 *
 * <p>Workers keep nothing between rounds. All they need is in the broadcast model, their shard and
 * the seed, so a lost executor, a retried task or one that joins late changes nothing in the
 * result.
 */
package dev.tributary.train;
