package dev.tributary.data.generator;

import dev.tributary.math.RandomStream;

/**
 * The adding problem: of a sequence of numbers two are marked, and the label is their sum.
 *
 * <p>Each step has two features, a number uniform in [0, 1) and a marker that is 0 or 1; they stand
 * step by step, {@code [length, 2]}. One marker is in the first half of the sequence, one in the
 * second. To guess 1 always has a mean squared error of 1/6; to do better takes memory.
 *
 * <p>After S. Hochreiter and J. Schmidhuber: Long Short-Term Memory, Neural Computation 9 (1997).
 * Theirs draws from [-1, 1], lets the length vary, marks within its first half and scales the sum.
 *
 * @param length the steps of a sequence, at least 2
 * @param seed decides what is drawn
 */
public record AddingProblem(int length, long seed) implements Generator {
  private static final long serialVersionUID = 1L;
  private static final int STEP_WIDTH = 2;

  @Override
  public int width() {
    return Math.multiplyExact(STEP_WIDTH, length);
  }

  @Override
  public Label label() {
    return Label.VALUE;
  }

  @Override
  public BlockMaker start() {
    return new Sequences(width());
  }

  private final class Sequences implements BlockMaker {
    private final RandomStream random = new RandomStream(0);
    private final int width;

    private Sequences(int width) {
      this.width = width;
    }

    @Override
    public void make(long number, float[] features, float[] labels) {
      for (int row = 0; row < BLOCK_ROWS; row++) {
        random.restart(RandomStream.derive(seed, number * BLOCK_ROWS + row));
        labels[row] = make(features, row * width);
      }
    }

    private float make(float[] features, int at) {
      int half = length / 2;
      int first = random.nextInt(half);
      int second = half + random.nextInt(length - half);
      for (int step = 0; step < length; step++) {
        features[at + STEP_WIDTH * step] = random.nextFloat();
        features[at + STEP_WIDTH * step + 1] = step == first || step == second ? 1 : 0;
      }
      return features[at + STEP_WIDTH * first] + features[at + STEP_WIDTH * second];
    }
  }
}
