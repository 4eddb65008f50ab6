package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit code 2: a job that can't be run as it is written, and nothing written. */
class WrongJobTest {
  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void layOut() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "describe"})
  void refusesAMissingJobFile(String command) throws Exception {
    String missing = place.path("jobs.conf").toString();
    place.refuses(
        2,
        () -> Workplace.run(command, missing),
        "There is no job file " + missing + ".",
        "for example conf/digits.conf");
  }

  @Test
  void refusesWhatIsNotHocon() throws Exception {
    place.write("job.conf", "data { train = ");
    place.refuses(2, () -> place.train(), "job.conf can't be read as HOCON", "job.conf: ");
  }

  @Test
  void namesAnEnvironmentVariableThatIsNotSet() throws Exception {
    String job = Files.readString(place.path("job.conf"));
    place.write(
        "job.conf",
        job.replace("output.dir = ", "data.test = ${TRIBUTARY_NOT_SET}/x\noutput.dir = "));
    place.refuses(
        2, () -> place.train(), "job.conf", "${TRIBUTARY_NOT_SET}", "an environment variable");
  }

  @Test
  void takesAnEnvironmentVariableThatMayBeMissing() throws Exception {
    String job = Files.readString(place.path("job.conf"));
    place.write("job.conf", job + "data.train = ${?TRIBUTARY_NOT_SET}\n");
    assertThat(place.train("training.epochs=1").code()).isZero();
  }

  @Test
  void namesAllProblemsAtOnce() throws Exception {
    place.write(
        "job.conf",
        "data { trian = a.csv, scaling = wide, validation = 2 }",
        "model.layers = [",
        "  { type = dens, units = 3 }",
        "  { type = dropout, rate = 1.5 }",
        "]",
        "training { loss = msee, batch-size = 1.5, epochs = -3, optimizer { type = adam, beta = 1 } }",
        "averaging { workers = 0 }",
        "engine = gpu");
    place.refuses(
        2,
        () -> place.train(),
        "job.conf has 13 problems:\n",
        "  data.train (job.conf line 1): is missing; it must be a text\n",
        "data.trian (job.conf line 1): is not a known key; did you mean train?\n",
        "data.scaling (job.conf line 1): found \"wide\"; allowed is standard, minmax, none or",
        "data.validation (job.conf line 1): found 2; allowed is a path, or a fraction",
        "model.layers[0].type (job.conf line 3): found \"dens\"; allowed is one of",
        "did you mean dense?",
        "model.layers[1].rate (job.conf line 4): found 1.5; allowed is a number, at least 0 and",
        "training.loss (job.conf line 6): found \"msee\"; allowed is one of",
        "training.batch-size (job.conf line 6): found 1.5; allowed is a whole number, from 1",
        "training.epochs (job.conf line 6): found -3; allowed is a whole number, at least 1",
        "training.optimizer.beta (job.conf line 6): is not a known key; did you mean beta1?",
        "averaging.workers (job.conf line 7): found 0; allowed is a whole number, from 1",
        "engine (job.conf line 8): found \"gpu\"; allowed is one of auto, native",
        "output.dir: is missing; it must be a text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          training.epochs                    | Invalid --set training.epochs (must be key=value
          =3                                 | Invalid --set =3 (must be key=value
          training.epoch=3                   | did you mean epochs?
          training.epochs=many               | training.epochs (--set training.epochs=many): found "many"; allowed is a whole number
          training.learning-rate.value=-1    | allowed is a number, greater than 0
          training.optimizer=adagard         | found "adagard"; allowed is one of adadelta, adagrad, adam
          training.clipping.type=values      | did you mean value?
          averaging.optimizer-state=keep     | allowed is one of average, reset
          averaging.workers=many             | found "many"; allowed is a whole number, from 1 to 100000, or one of auto, elastic
          averaging.workers=0                | found 0; allowed is a whole number, from 1 to 100000, or one of auto, elastic
          averaging.workers=[auto]           | found ["auto"]; allowed is a whole number, from 1 to 100000, or one of auto, elastic
          averaging.wire=int16               | found "int16"; allowed is one of float32, bfloat16, int8; did you mean int8?
          averaging.every=epochs             | allowed is a whole number from 1 to 16777216, epoch, or { schedule = qsr
          averaging.outer=moment             | averaging.outer (--set averaging.outer=moment): found "moment"; allowed is one of auto, none, momentum, nesterov
          data.bad-rows=drop                 | allowed is one of fail, skip
          data.label=[]                      | allowed is at least one name or pattern of a column
          data.options.mode=DROPMALFORMED    | the option mode is set by Tributary itself
          model.layers=[]                    | must have at least one layer
          model.layers=[{ type = flatten }]  | model.layers
          model.layers=[dense]               | model.layers[0].units
          output.dir=""                      | Invalid output.dir: found ""; allowed is a path
          output.dir="a:b"                   | Invalid output.dir: found "a:b"; allowed is a path
          training.early-stopping.monitor=accuracy       | watches accuracy; allowed is loss, or validation. and a metric's name
          training.early-stopping.monitor=validation.acc | validation.loss, validation.accuracy can be watched
          training.early-stopping.monitor=validation.r2  | watches validation.r2; with the loss sparse_categorical_crossentropy
          training.learning-rate={ schedule = reduce_on_plateau, value = 1, monitor = validation.r2 } | training.learning-rate (--set
          training.regularization.l3=1       | did you mean l1?
          training.regularization={ l2 = 1, layers = dense_3 } | no layer is called dense_3; the layers are dense_1, batch_normalization_1
          training.constraint={ type = unit_norm, layers = dense } | no layer is called dense; the layers are
          training.early-stopping.patience=0 | allowed is a whole number, at least 1
          """)
  void refusesAnOverride(String override, String phrase) throws Exception {
    place.refuses(2, () -> place.train(override), phrase);
  }

  @Test
  void refusesALossThatTheLastLayerDoesNotFit() throws Exception {
    place.refuses(
        2,
        () -> place.train("model.layers=[{ type = dense, units = 3 }]"),
        "the last layer ends with dense, but training.loss = sparse_categorical_crossentropy needs"
            + " softmax");
  }

  @Test
  void refusesEarlyStoppingWithoutValidationData() throws Exception {
    place.refuses(
        2,
        () -> place.train("data.validation=0", "training.early-stopping.patience=3"),
        "watches validation.loss, but the job has no validation data; set data.validation");
  }

  @Test
  void refusesANetworkThatNoMemoryHolds() throws Exception {
    place.refuses(
        2,
        () ->
            place.train(
                "model.layers=[{ type = dense, units = 1048576 },"
                    + " { type = dense, units = 1048576 },"
                    + " { type = dense, units = 3, activation = softmax }]"),
        "The network doesn't fit together. Layer dense_2: too many parameters");
  }

  @Test
  void saysNothingElse() {
    Outcome outcome = place.train("training.epochs=0");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).hasSize(2);
  }
}
