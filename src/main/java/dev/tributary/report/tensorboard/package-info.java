/**
 * TensorBoard's event files: records in TFRecord's framing, each an {@code Event} in protobuf's
 * wire format. They need neither TensorFlow nor protobuf's library: the messages are small, and
 * written field by field.
 *
 * <p>{@link dev.tributary.report.tensorboard.EventLog} keeps the files of one run in TensorBoard's
 * sense, a folder; {@link dev.tributary.report.tensorboard.Values} are what one step adds to it.
 */
package dev.tributary.report.tensorboard;
