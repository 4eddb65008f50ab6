package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.data.DataEncoding;
import dev.tributary.model.ModelBundle;
import dev.tributary.model.Provenance;
import dev.tributary.model.SourceFormat;
import dev.tributary.model.Tensor;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.loss.SparseCategoricalCrossentropy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A network as a saved model describes it. */
class TrainedNetworkTest {
  private static final List<NamedLayer> LAYERS =
      Examples.network("{type = dense, units = 2, activation = softmax}").layers();

  @Test
  void comesBackWithTheSettingsOfItsLoss() {
    NetworkSpec spec = new NetworkSpec(LAYERS, new SparseCategoricalCrossentropy(0.125));
    TrainedNetwork trained = new TrainedNetwork(spec, Shape.of(1), new float[4], new float[0]);
    assertThat(trained.description())
        .containsEntry(
            "loss", Map.of("type", "sparse_categorical_crossentropy", "label-smoothing", 0.125));
    assertThat(reloaded(trained.description(), trained.tensors())).isEqualTo(spec);
  }

  @Test
  void knowsALossThatOnlyNamesItsType() {
    NetworkSpec spec = new NetworkSpec(LAYERS, new SparseCategoricalCrossentropy(0));
    TrainedNetwork trained = new TrainedNetwork(spec, Shape.of(1), new float[4], new float[0]);
    Map<String, Object> older = new LinkedHashMap<>(trained.description());
    older.put("loss", Map.of("type", "sparse_categorical_crossentropy"));
    assertThat(reloaded(older, trained.tensors())).isEqualTo(spec);
  }

  private static NetworkSpec reloaded(Map<String, Object> description, List<Tensor> tensors) {
    DataEncoding encoding =
        new DataEncoding(
            List.of(new DataEncoding.Column("x", 1)),
            List.of(new DataEncoding.Column("label", 1)),
            List.of(),
            List.of(0.0),
            List.of(1.0));
    Provenance provenance =
        new Provenance(
            Map.of(), "train", Map.of(), Map.of(), 1, 1, 1, "2026-01-31T12:00:00Z", Map.of());
    return TrainedNetwork.of(
            new ModelBundle(
                description, tensors, encoding, new SourceFormat("csv", Map.of()), provenance))
        .spec();
  }
}
