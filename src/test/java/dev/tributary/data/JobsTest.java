package dev.tributary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.TestSpark;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {
  private final SparkContext spark = TestSpark.session().sparkContext();

  private String description() {
    return spark.getLocalProperty("spark.job.description");
  }

  private String group() {
    return spark.getLocalProperty("spark.jobGroup.id");
  }

  @AfterEach
  void clear() {
    spark.clearJobGroup();
  }

  @Test
  void whatIsWithinIsNamedAfterBoth() {
    String inner =
        Jobs.described(
            spark, "digits", () -> Jobs.described(spark, "epoch 3, round 12", this::description));
    assertThat(inner).isEqualTo("digits: epoch 3, round 12");
    assertThat(Jobs.<String>described(spark, "digits", this::group)).isEqualTo("digits");
    assertThat(description()).isNull();
    assertThat(group()).isNull();
  }

  @Test
  void whatTheCallerHadSetStays() {
    spark.setJobGroup("mine", "my pipeline", true);
    assertThat(Jobs.<String>described(spark, "epoch 1", this::description))
        .isEqualTo("my pipeline: epoch 1");
    assertThat(Jobs.<String>described(spark, "epoch 1", this::group)).isEqualTo("mine");
    assertThat(description()).isEqualTo("my pipeline");
    assertThat(spark.getLocalProperty("spark.job.interruptOnCancel")).isEqualTo("true");
  }

  @Test
  void whatFailsLeavesNothing() {
    assertThatThrownBy(
            () ->
                Jobs.described(
                    spark,
                    "epoch 1",
                    () -> {
                      throw new IllegalStateException("lost");
                    }))
        .hasMessage("lost");
    assertThat(description()).isNull();
    assertThat(group()).isNull();
  }
}
