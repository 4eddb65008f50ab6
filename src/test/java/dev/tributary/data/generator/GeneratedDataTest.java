package dev.tributary.data.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.TestSpark;
import dev.tributary.data.generator.Generator.BlockMaker;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedDataTest {
  private static final int ROWS = 3 * Generator.BLOCK_ROWS + 77;

  static List<Generator> generators() {
    return List.of(new Teacher(5, 3, 0.1, 1), new Teacher(5, 1, 0.1, 1), new AddingProblem(7, 1));
  }

  @ParameterizedTest
  @MethodSource("generators")
  void rowsAreTheSameHoweverTheyAreSpread(Generator generator) {
    List<Row> one = rows(generator, ROWS, 1).collectAsList();

    assertThat(one).hasSize(ROWS).doesNotHaveDuplicates();
    assertThat(rows(generator, ROWS, 2).collectAsList()).isEqualTo(one);
    assertThat(rows(generator, ROWS, 7).collectAsList()).isEqualTo(one);
  }

  @ParameterizedTest
  @MethodSource("generators")
  void fewerRowsAreTheFirstOfMore(Generator generator) {
    List<Row> more = rows(generator, ROWS, 2).collectAsList();

    for (int fewer : new int[] {1, Generator.BLOCK_ROWS, Generator.BLOCK_ROWS + 1}) {
      assertThat(rows(generator, fewer, 2).collectAsList()).isEqualTo(more.subList(0, fewer));
    }
  }

  @Test
  void anotherSeedGivesOtherRows() {
    assertThat(rows(new Teacher(5, 3, 0, 1), 100, 1).collectAsList())
        .doesNotContainAnyElementsOf(rows(new Teacher(5, 3, 0, 2), 100, 1).collectAsList());
    assertThat(rows(new AddingProblem(5, 1), 100, 1).collectAsList())
        .doesNotContainAnyElementsOf(rows(new AddingProblem(5, 2), 100, 1).collectAsList());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10})
  void classesAreRoughlyAsLarge(int classes) {
    int[] counts = new int[classes];
    Block made = Block.of(new Teacher(28, classes, 0.1, 42), 20);
    for (float label : made.labels) {
      counts[(int) label]++;
    }

    double even = (double) made.labels.length / classes;
    for (int count : counts) {
      assertThat(count / even).isBetween(0.5, 1.6);
    }
  }

  @Test
  void featuresAreStandardNormal() {
    Block made = Block.of(new Teacher(4, 1, 0, 9), 40);

    assertThat(mean(made.features)).isCloseTo(0, within(0.015));
    assertThat(variance(made.features)).isCloseTo(1, within(0.02));
    double inOne = 0;
    for (float feature : made.features) {
      inOne += Math.abs(feature) < 1 ? 1 : 0;
    }
    assertThat(inOne / made.features.length).isCloseTo(0.6827, within(0.01));
  }

  @Test
  void noiseAddsItsVarianceToThatOfTheTeacher() {
    Block clean = Block.of(new Teacher(6, 1, 0, 3), 40);
    Block noisy = Block.of(new Teacher(6, 1, 0.5, 3), 40);
    float[] noise = new float[clean.labels.length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = noisy.labels[i] - clean.labels[i];
    }

    assertThat(noisy.features).isEqualTo(clean.features);
    assertThat(variance(clean.labels)).isCloseTo(1, within(0.05));
    assertThat(mean(noise)).isCloseTo(0, within(0.015));
    assertThat(variance(noise)).isCloseTo(0.25, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 50})
  void theLabelOfASequenceIsTheSumOfItsTwoMarkedNumbers(int length) {
    AddingProblem generator = new AddingProblem(length, 8);
    Block made = Block.of(generator, 2);
    int[] marked = new int[length];
    for (int row = 0; row < made.labels.length; row++) {
      List<Integer> marks = new ArrayList<>();
      float sum = 0;
      for (int step = 0; step < length; step++) {
        float number = made.features[row * 2 * length + 2 * step];
        float marker = made.features[row * 2 * length + 2 * step + 1];
        assertThat(number).isBetween(0f, Math.nextDown(1f));
        assertThat(marker).isIn(0f, 1f);
        if (marker == 1) {
          marks.add(step);
          marked[step]++;
          sum += number;
        }
      }
      assertThat(marks).hasSize(2);
      assertThat(marks.get(0)).isLessThan(length / 2);
      assertThat(marks.get(1)).isGreaterThanOrEqualTo(length / 2);
      assertThat(made.labels[row]).isEqualTo(sum);
    }
    assertThat(marked).doesNotContain(0);
  }

  @Test
  void guessingOneHasTheErrorThatTheDocumentationTells() {
    double squares = 0;
    float[] labels = Block.of(new AddingProblem(10, 5), 40).labels;
    for (float label : labels) {
      squares += (label - 1.0) * (label - 1.0);
    }
    assertThat(squares / labels.length).isCloseTo(1.0 / 6, within(0.005));
  }

  @Test
  void columnsAreTyped() {
    assertThat(rows(new Teacher(2, 2, 0, 1), 1, 1).schema().toDDL())
        .isEqualTo("label INT,features ARRAY<FLOAT>");
    assertThat(rows(new Teacher(2, 1, 0, 1), 1, 1).schema().toDDL())
        .isEqualTo("label FLOAT,features ARRAY<FLOAT>");
  }

  @Test
  void partitionsDependOnTheSizeAlone() {
    AddingProblem wide = new AddingProblem(1 << 20, 1);

    assertThat(GeneratedData.of(TestSpark.session(), wide, 3).rdd().getNumPartitions())
        .isEqualTo(1);
    assertThat(GeneratedData.of(TestSpark.session(), wide, 40_000).rdd().getNumPartitions())
        .isEqualTo(10_001);
  }

  private static Dataset<Row> rows(Generator generator, int rows, int partitions) {
    return GeneratedData.of(TestSpark.session(), generator, rows, partitions);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / values.length;
  }

  /** The rows of the first blocks. */
  private static final class Block {
    private final float[] features;
    private final float[] labels;

    private Block(int rows, int width) {
      this.features = new float[rows * width];
      this.labels = new float[rows];
    }

    static Block of(Generator generator, int blocks) {
      BlockMaker maker = generator.start();
      Block all = new Block(blocks * Generator.BLOCK_ROWS, generator.width());
      Block one = new Block(Generator.BLOCK_ROWS, generator.width());
      for (int i = 0; i < blocks; i++) {
        maker.make(i, one.features, one.labels);
        System.arraycopy(
            one.features, 0, all.features, i * one.features.length, one.features.length);
        System.arraycopy(one.labels, 0, all.labels, i * one.labels.length, one.labels.length);
      }
      return all;
    }
  }
}
