package dev.tributary.data.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.TestSpark;
import dev.tributary.data.generator.Deliveries.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private static final Deliveries DELIVERIES = new Deliveries(42);
  private static final String SAMPLE = "data-samples/deliveries";
  private static final List<Delivery> MANY =
      LongStream.range(0, 40_000).mapToObj(DELIVERIES::delivery).toList();

  @Test
  void lateIsAsLikelyAsIsSaid() {
    double z =
        MANY.stream().mapToDouble(each -> (each.late() ? 1 : 0) - each.probability()).sum()
            / Math.sqrt(
                MANY.stream()
                    .mapToDouble(each -> each.probability() * (1 - each.probability()))
                    .sum());
    assertThat(z).isBetween(-3.0, 3.0);
  }

  @Test
  void hoursHaveTheNoiseThatIsSaid() {
    double squares =
        MANY.stream().mapToDouble(each -> Math.pow(each.hours() - each.expectedHours(), 2)).sum();
    assertThat(Math.sqrt(squares / MANY.size())).isCloseTo(Deliveries.NOISE, within(0.03));
  }

  @Test
  void asMuchIsMissingAsIsSaid() {
    assertThat(share(MANY.stream().filter(each -> each.city().isEmpty()).count()))
        .isCloseTo(0.04, within(0.005));
    assertThat(share(MANY.stream().filter(each -> each.distance().isEmpty()).count()))
        .isCloseTo(0.08, within(0.006));
    assertThat(share(MANY.stream().filter(each -> each.weight().isEmpty()).count()))
        .isCloseTo(0.12, within(0.008));
  }

  /** The figures of the sample's own page. */
  @Test
  void theSampleIsTheseRowsAndItsPageSaysWhatCanBeReached() throws IOException {
    List<Row> rows =
        TestSpark.session()
            .read()
            .option("header", "true")
            .csv(SAMPLE + "/test.csv")
            .collectAsList();
    List<Delivery> test = MANY.subList(3000, 4000);
    assertThat(rows).hasSize(1000);
    double right = 0;
    double entropy = 0;
    double squares = 0;
    for (int i = 0; i < rows.size(); i++) {
      Delivery delivery = test.get(i);
      Row row = rows.get(i);
      assertThat(row.<String>getAs("city")).isEqualTo(delivery.city().orElse(null));
      assertThat(row.<String>getAs("ordered"))
          .isEqualTo(delivery.ordered().toString().replace('T', ' '));
      assertThat(row.<String>getAs("late")).isEqualTo(delivery.late() ? "yes" : "no");
      assertThat(Double.parseDouble(row.getAs("hours"))).isEqualTo(delivery.hours());
      double probability = delivery.late() ? delivery.probability() : 1 - delivery.probability();
      right += probability > 0.5 ? 1 : 0;
      entropy -= Math.log(probability);
      squares += Math.pow(delivery.hours() - delivery.expectedHours(), 2);
    }
    assertThat(Files.readString(Path.of(SAMPLE, "README.md")))
        .contains(
            "| `late` | accuracy | %.3f |".formatted(right / 1000),
            "| `late` | cross-entropy | %.3f |".formatted(entropy / 1000),
            "| `hours` | RMSE | %.2f |".formatted(Math.sqrt(squares / 1000)));
  }

  private static double share(long count) {
    return (double) count / MANY.size();
  }
}
