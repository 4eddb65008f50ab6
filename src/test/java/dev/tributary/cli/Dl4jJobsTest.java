package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Jobs whose layers, or whose whole network, Deeplearning4j computes. */
class Dl4jJobsTest {
  @TempDir private Path folder;
  private Workplace workplace;

  @BeforeEach
  void prepare() {
    workplace = new Workplace(folder);
  }

  @Test
  void recognizesDigitsAsPictures() throws Exception {
    Outcome trained =
        Workplace.run(
            "train",
            "conf/digits-convolution.conf",
            "--set",
            "training.epochs=9",
            "--set",
            "averaging.workers=2",
            "--set",
            "output.dir=" + workplace.output());
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out())
        .contains("Deeplearning4j for convolution_1, max_pooling_1, convolution_2,");
    assertThat(workplace.summary().at("/test/accuracy").asDouble()).isGreaterThan(0.95);

    Outcome evaluated =
        Workplace.run(
            "evaluate", workplace.output() + "/model", "--data", "data-samples/digits/test.csv");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    Outcome predicted =
        Workplace.run(
            "predict",
            workplace.output() + "/model",
            "--input",
            "data-samples/digits/test.csv",
            "--output",
            workplace.path("predictions").toString());
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out()).contains("rows with predictions");
  }

  @Test
  void addsWithAMemoryIfItsGradientsAreClipped() {
    String data = workplace.path("adding").toString();
    Outcome generated =
        Workplace.run(
            "generate",
            "adding",
            "--length",
            "10",
            "--rows",
            "2000",
            "--format",
            "parquet",
            "--output",
            data);
    assertThat(generated.code()).as(generated.err()).isZero();
    Outcome clipped = adding(data, "training.clipping={type=global_norm,limit=1}");
    assertThat(clipped.code()).as(clipped.err()).isZero();
    // To guess 1 always has 1/6.
    assertThat(loss()).isLessThan(0.08);

    Outcome exploded = adding(data, "training.clipping={type=none}");
    assertThat(exploded.code()).isEqualTo(4);
    assertThat(exploded.err()).contains("Training diverged").contains("the outputs of lstm_1");
  }

  private double loss() {
    try {
      return workplace.summary().at("/validation/loss").asDouble();
    } catch (java.io.IOException cannotBe) {
      throw new java.io.UncheckedIOException(cannotBe);
    }
  }

  private Outcome adding(String data, String clipping) {
    return Workplace.run(
        "train",
        "conf/adding-lstm.conf",
        "--fresh",
        "--set",
        "data.train=" + data,
        "--set",
        clipping,
        "--set",
        "training.epochs=8",
        "--set",
        "averaging.workers=2",
        "--set",
        "output.dir=" + workplace.output());
  }

  @Test
  void trainsANetworkThatDeeplearning4jDescribes() throws Exception {
    Files.writeString(workplace.path("net.json"), configuration());
    Path job = workplace.classesJob();
    String text = Files.readString(job);
    int from = text.indexOf("model.layers");
    Files.writeString(
        job,
        text.substring(0, from)
            + "model.dl4j = \""
            + workplace.path("net.json")
            + "\"\n"
            + text.substring(text.indexOf("training {")));
    Outcome trained =
        workplace.train(
            "training.epochs=15",
            "training.clipping={type=global_norm,limit=1}",
            "training.recompute-statistics=true");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("Deeplearning4j for dl4j");
    assertThat(workplace.summary().at("/test/accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(Files.readString(workplace.output().resolve("model/model.json")))
        .contains("dl4j/0_W")
        .contains("dl4j/1/moving_mean");
    Outcome evaluated =
        Workplace.run(
            "evaluate",
            workplace.output() + "/model",
            "--data",
            workplace.path("test.csv").toString());
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("Confusion");
    Outcome described = Workplace.run("describe", job.toString());
    assertThat(described.code()).as(described.err()).isZero();
  }

  @Test
  void saysWhatIsWrongWithAConfiguration() throws Exception {
    Path job = workplace.classesJob();
    List<String> lines = new ArrayList<>(Files.readAllLines(job));
    lines.add("model.dl4j = \"" + workplace.path("none.json") + "\"");
    Files.write(job, lines);
    Outcome both = workplace.train();
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err())
        .contains("can't go with model.layers: it names a whole network")
        .contains("names the file")
        .contains("which can't be read");
  }

  private static String configuration() {
    return new NeuralNetConfiguration.Builder()
        .list()
        .layer(new DenseLayer.Builder().nOut(8).activation(Activation.IDENTITY).build())
        .layer(new BatchNormalization.Builder().build())
        .layer(new DenseLayer.Builder().nOut(8).activation(Activation.RELU).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.feedForward(2))
        .build()
        .toJson();
  }
}
