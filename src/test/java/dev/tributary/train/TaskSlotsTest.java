package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.TestSpark;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskSlotsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          local      | 1 | 1
          local[4]   | 1 | 4
          local[3,2] | 1 | 3
          local[4]   | 2 | 2
          local[1]   | 2 | 1
          """)
  void aMasterWithinThisProcessTellsItsSlots(String master, int cpus, int slots) {
    assertThat(TaskSlots.local(conf(master, cpus))).hasValue(slots);
  }

  @Test
  void aStarIsAllProcessors() {
    OptionalInt all = OptionalInt.of(Runtime.getRuntime().availableProcessors());
    assertThat(TaskSlots.local(conf("local[*]", 1))).isEqualTo(all);
    assertThat(TaskSlots.local(conf("local[*,3]", 1))).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://host:7077", "yarn", "local-cluster[2,1,1024]", "k8s://x", ""})
  void othersHaveToBeAsked(String master) {
    assertThat(TaskSlots.local(conf(master, 1))).isEmpty();
  }

  @Test
  void aSparkThatRunsHasAsMany() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    assertThat(TaskSlots.local(spark.getConf())).hasValue(TaskSlots.await(spark, 1));
  }

  private static SparkConf conf(String master, int cpus) {
    return new SparkConf(false)
        .set("spark.master", master)
        .set("spark.task.cpus", Integer.toString(cpus));
  }
}
