package dev.tributary.bench;

import dev.tributary.data.Shard;
import dev.tributary.math.RandomStream;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Images of 784 bytes and their classes: MNIST's where the environment variable {@code MNIST_DIR}
 * names its folder, else made-up ones, which serve as well where only time is measured.
 */
final class Digits {
  static final int PIXELS = 784;
  static final int CLASSES = 10;

  private final String source;
  private final byte[] images;
  private final byte[] labels;

  private Digits(String source, byte[] images, byte[] labels) {
    this.source = source;
    this.images = images;
    this.labels = labels;
  }

  /** Up to {@code most} of those to train on. */
  static Digits training(int most) throws IOException {
    String folder = System.getenv("MNIST_DIR");
    return folder == null ? madeUp(most) : read(Path.of(folder), "train", most);
  }

  /**
   * MNIST's images to test with.
   *
   * @throws IOException if {@code MNIST_DIR} names no folder that holds them
   */
  static Digits test() throws IOException {
    return read(Path.of(String.valueOf(System.getenv("MNIST_DIR"))), "t10k", 10_000);
  }

  private static Digits read(Path folder, String prefix, int most) throws IOException {
    byte[] labels = idx(folder, prefix + "-labels-idx1-ubyte", 8, 1, most);
    return new Digits(
        "MNIST", idx(folder, prefix + "-images-idx3-ubyte", 16, PIXELS, most), labels);
  }

  private static byte[] idx(Path folder, String name, int header, int size, int most)
      throws IOException {
    Path plain = folder.resolve(name);
    Path packed = folder.resolve(name + ".gz");
    try (InputStream file =
            Files.exists(plain)
                ? Files.newInputStream(plain)
                : new GZIPInputStream(Files.newInputStream(packed));
        DataInputStream in = new DataInputStream(new BufferedInputStream(file))) {
      in.readInt();
      byte[] values = new byte[Math.multiplyExact(Math.min(in.readInt(), most), size)];
      in.skipNBytes(header - 8);
      in.readFully(values);
      return values;
    }
  }

  /** A fifth of the pixels lit, more of them in a stripe of the class. */
  private static Digits madeUp(int rows) {
    RandomStream random = new RandomStream(1);
    byte[] images = new byte[rows * PIXELS];
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = (byte) random.nextInt(CLASSES);
      for (int j = 0; j < PIXELS; j++) {
        float lit = j % CLASSES == labels[row] ? 0.6f : 0.15f;
        images[row * PIXELS + j] = (byte) (random.nextFloat() < lit ? random.nextInt(256) : 0);
      }
    }
    return new Digits("made-up images", images, labels);
  }

  /** Where they are from, for people. */
  String source() {
    return source;
  }

  int rows() {
    return labels.length;
  }

  int label(int row) {
    return labels[row];
  }

  /** The pixels of some rows, from 0 to 1. */
  float[] floats(int from, int to) {
    float[] values = new float[(to - from) * PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (images[from * PIXELS + i] & 0xFF) / 255f;
    }
    return values;
  }

  /** As a Spark partition holds them. */
  Shard shard() {
    float[] factor = new float[PIXELS];
    Arrays.fill(factor, 1 / 255f);
    int[] classes = new int[rows()];
    Arrays.setAll(classes, this::label);
    return Shard.ofBytes(PIXELS, images, new float[PIXELS], factor, classes, new float[0]);
  }
}
