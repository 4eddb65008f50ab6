package dev.tributary.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowsTest {
  @Test
  void fillsTheFirstRowsAndNoMore() {
    float[] matrix = {9, 9, 9, 9, 9, 9};
    Rows.fill(matrix, 2, 2, new float[] {7, 1, 2}, 1);
    assertThat(matrix).containsExactly(1, 2, 1, 2, 9, 9);
  }

  @Test
  void sumsTheFirstRowsOverWhatWasThere() {
    float[] sums = {5, Float.NaN, Float.NaN, 5};
    Rows.sum(new float[] {1, 2, 10, 20, 100, 200, 9000, 9000}, 3, 2, sums, 1);
    assertThat(sums).containsExactly(5, 111, 222, 5);
  }

  /** A wide one after a narrow one, and a narrow one after that. */
  @Test
  void sumsOfAnyWidthFollowOneAnother() {
    for (int width : new int[] {3, 500, 2}) {
      float[] matrix = new float[4 * width];
      for (int i = 0; i < matrix.length; i++) {
        matrix[i] = i % width + 1;
      }
      float[] sums = new float[width];
      Rows.sum(matrix, 4, width, sums, 0);
      for (int j = 0; j < width; j++) {
        assertThat(sums[j]).isEqualTo(4f * (j + 1));
      }
    }
  }

  @Test
  void sumsOneRow() {
    float[] sums = new float[2];
    Rows.sum(new float[] {3, 4}, 1, 2, sums, 0);
    assertThat(sums).containsExactly(3, 4);
  }

  @Test
  void theFirstOfEqualLargestIsTaken() {
    float[] values = {9, 1, 3, 3, -1};
    assertThat(Rows.largest(values, 1, 4)).isEqualTo(1);
    assertThat(Rows.largest(values, 4, 1)).isZero();
  }
}
