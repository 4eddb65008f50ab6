package dev.tributary.data;

import static dev.tributary.data.Loading.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.config.InvalidJobException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The data section of a job file. */
class DataConfigTest {
  @Test
  void defaults() {
    assertThat(config("train = rows.csv"))
        .isEqualTo(
            new DataConfig(
                "auto",
                "rows.csv",
                0,
                Optional.empty(),
                Optional.empty(),
                Target.LABEL,
                List.of("label"),
                List.of(FeatureEntry.plain("*")),
                Optional.empty(),
                ClassWeights.alike(),
                LabelType.AUTO,
                Scaling.standard(),
                Map.of(),
                BadRows.FAIL));
  }

  @Test
  void everyKey() {
    assertThat(
            config(
                """
                format = CSV
                train = "a/*.csv"
                validation = b.csv
                test = c.csv
                target = features
                label = [y, "z*"]
                weight = importance
                features = ["pixel_*", age]
                label-type = text
                scaling = 255
                options { header = true, sep = ";", nested.name = 1 }
                bad-rows = skip
                """))
        .isEqualTo(
            new DataConfig(
                "csv",
                "a/*.csv",
                0,
                Optional.of("b.csv"),
                Optional.of("c.csv"),
                Target.FEATURES,
                List.of("y", "z*"),
                List.of(FeatureEntry.plain("pixel_*"), FeatureEntry.plain("age")),
                Optional.of("importance"),
                ClassWeights.alike(),
                LabelType.TEXT,
                Scaling.divisor(255),
                Map.of("header", "true", "sep", ";", "nested.name", "1"),
                BadRows.SKIP));
    assertThat(config("train = a, validation = 0.25"))
        .returns(0.25, DataConfig::validationFraction)
        .returns(Optional.empty(), DataConfig::validationPath);
    assertThat(config("train = a, scaling = minmax").scaling()).isEqualTo(Scaling.minmax());
    assertThat(config("train = a, scaling = none").scaling()).isEqualTo(Scaling.none());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format = csv | data.train (test job line 1): is missing",
        "train = a, validation = 1 | data.validation (test job line 1): found 1; allowed is a path, or a fraction",
        "train = a, validation = -0.1 | at least 0 and less than 1",
        "train = a, validation = NaN | at least 0 and less than 1",
        "train = a, scaling = 0 | data.scaling (test job line 1): found 0; allowed is standard",
        "train = a, scaling = -3 | data.scaling (test job line 1): found -3",
        "train = a, scaling = Infinity | data.scaling (test job line 1): found",
        "train = a, scaling = normal | found \"normal\"; allowed is standard, minmax, none",
        "train = a, bad-rows = drop | data.bad-rows (test job line 1): found \"drop\"; allowed is one of fail, skip",
        "train = a, label-type = texts | did you mean text?",
        "train = a, features = [] | data.features (test job line 1): found []; allowed is at least one name",
        "train = a, label = [] | data.label (test job line 1): found []; allowed is at least one name",
        "train = a, options.mode = FAILFAST | the option mode is set by Tributary itself",
        "train = a, lable = y | data.lable (test job line 1): is not a known key; did you mean label?"
      })
  void problems(String data, String complaint) {
    assertThatThrownBy(() -> config(data))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining(complaint.strip());
  }
}
