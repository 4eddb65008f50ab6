package dev.tributary.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochLinesTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1", "1001, 2", "2000, 2", "2001, 4", "54321, 64"})
  void keepsSomeAtEvenDistancesAndTheLast(int epochs, int stride) {
    EpochLines lines = new EpochLines();
    List<String> expected = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      lines.add("epoch " + epoch);
      if ((epoch - 1) % stride == 0 || epoch == epochs) {
        expected.add("epoch " + epoch);
      }
    }
    assertThat(lines.stride()).isEqualTo(stride);
    assertThat(lines.lines()).isEqualTo(expected).hasSizeLessThanOrEqualTo(EpochLines.MOST + 1);
  }
}
