package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeCommandTest {
  @TempDir private Path folder;

  @Test
  void tellsWhatTrainWouldDoAndDoesNothing() throws Exception {
    Workplace place = new Workplace(folder);
    String job = place.classesJob().toString();
    Outcome outcome = Workplace.run("describe", job, "--set", "training.epochs=7");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("dense_1", "he_normal", "trained parameters", "67", "moving statistics", "16")
        .contains("train       " + place.path("train.csv") + " (csv)\n")
        .contains("validation  20 % of train\n")
        .contains("test        " + place.path("test.csv") + "\n")
        .contains("features    2 numbers a row: x, y\n")
        .contains("label       label\n")
        .contains("2 workers, minibatches of 8 rows, averaged every 2 steps, 7 epochs")
        .contains("examples of each worker        at most 16\n")
        .endsWith("Next\n  submit/tributary train " + job + "\n");
    assertThat(place.output()).doesNotExist();
  }

  @Test
  void tellsTheOuterStepAndTheInterval() throws Exception {
    Workplace place = new Workplace(folder);
    String job = place.classesJob().toString();
    assertThat(Workplace.run("describe", job).out()).doesNotContain("outer step");
    Outcome grown =
        Workplace.run(
            "describe",
            job,
            "--set",
            "averaging.workers=9",
            "--set",
            "averaging.outer=auto",
            "--set",
            "averaging.every={ schedule = qsr, alpha = 0.3 }");
    assertThat(grown.out())
        .contains("averaged every 4 steps or more, by qsr with\n  alpha 0.3, 3 epochs\n")
        .contains("outer step     momentum (momentum 0.5, rate 1)\n")
        .contains("examples of each worker            at most 72 at first, later more\n")
        .contains("at the driver, for the outer step  268 bytes\n");
    assertThat(Workplace.run("describe", job, "--set", "averaging.every=epoch").out())
        .contains("averaged after each shard, 3 epochs")
        .contains("examples of each worker        those of a shard\n");
  }

  @Test
  void tellsWhatTravelsByTheWireAndTheState() throws Exception {
    Workplace place = new Workplace(folder);
    String job = place.classesJob().toString();
    // 67 weights, as many momenta, and 16 statistics.
    assertThat(Workplace.run("describe", job).out())
        .contains("from each worker               600 bytes\n")
        .doesNotContain("sent as");
    assertThat(Workplace.run("describe", job, "--set", "averaging.wire=bfloat16").out())
        .contains("updates        sent as bfloat16\n")
        .contains("to each executor               600 bytes\n")
        .contains("from each worker               332 bytes\n")
        .contains("at the driver, of all workers  664 bytes\n");
    Outcome small =
        Workplace.run("describe", job, "--executors", "2", "--set", "averaging.wire=int8");
    // 67 + a scale of 4, 2 · 67 for the momenta, 4 · 16 for the statistics.
    assertThat(small.out())
        .contains("from each worker               269 bytes\n")
        .contains(
            "Averaging on 2 executors\n  from the driver  1.2 kB\n  to the driver    538 bytes\n");
    Outcome reset =
        Workplace.run(
            "describe", job, "--executors", "2", "--set", "averaging.optimizer-state=reset");
    assertThat(reset.out())
        .contains("to each executor               332 bytes\n")
        .contains("from each worker               332 bytes\n")
        .contains(
            "Averaging on 2 executors\n  from the driver  664 bytes\n  to the driver    664 bytes\n");
  }

  @Test
  void predictsARoundOnAClusterThatIsNotThere() throws Exception {
    Workplace place = new Workplace(folder);
    String job = place.classesJob().toString();
    assertThat(Workplace.run("describe", job).out()).doesNotContain("Averaging on");

    // 67 weights, as many momenta, and 16 statistics: 600 bytes.
    Outcome bytes =
        Workplace.run("describe", job, "--executors", "9", "--set", "averaging.workers=auto");
    assertThat(bytes.code()).as(bytes.err()).isZero();
    assertThat(bytes.out())
        .contains("9 workers, minibatches of 8 rows")
        .contains("to each executor               600 bytes\n")
        .contains(
            "Averaging on 9 executors\n  from the driver  5.4 kB\n  to the driver    5.4 kB\n")
        .doesNotContain("besides its minibatches");

    Outcome seconds = Workplace.run("describe", job, "--executors", "2", "--bandwidth", "10kbit");
    // 1,200 bytes at 1,187.5 a second, and what a round takes at least.
    assertThat(seconds.out())
        .contains(
            """
            Averaging on 2 executors, links of 10kbit
              from the driver  1.2 kB
              to the driver    1.2 kB
              broadcast        1.0 s
              collect          1.0 s
              each round       about 2.1 s besides its minibatches
            """);
    // Two workers have no use for a third executor.
    assertThat(Workplace.run("describe", job, "--executors", "3").out())
        .contains("Averaging on 2 executors\n");
    assertThat(Workplace.run("describe", job, "--bandwidth", "1Gbit").out())
        .contains("Averaging on 2 executors, links of 1Gbit\n");
  }

  @Test
  void refusesAClusterThatCannotBe() throws Exception {
    String job = new Workplace(folder).classesJob().toString();
    Outcome none = Workplace.run("describe", job, "--executors", "0");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err())
        .isEqualTo("Invalid --executors: found 0; allowed is a whole number from 1 to 100,000.\n");
    Outcome slow = Workplace.run("describe", job, "--bandwidth", "fast");
    assertThat(slow.code()).isEqualTo(2);
    assertThat(slow.err()).startsWith("Invalid --bandwidth: found \"fast\"; allowed is a number");
  }

  @Test
  void describesTheSamples() {
    for (String sample : new String[] {"digits", "diabetes"}) {
      Outcome outcome = Workplace.run("describe", "conf/" + sample + ".conf");

      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80);
    }
    assertThat(Workplace.run("describe", "conf/digits.conf").out())
        .contains("features    64 numbers a row: pixel_0, pixel_1, pixel_2, pixel_3, …, pixel_63");
  }

  @Test
  void namesWhatAJobAddsToTheUsual(@TempDir Path folder) throws Exception {
    Outcome outcome =
        Workplace.run(
            "describe",
            new Workplace(folder).classesJob().toString(),
            "--set",
            "model.layers=[{type = dense, units = 8, activation = prelu, initializer { type = normal,"
                + " stddev = 1 }}, {type = dense, units = 3, activation = softmax}]",
            "--set",
            "training.class-weights={0 = 2, 1 = 0.5}",
            "--set",
            "training.regularization.l2=0.001",
            "--set",
            "training.constraint=max_norm",
            "--set",
            "training.pretraining={epochs = 3}");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("normal (stddev 1.0)", "prelu, initial-slope 0.25")
        .contains("regularization  l2 0.001", "constraint      max_norm (limit 2)")
        .contains("class weights   0: 2.0, 1: 0.5")
        .contains("pretraining     3 epochs for each hidden layer");
  }
}
