package dev.tributary.report.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What one step adds: named scalars, histograms and texts, as a {@code Summary} whose values are
 * tensors with the metadata of TensorBoard's plugins {@code scalars}, {@code histograms} and {@code
 * text}. A tag is {@code group/name}.
 */
public final class Values {
  /** Of the enum {@code DataType}. */
  private static final int FLOAT = 1;

  private static final int DOUBLE = 2;
  private static final int STRING = 7;

  /** Of the enum {@code DataClass}. */
  private static final int SCALARS = 1;

  private static final int TENSORS = 2;

  private final ProtoMessage summary = new ProtoMessage();
  private boolean empty = true;

  /** Adds a number, which a chart shows over the steps. */
  public Values scalar(String tag, double value) {
    ProtoMessage tensor =
        new ProtoMessage()
            .integer(1, FLOAT)
            .message(2, new ProtoMessage())
            .bytes(5, packed((float) value));
    return add(tag, "scalars", SCALARS, tensor);
  }

  /** Adds the distribution of {@code values} from {@code from} up to, but without, {@code to}. */
  public Values histogram(String tag, float[] values, int from, int to) {
    Histogram histogram = Histogram.of(values, from, to);
    byte[] rows = new byte[histogram.buckets() * 3 * Double.BYTES];
    ByteBuffer content = ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < histogram.buckets(); i++) {
      content.putDouble(histogram.left(i));
      content.putDouble(histogram.right(i));
      content.putDouble((double) histogram.count(i));
    }
    ProtoMessage shape =
        new ProtoMessage()
            .message(2, new ProtoMessage().integer(1, histogram.buckets()))
            .message(2, new ProtoMessage().integer(1, 3));
    ProtoMessage tensor = new ProtoMessage().integer(1, DOUBLE).message(2, shape).bytes(4, rows);
    return add(tag, "histograms", TENSORS, tensor);
  }

  /** Adds a text in Markdown. */
  public Values text(String tag, String markdown) {
    ProtoMessage tensor =
        new ProtoMessage()
            .integer(1, STRING)
            .message(2, new ProtoMessage())
            .bytes(8, markdown.getBytes(UTF_8));
    return add(tag, "text", TENSORS, tensor);
  }

  boolean isEmpty() {
    return empty;
  }

  ProtoMessage message() {
    return summary;
  }

  /** A field of one number that may have several. */
  private static byte[] packed(float value) {
    byte[] bytes = new byte[Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
    return bytes;
  }

  private Values add(String tag, String plugin, int dataClass, ProtoMessage tensor) {
    ProtoMessage metadata =
        new ProtoMessage().message(1, new ProtoMessage().text(1, plugin)).integer(4, dataClass);
    summary.message(1, new ProtoMessage().text(1, tag).message(8, tensor).message(9, metadata));
    empty = false;
    return this;
  }
}
