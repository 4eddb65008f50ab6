package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights and smoothed labels, as a job file asks for them. */
class WeightedJobTest {
  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void prepare() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
  }

  @Test
  void weightsOfClassesAndRowsChangeTheModel() throws Exception {
    String[] lines = Workplace.classes(60, 0);
    for (int i = 0; i < lines.length; i++) {
      lines[i] += i == 0 ? ",w" : "," + i % 3;
    }
    place.write("weighted.csv", lines);
    String train = "data.train=" + place.path("weighted.csv");
    double plain = testLoss(train, "data.features=[x, y]");
    assertThat(testLoss(train, "data.features=[x, y]")).isEqualTo(plain);
    assertThat(testLoss(train, "data.weight=w")).isNotEqualTo(plain);
    assertThat(testLoss(train, "data.features=[x, y]", "training.class-weights.1=9"))
        .isNotEqualTo(plain);
    // The classes are equally many but for the rows held out.
    assertThat(testLoss(train, "data.features=[x, y]", "training.class-weights=balanced"))
        .isFinite();
  }

  @Test
  void smoothingIsOfTrainingOnlyAndOfTheModelsDescription() throws Exception {
    String smoothed = "training.loss={type=sparse_categorical_crossentropy, label-smoothing=0.5}";
    Outcome outcome = place.train(smoothed, "training.epochs=40");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("sparse_categorical_crossentropy (label-smoothing 0.5)");
    // The entropy of the smoothed label, (2/3, 1/6, 1/6), is a bound of the training loss alone.
    double entropy = -(Math.log(2.0 / 3) * 2 / 3 + Math.log(1.0 / 6) / 3);
    assertThat(place.summary().path("train").path("loss").doubleValue()).isGreaterThan(entropy);
    assertThat(place.summary().path("test").path("loss").doubleValue()).isLessThan(entropy);
    String model = place.output() + "/model";
    String test = place.path("test.csv").toString();
    assertThat(Workplace.run("evaluate", model, "--data", test).code()).isZero();
  }

  @Test
  void weightsOfClassesNeedClasses() throws Exception {
    place.refuses(
        2,
        () ->
            place.train(
                "training.loss=mse",
                "model.layers=[{type=dense, units=1}]",
                "training.class-weights.0=2"),
        "training.class-weights",
        "is for losses that tell classes apart");
    place.refuses(
        2,
        () -> place.train("training.class-weights.3=2"),
        "names the class 3, which isn't there",
        "The classes are 0, 1, 2");
  }

  private double testLoss(String... overrides) throws Exception {
    Outcome outcome = place.train(overrides);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return place.summary().path("test").path("loss").doubleValue();
  }
}
