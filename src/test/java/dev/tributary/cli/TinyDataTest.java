package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Less data than workers, or less variety than outputs. */
class TinyDataTest {
  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void writeJob() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
  }

  @Test
  void oneExampleIsTrainedOnByOneWorkerOfMany() throws Exception {
    place.write("train.csv", "x,y,label", "1,2,1");
    train("data.validation=0", "averaging.workers=1");
    byte[] alone = weights();
    assertThat(place.metrics())
        .hasSize(3)
        .allSatisfy(epoch -> assertThat(epoch.path("examples").intValue()).isEqualTo(1));

    train("data.validation=0", "averaging.workers=4");
    assertThat(weights()).isEqualTo(alone);
    assertThat(place.summary().path("examples").intValue()).isEqualTo(3);
  }

  @Test
  void fewerExamplesThanWorkersCountOnceEach() throws Exception {
    place.write("train.csv", "x,y,label", "1,2,1", "4,0,0", "3,1,2");
    train("data.validation=0", "averaging.workers=5");

    assertThat(place.metrics())
        .hasSize(3)
        .allSatisfy(epoch -> assertThat(epoch.path("examples").intValue()).isEqualTo(3))
        .allSatisfy(epoch -> assertThat(epoch.path("rounds").intValue()).isPositive());
  }

  @Test
  void oneClassIsLearned() throws Exception {
    String[] rows = Workplace.classes(60, 0);
    for (int i = 1; i < rows.length; i++) {
      rows[i] = rows[i].substring(0, rows[i].lastIndexOf(',')) + ",1";
    }
    place.write("train.csv", rows);
    train("data.test=null", "training.epochs=30");

    assertThat(place.summary().path("validation").path("accuracy").doubleValue()).isEqualTo(1);
    assertThat(place.summary().path("validation").path("loss").doubleValue()).isBetween(0.0, 0.2);
  }

  private void train(String... overrides) throws Exception {
    Outcome outcome = place.train(overrides);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
  }

  private byte[] weights() throws Exception {
    return Files.readAllBytes(place.output().resolve("model/weights.safetensors"));
  }
}
