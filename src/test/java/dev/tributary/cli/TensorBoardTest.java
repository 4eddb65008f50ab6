package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cli.Workplace.Outcome;
import dev.tributary.report.tensorboard.EventFiles;
import dev.tributary.report.tensorboard.EventFiles.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event files of a run, read by TensorFlow's own classes. */
class TensorBoardTest {
  private static final String EACH_EPOCH = "checkpoint.every-epochs=1";

  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void layOut() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
  }

  private Path run(String name) {
    return place.output().resolve("tensorboard").resolve(name);
  }

  private List<Point> points(String run, String tag) throws Exception {
    return EventFiles.written(run(run), tag);
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void holdTheFiguresOfEachEpochAndRound() throws Exception {
    Outcome outcome =
        place.train(
            "training.clipping={ type = global_norm, limit = 0.5 }", "report.diagnose-every=1");
    assertThat(outcome.code()).as(outcome.err()).isZero();

    List<JsonNode> metrics = place.metrics();
    for (int epoch = 1; epoch <= 3; epoch++) {
      JsonNode line = metrics.get(epoch - 1);
      assertThat(line.path("epoch").intValue()).isEqualTo(epoch);
      holds("train", "epoch/loss", epoch, line.path("loss"));
      holds("train", "epoch/learning_rate", epoch, line.path("learningRate"));
      holds("train", "epoch/examples_per_second", epoch, line.path("examplesPerSecond"));
      holds("train", "epoch_seconds/compute", epoch, line.path("computeSeconds"));
      holds("train", "epoch_seconds/wait", epoch, line.path("waitSeconds"));
      holds("train", "epoch_gradient/clipped_share", epoch, line.path("clipping").path("share"));
      holds("validation", "epoch/loss", epoch, line.path("validation").path("loss"));
      holds("validation", "epoch/accuracy", epoch, line.path("validation").path("accuracy"));
      JsonNode first = line.path("diagnosis").get(0);
      holds("train", "diagnosis/gradient_norm/dense_1", epoch, first.path("gradientNorm"));
    }
    assertThat(EventFiles.steps(points("train", "epoch/loss"))).isEqualTo(upTo(3));
    long rounds = place.summary().path("rounds").longValue();
    for (String tag :
        List.of(
            "round/loss",
            "round/learning_rate",
            "round/examples_per_second",
            "round/workers",
            "round_seconds/compute",
            "round_seconds/sum",
            "round_gradient/mean_norm")) {
      assertThat(EventFiles.steps(points("rounds", tag))).as(tag).isEqualTo(upTo(rounds));
    }
    JsonNode test = place.summary().path("test");
    holds("test", "epoch/accuracy", 1, test.path("accuracy"));
    assertThat(EventFiles.steps(points("test", "epoch/accuracy"))).containsExactly(3L);
  }

  private void holds(String run, String tag, int place, JsonNode figure) throws Exception {
    assertThat(figure.isNumber()).as(tag).isTrue();
    assertThat(points(run, tag).get(place - 1).scalar())
        .as(tag)
        .isCloseTo(
            figure.doubleValue(), within(1e-6 * Math.max(1, Math.abs(figure.doubleValue()))));
  }

  @Test
  void holdTheWeightsAndWhatTheJobIs() throws Exception {
    place.train("data.options.password=hunter2");
    for (String tag :
        List.of("dense_1/kernel", "dense_1/bias", "batch_normalization_1/moving_mean")) {
      assertThat(EventFiles.steps(points("train", tag))).as(tag).isEqualTo(upTo(3));
    }
    double weights =
        points("train", "dense_1/kernel").get(2).buckets().stream()
            .mapToDouble(row -> row[2])
            .sum();
    assertThat(weights).isEqualTo(2 * 8);

    String job = points("train", "job/file").get(0).text();
    assertThat(job).contains("batch-size=8", "(withheld)").doesNotContain("hunter2");
    assertThat(job.lines()).allMatch(line -> line.startsWith("    "));
    assertThat(points("train", "job/network").get(0).text()).contains("| dense\\_1 | 8 | 24 |");
  }

  @Test
  void goOnWhereTheRunDoes() throws Exception {
    place.train(EACH_EPOCH, "training.epochs=2");
    long before = place.summary().path("rounds").longValue();
    assertThat(EventFiles.steps(points("rounds", "round/loss"))).isEqualTo(upTo(before));

    Outcome outcome = place.train(EACH_EPOCH, "training.epochs=4");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    long rounds = place.summary().path("rounds").longValue();
    assertThat(rounds).isEqualTo(2 * before);
    assertThat(EventFiles.steps(points("rounds", "round/loss"))).isEqualTo(upTo(rounds));
    assertThat(EventFiles.steps(points("train", "dense_1/kernel"))).isEqualTo(upTo(4));
    assertThat(EventFiles.steps(points("validation", "epoch/loss"))).isEqualTo(upTo(4));
    assertThat(EventFiles.steps(points("test", "epoch/loss"))).containsExactly(4L);
    assertThat(EventFiles.steps(points("train", "job/file"))).containsExactly(0L);
  }

  @Test
  void ofARunAnewReplaceThoseThatWereThere() throws Exception {
    place.train("training.epochs=3");
    place.train("training.epochs=2", "data.validation=0");
    assertThat(EventFiles.steps(points("train", "epoch/loss"))).isEqualTo(upTo(2));
    assertThat(points("validation", "epoch/loss")).isEmpty();
  }

  @Test
  void tellHowARunCameToDiverge() throws Exception {
    String jump =
        "training.learning-rate={ schedule = piecewise, boundaries = [6], values = [0.1, 1e30] }";
    assertThat(place.train(jump).code()).isEqualTo(Failures.DIVERGED);
    assertThat(points("rounds", "round/loss")).isNotEmpty();
  }

  @Test
  void areNotThereWhereTheJobWantsNone() throws Exception {
    place.train("report.tensorboard=false");
    assertThat(place.output().resolve("tensorboard")).doesNotExist();
  }

  @Test
  void canBeTurnedOffInARunThatGoesOn() throws Exception {
    place.train(EACH_EPOCH, "training.epochs=1");
    assertThat(place.train(EACH_EPOCH, "training.epochs=2", "report.tensorboard=false").code())
        .isZero();
    assertThat(Files.exists(run("train"))).isTrue();
    assertThat(EventFiles.steps(points("train", "epoch/loss"))).containsExactly(1L);
  }
}
