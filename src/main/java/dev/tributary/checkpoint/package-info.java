/**
 * States of a run on any Hadoop file system: a {@link dev.tributary.checkpoint.CheckpointStore}
 * keeps the latest in files that are whole or not there, tells damaged ones by length and checksum
 * and goes back to the one before; a {@link dev.tributary.checkpoint.CheckpointWriter} writes while
 * training goes on.
 */
package dev.tributary.checkpoint;
