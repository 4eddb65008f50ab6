package dev.tributary.data;

import static dev.tributary.data.Loading.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.config.InvalidJobException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The entries of {@code data.features}. */
class FeatureEntryTest {
  @Test
  void defaults() {
    assertThat(features("x, { columns = y }, { columns = [z], type = number }"))
        .containsExactly(FeatureEntry.plain("x"), FeatureEntry.plain("y"), FeatureEntry.plain("z"));
    assertThat(config("train = a, features = 7").features())
        .containsExactly(FeatureEntry.plain("7"));
    assertThat(features("{ columns = c, type = categorical }").get(0).settings())
        .isEqualTo(new CategorySettings(CategoryStyle.ONE_HOT, 0, List.of(), 1000, 1));
    assertThat(features("{ columns = c, type = date, parts = hour }").get(0).settings())
        .isEqualTo(new DateSettings(List.of(DatePart.HOUR), "", "UTC", Indicator.NONE));
  }

  @Test
  void everyKey() {
    assertThat(
            features(
                """
                { columns = [a, "b*"], type = number, clip = [-1, 2.5], impute = -3, indicator = true, log = true, scaling = minmax }
                { columns = c, type = categorical, encoding = embedding, dimensions = 8, max = 50, min-count = 3 }
                { columns = d, type = categorical, encoding = one_hot, categories = [y, x], max = 2 }
                { columns = e, type = date, parts = [minute, day_of_month], format = "dd.MM.yy HH:mm", zone = "Europe/Berlin", indicator = true }
                """))
        .containsExactly(
            new FeatureEntry(
                List.of("a", "b*"),
                new NumberSettings(
                    List.of(-1.0, 2.5),
                    Optional.of(new Imputation(Imputation.Kind.CONSTANT, -3)),
                    Indicator.USED,
                    Curve.LOG,
                    Optional.of(Scaling.minmax()))),
            new FeatureEntry(
                List.of("c"), new CategorySettings(CategoryStyle.EMBEDDING, 8, List.of(), 50, 3)),
            new FeatureEntry(
                List.of("d"),
                new CategorySettings(CategoryStyle.ONE_HOT, 0, List.of("x", "y"), 2, 1)),
            new FeatureEntry(
                List.of("e"),
                new DateSettings(
                    List.of(DatePart.MINUTE, DatePart.DAY_OF_MONTH),
                    "dd.MM.yy HH:mm",
                    "Europe/Berlin",
                    Indicator.USED)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | data.features (test job line 1): found []; allowed is at least one name or pattern of a column",
        "[[x]] | data.features (test job line 1): found [[\"x\"]]; allowed is a list of texts, or of objects with the key columns",
        "[a, { impute = mean }] | data.features[1].columns (test job line 1): is missing; it must be a list of texts",
        "[{ columns = [] }] | data.features[0].columns (test job line 1): found []; allowed is at least one name",
        "[{ columns = a, imput = 1 }] | data.features[0].imput (test job line 1): is not a known key; did you mean impute?",
        "[{ columns = a, type = categorial }] | found \"categorial\"; allowed is one of number, categorical, date; did you mean categorical?",
        "[{ columns = a, impute = medain }] | data.features[0].impute (test job line 1): found \"medain\"; allowed is mean, median or a number",
        "[{ columns = a, indicator = true }] | data.features[0].indicator (test job line 1): tells which values were missing, and without impute",
        "[{ columns = a, clip = [2, 1] }] | data.features[0].clip (test job line 1): found [2,1]; allowed is a list of two numbers, the smaller first",
        "[{ columns = a, clip = 3 }] | allowed is a list of two numbers, the smaller first",
        "[{ columns = a, scaling = stanard }] | data.features[0].scaling (test job line 1): found \"stanard\"; allowed is standard, minmax, none",
        "[{ columns = a, type = categorical, encoding = onehot }] | did you mean one_hot?",
        "[{ columns = a, type = categorical, encoding = embedding }] | data.features[0].dimensions (test job line 1): is missing; it must be a whole number, from 1 to 4096",
        "[{ columns = a, type = categorical, dimensions = 3 }] | belongs to encoding = embedding",
        "[{ columns = a, type = categorical, categories = [x, x] }] | data.features[0].categories (test job line 1): found [\"x\",\"x\"]; allowed is each category once",
        "[{ columns = a, type = categorical, categories = [x, y], max = 1 }] | data.features[0].max (test job line 1): is 1, but 2 categories are given",
        "[{ columns = a, type = categorical, impute = mean }] | data.features[0].impute (test job line 1): is not a known key",
        "[{ columns = a, type = date }] | data.features[0].parts (test job line 1): is missing",
        "[{ columns = a, type = date, parts = [hours] }] | data.features[0].parts (test job line 1): found \"hours\"; allowed is some of minute, hour, day_of_week, day_of_month, day_of_year, month; did you mean hour?",
        "[{ columns = a, type = date, parts = [hour, hour] }] | names hour twice",
        "[{ columns = a, type = date, parts = [hour], zone = Mars }] | data.features[0].zone (test job line 1): found \"Mars\"; allowed is a time zone",
        "[{ columns = a, type = date, parts = [hour], format = \"bb\" }] | data.features[0].format (test job line 1): found \"bb\"; allowed is a pattern"
      })
  void problems(String features, String complaint) {
    assertThatThrownBy(() -> config("train = a, features = " + features))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining(complaint.strip());
  }

  private static List<FeatureEntry> features(String entries) {
    return config("train = a, features = [\n" + entries + "\n]").features();
  }
}
