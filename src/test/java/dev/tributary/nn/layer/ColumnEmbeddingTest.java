package dev.tributary.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.Minibatch;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.activation.Tanh;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.layer.ColumnEmbedding.Table;
import dev.tributary.nn.loss.MeanSquaredError;
import dev.tributary.techniques.Proves;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnEmbeddingTest {
  private static final ColumnEmbedding TWO =
      new ColumnEmbedding(List.of(new Table("city", 1, 2, 3), new Table("depot", 2, 3, 1)));

  /** Two rows of (number, city, depot, number), by hand. */
  @Proves("layer/column_embedding")
  @Test
  void putsVectorsInThePlaceOfIndices() {
    float[] weights = {1, 2, 3, 4, 5, 6, 70, 80, 90};
    Step step = Layers.step(Step.Mode.TRAINING, 2, 1, weights);
    Layer layer = Layers.at(0, TWO, 2, 4);
    float[] input = {0.5f, 1, 2, -7, 0.25f, 0, 0, 9};
    assertThat(layer.forward(step, input))
        .containsExactly(0.5f, 4, 5, 6, 90, -7, 0.25f, 1, 2, 3, 70, 9);

    java.util.Arrays.fill(step.gradient, Float.NaN);
    float[] gradient = {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};
    assertThat(layer.backward(step, gradient)).containsExactly(1, 0, 0, 6, 10, 0, 0, 60);
    assertThat(step.gradient).containsExactly(20, 30, 40, 2, 3, 4, 50, 0, 5);
  }

  @Test
  void rowsOfOneCategoryAddUp() {
    Step step = Layers.step(Step.Mode.TRAINING, 3, 1, 1, 2);
    Layer layer = Layers.at(0, new ColumnEmbedding(List.of(new Table("city", 0, 2, 1))), 3, 1);
    layer.forward(step, new float[] {1, 0, 1});
    layer.backward(step, new float[] {10, 20, 30});
    assertThat(step.gradient).containsExactly(20, 40);
  }

  @Test
  void whatIsOutsideOfATableGivesZerosAndTeachesNothing() {
    Step step = Layers.step(Step.Mode.TRAINING, 3, 1, 1, 2);
    Layer layer = Layers.at(0, new ColumnEmbedding(List.of(new Table("city", 0, 2, 1))), 3, 1);
    assertThat(layer.forward(step, new float[] {-1, 2, 1})).containsExactly(0, 0, 2);
    layer.backward(step, new float[] {10, 20, 30});
    assertThat(step.gradient).containsExactly(0, 30);
  }

  /** A vector for each category is a dense layer over one-hot inputs. */
  @Proves("layer/column_embedding")
  @Test
  void learnsAsADenseLayerOverOneHotInputsDoes() {
    int entries = 4;
    int units = 3;
    int rows = 9;
    List<NamedLayer> above =
        List.of(
            new NamedLayer("tanh", new ActivationLayer(new Tanh())),
            new NamedLayer("dense", new Dense(2, Dense.Bias.USED, Initializers.GLOROT_UNIFORM)));
    Network embedded =
        network(new ColumnEmbedding(List.of(new Table("city", 0, entries, units))), above, 1, rows);
    Network oneHot =
        network(
            new Dense(units, Dense.Bias.NONE, Initializers.GLOROT_UNIFORM), above, entries, rows);
    assertThat(embedded.parameters().slices().get(0).name()).isEqualTo("first/city");
    assertThat(embedded.parameters().size()).isEqualTo(oneHot.parameters().size());

    Random random = new Random(3);
    float[] weights = new float[embedded.parameters().size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    Minibatch indices = new Minibatch(rows, 1, TargetKind.VALUES, 2);
    Minibatch hot = new Minibatch(rows, entries, TargetKind.VALUES, 2);
    indices.rows = rows;
    hot.rows = rows;
    for (int row = 0; row < rows; row++) {
      int category = random.nextInt(entries);
      indices.features[row] = category;
      hot.features[row * entries + category] = 1;
      for (int j = 0; j < 2; j++) {
        indices.values[2 * row + j] = random.nextFloat();
        hot.values[2 * row + j] = indices.values[2 * row + j];
      }
    }
    float[] found = new float[weights.length];
    float[] expected = new float[weights.length];
    double loss = embedded.gradient(indices, weights, new float[0], found, 1);
    assertThat(loss)
        .isCloseTo(oneHot.gradient(hot, weights, new float[0], expected, 1), within(1e-6));
    assertThat(found).containsExactly(expected, within(1e-5f));
    assertDifferences(embedded, indices, weights, found);
  }

  private static void assertDifferences(
      Network network, Minibatch batch, float[] weights, float[] gradient) {
    float step = 1e-2f;
    float[] unused = new float[gradient.length];
    for (int i = 0; i < weights.length; i++) {
      float own = weights[i];
      weights[i] = own + step;
      double above = network.gradient(batch, weights, new float[0], unused, 1);
      weights[i] = own - step;
      double below = network.gradient(batch, weights, new float[0], unused, 1);
      weights[i] = own;
      assertThat((double) gradient[i]).isCloseTo((above - below) / (2 * step), within(1e-3));
    }
  }

  @Test
  void refusesPositionsThatTheInputDoesNotHave() {
    assertThatThrownBy(() -> TWO.outputShape(Shape.of(2)))
        .hasMessage("column depot has the position 2 (must be from 2 to 1)");
    ColumnEmbedding twice =
        new ColumnEmbedding(List.of(new Table("a", 1, 2, 3), new Table("b", 1, 3, 1)));
    assertThatThrownBy(() -> twice.outputShape(Shape.of(4)))
        .hasMessage("column b has the position 1 (must be from 2 to 3)");
    assertThatThrownBy(() -> TWO.outputShape(Shape.of(2, 3)))
        .hasMessage("it takes flat input, found 2×3");
  }

  private static Network network(LayerSpec first, List<NamedLayer> above, int width, int rows) {
    NetworkSpec spec =
        new NetworkSpec(above, new MeanSquaredError()).behind(new NamedLayer("first", first));
    return new Network(spec, Shape.of(width), rows);
  }
}
