package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.TestSpark;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark is told of the jobs that commands start. */
class JobDescriptionsTest {
  @TempDir private Path folder;
  private final SparkContext spark = TestSpark.session().sparkContext();
  private final Started started = new Started();
  private Workplace place;

  /** A job as Spark's pages know it. */
  private record Job(String group, String description) {}

  private static final class Started extends SparkListener {
    private final Collection<Job> jobs = new ConcurrentLinkedQueue<>();

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      Properties properties = start.properties();
      jobs.add(
          new Job(
              properties.getProperty("spark.jobGroup.id"),
              properties.getProperty("spark.job.description")));
    }
  }

  @BeforeEach
  void listen() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
    spark.addSparkListener(started);
  }

  @AfterEach
  void leave() {
    spark.removeSparkListener(started);
  }

  private Set<String> descriptions(String group) throws Exception {
    spark.listenerBus().waitUntilEmpty(10_000);
    assertThat(started.jobs).allSatisfy(job -> assertThat(job.group()).isEqualTo(group));
    Set<String> descriptions = new LinkedHashSet<>();
    started.jobs.forEach(job -> descriptions.add(job.description()));
    started.jobs.clear();
    return descriptions;
  }

  @Test
  void aRunSaysWhereItIs() throws Exception {
    assertThat(place.train("training.epochs=2", "report.diagnose-every=2").code()).isZero();
    assertThat(descriptions("job"))
        .containsSubsequence(
            "job: reading train.csv: census",
            "job: reading train.csv: packing",
            "job: reading test.csv: census",
            "job: reading test.csv: packing",
            "job: epoch 1, round 1",
            "job: epoch 1, evaluating validation",
            "job: epoch 2, evaluating validation",
            "job: epoch 2, diagnosing",
            "job: evaluating test")
        .allMatch(text -> text.startsWith("job: "));
    assertThat(spark.getLocalProperty("spark.job.description")).isNull();
    assertThat(spark.getLocalProperty("spark.jobGroup.id")).isNull();
  }

  @Test
  void pretrainingNamesItsLayer() throws Exception {
    place.train("training.pretraining.epochs=1", "training.epochs=1");
    assertThat(descriptions("job")).contains("job: pretraining dense_1: epoch 1, round 1");
  }

  @Test
  void theOtherCommandsSayWhatTheyDo() throws Exception {
    String job = place.path("job.conf").toString();
    place.train("training.epochs=1");
    String model = place.output() + "/model";
    descriptions("job");

    Workplace.run("diagnose", job, "--steps", "2");
    assertThat(descriptions("diagnose " + job)).contains("diagnose " + job + ": diagnosing");
    Workplace.run("find-rate", job, "--steps", "20");
    assertThat(descriptions("find-rate " + job))
        .contains("find-rate " + job + ": finding a learning rate");
    Workplace.run("evaluate", model, "--data", place.path("test.csv").toString());
    assertThat(descriptions("evaluate " + model))
        .contains(
            "evaluate " + model + ": reading test.csv: census",
            "evaluate " + model + ": evaluating");
    Workplace.run(
        "predict",
        model,
        "--input",
        place.path("test.csv").toString(),
        "--output",
        place.path("predictions").toString());
    assertThat(descriptions("predict " + model))
        .contains("predict " + model + ": predicting", "predict " + model + ": counting");
    Workplace.run("generate", "adding", "--rows", "10", "--output", place.path("made").toString());
    assertThat(descriptions("generate adding")).containsExactly("generate adding");
  }

  @Test
  void aComparisonNamesEachJob() throws Exception {
    Path other =
        place.write(
            "other.conf", "include \"job.conf\"", "output.dir = \"" + place.path("o") + "\"");
    Workplace.run("compare", place.path("job.conf").toString(), other.toString());
    spark.listenerBus().waitUntilEmpty(10_000);
    assertThat(started.jobs).extracting(Job::group).contains("job", "other").doesNotContainNull();
    assertThat(started.jobs)
        .extracting(Job::description)
        .contains("job: epoch 1, round 1", "other: epoch 1, round 1", "other: diagnosing");
  }

  @Test
  void aCallersOwnGroupStays() throws Exception {
    spark.setJobGroup("mine", "nightly", false);
    try {
      place.train("training.epochs=1");
      assertThat(descriptions("mine")).contains("nightly: job: epoch 1, round 1");
      assertThat(spark.getLocalProperty("spark.job.description")).isEqualTo("nightly");
    } finally {
      spark.clearJobGroup();
    }
  }
}
