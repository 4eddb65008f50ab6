package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.nn.diagnosis.Figure;
import dev.tributary.nn.diagnosis.LayerFigures;
import dev.tributary.nn.diagnosis.Measurement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementTextTest {
  @Test
  void givesTheSameBack() {
    LayerFigures input =
        new LayerFigures("input", "input", Map.of(Figure.MEAN, 0.1, Figure.DEVIATION, 1e-300));
    LayerFigures odd =
        new LayerFigures(
            "my\tlayer\n+%",
            "dense",
            Map.of(Figure.GRADIENT_NORM, Double.NaN, Figure.UPDATE_RATIO, Double.MAX_VALUE));
    LayerFigures none = new LayerFigures("dropout_1", "dropout", Map.of());
    Measurement measured =
        new Measurement(
            "after epoch 3",
            1L << 40,
            1024,
            Double.POSITIVE_INFINITY,
            0.05,
            input,
            List.of(odd, none));
    assertThat(MeasurementText.read(MeasurementText.of(measured))).isEqualTo(measured);
    Measurement empty = new Measurement("now", 0, 1, 0, 0, none, List.of());
    assertThat(MeasurementText.read(MeasurementText.of(empty))).isEqualTo(empty);
  }
}
