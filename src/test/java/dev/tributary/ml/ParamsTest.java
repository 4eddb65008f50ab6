package dev.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.TestSpark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLWritable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Spark ML expects of the params of any stage. */
class ParamsTest {
  @BeforeAll
  static void start() {
    TestSpark.session();
  }

  static Stream<PipelineStage> estimators() {
    return Stream.of(new DeepClassifier(), new DeepRegressor(), new DeepAutoencoder());
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void eachBelongsToItsStageAndIsDocumented(PipelineStage stage) {
    Set<String> names = new HashSet<>();
    for (Param<?> param : stage.params()) {
      assertThat(param.parent()).isEqualTo(stage.uid());
      assertThat(names.add(param.name())).isTrue();
      assertThat(param.doc()).isNotBlank();
      assertThat(stage.getParam(param.name())).isSameAs(param);
      assertThat(stage.explainParam(param))
          .startsWith(param.name() + ": " + param.doc() + " (")
          .doesNotContain("[L", "@");
    }
    assertThat(names)
        .contains("featuresCol", "maxIter", "stepSize", "seed", "weightCol", "layers", "tol");
    assertThat(stage.explainParams().lines()).hasSameSizeAs(names);
  }

  /** By Spark's convention: a getter named after each, and a setter that returns the stage. */
  @ParameterizedTest
  @MethodSource("estimators")
  void eachHasAGetterAndASetter(PipelineStage stage) throws Exception {
    for (Param<?> param : stage.params()) {
      String suffix = Character.toUpperCase(param.name().charAt(0)) + param.name().substring(1);
      assertThat(stage.getClass().getMethod("get" + suffix).getParameterCount()).isZero();
      set(stage, param);
      Object set =
          Arrays.stream(stage.getClass().getMethods())
              .filter(method -> method.getName().equals("set" + suffix))
              .findFirst()
              .orElseThrow()
              .invoke(stage, stage.getOrDefault(param));
      assertThat(set).isSameAs(stage);
      assertThat(stage.getClass().getMethod("get" + suffix).invoke(stage))
          .isEqualTo(stage.getOrDefault(param));
    }
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void areCopiedAndPersisted(PipelineStage stage, @TempDir Path folder) throws Exception {
    Arrays.stream(stage.params()).forEach(param -> set(stage, param));
    Params copy = stage.copy(new ParamMap());
    assertSame(stage, copy);

    String path = folder.resolve(stage.uid()).toString();
    ((MLWritable) stage).save(path);
    Params loaded = (Params) stage.getClass().getMethod("load", String.class).invoke(null, path);
    assertSame(stage, loaded);
  }

  @Test
  void aCopyTakesWhatIsExtraAndLeavesTheOriginal() {
    DeepClassifier stage = new DeepClassifier().setMaxIter(3);
    DeepClassifier copy = stage.copy(new ParamMap().put(stage.maxIter().w(7), stage.seed().w(1)));

    assertThat(copy.getMaxIter()).isEqualTo(7);
    assertThat(copy.getSeed()).isEqualTo(1);
    assertThat(copy.uid()).isEqualTo(stage.uid());
    copy.setMaxIter(9);
    assertThat(stage.getMaxIter()).isEqualTo(3);
  }

  @Test
  void valuesThatCannotBeAreRefusedWhenTheyAreSet() {
    DeepClassifier stage = new DeepClassifier();
    for (Runnable wrong :
        List.<Runnable>of(
            () -> stage.setMaxIter(0),
            () -> stage.setStepSize(0),
            () -> stage.setBatchSize(0),
            () -> stage.setElasticNetParam(1.5),
            () -> stage.setValidationFraction(1),
            () -> stage.setHandleInvalid("drop"))) {
      assertThatThrownBy(wrong::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("given invalid value");
    }
  }

  @Test
  void twoStagesBuiltAtOnceHaveTheirOwnUids() {
    assertThat(new DeepClassifier("a").uid()).isEqualTo("a");
    assertThat(new DeepClassifier().uid()).startsWith("deepClassifier_");
    assertThat(new DeepAutoencoder("b").featuresCol().parent()).isEqualTo("b");
  }

  private static void assertSame(PipelineStage stage, Params other) {
    assertThat(other.uid()).isEqualTo(stage.uid());
    assertThat(other.params()).hasSameSizeAs(stage.params());
    for (Param<?> param : stage.params()) {
      assertThat(other.getOrDefault(param)).isEqualTo(stage.getOrDefault(param));
    }
  }

  /** Sets a value that isn't the default. */
  private static void set(Params stage, Param<?> param) {
    Object value;
    if (param instanceof IntParam) {
      value = 3;
    } else if (param instanceof LongParam) {
      value = 3L;
    } else if (param instanceof DoubleParam) {
      value = 0.25;
    } else if (param instanceof DoubleArrayParam) {
      value = new double[] {0.3, 0.7};
    } else if (param instanceof StringArrayParam) {
      value = new String[] {"a, b = c", "d"};
    } else {
      assertThat(param).isNotInstanceOf(BooleanParam.class);
      value = param.name().equals("handleInvalid") ? "keep" : "some";
    }
    stage.set(param.name(), value);
  }
}
