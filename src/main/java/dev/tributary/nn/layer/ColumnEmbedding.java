package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.RandomUniform;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a learned vector in the place of each categorical input, and passes the other inputs on:
 * {@code y = (…, E[x], …)}, where {@code E} is {@code [entries, dimensions]}, a table for each such
 * column, and {@code x} is the category's index (Bengio et al., 2003; of categories in tables, Guo
 * and Berkhahn, 2016). {@code data.features} puts it first in a network.
 *
 * <p>Gradient: {@code dE[k] = Σ dy} over the rows whose index is k. An index that is outside of a
 * table, such as -1 for what is unknown, gives zeros and teaches nothing.
 *
 * @param tables in the order of their positions
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "column_embedding",
    formula = "y = (…, E[x], …), x the categories of columns; data.features puts it first",
    paper = "Guo & Berkhahn, 2016",
    defaults = "tables required")
public record ColumnEmbedding(List<Table> tables) implements LayerSpec {
  private static final long serialVersionUID = 1L;

  /** What the layer is called in a network. */
  public static final String NAME = "embeddings";

  static final String TYPE = "column_embedding";
  private static final double LIMIT = 0.05;

  /**
   * The vectors of one column.
   *
   * @param column its name
   * @param position the input that holds its index
   * @param entries how many vectors there are
   * @param dimensions the length of each
   */
  public record Table(String column, int position, int entries, int dimensions)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  public ColumnEmbedding {
    tables = List.copyOf(tables);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Map<String, Object> settings() {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Table table : tables) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("column", table.column());
      entry.put("position", table.position());
      entry.put("entries", table.entries());
      entry.put("dimensions", table.dimensions());
      entries.add(entry);
    }
    return Map.of("tables", entries);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.rank() != 1) {
      throw new IllegalArgumentException("it takes flat input, found " + input);
    }
    int width = input.size();
    int next = 0;
    for (Table table : tables) {
      if (table.position() < next || table.position() >= input.size()) {
        throw new IllegalArgumentException(
            "column %s has the position %d (must be from %d to %d)"
                .formatted(table.column(), table.position(), next, input.size() - 1));
      }
      next = table.position() + 1;
      width = Math.addExact(width, table.dimensions() - 1);
    }
    return Shape.of(width);
  }

  @Override
  public List<TensorSpec> parameters(Shape input) {
    return tables.stream()
        .map(
            table ->
                new TensorSpec(
                    table.column(),
                    Shape.of(table.entries(), table.dimensions()),
                    new RandomUniform(LIMIT),
                    table.entries(),
                    table.dimensions()))
        .toList();
  }

  @Override
  public Layer build(LayerPlan plan) {
    return new Running(tables, plan, outputShape(plan.input()).size());
  }

  private static final class Running implements Layer {
    private final int[] positions;
    private final int[] entries;
    private final int[] dimensions;
    private final int[] offsets;
    private final int inputs;
    private final int outputs;
    private final boolean learns;
    private final float[] output;
    private final float[] inputGradient;
    private float[] input = new float[0];

    Running(List<Table> tables, LayerPlan plan, int outputs) {
      this.positions = tables.stream().mapToInt(Table::position).toArray();
      this.entries = tables.stream().mapToInt(Table::entries).toArray();
      this.dimensions = tables.stream().mapToInt(Table::dimensions).toArray();
      this.offsets = plan.parameters().stream().mapToInt(Integer::intValue).toArray();
      this.inputs = plan.input().size();
      this.outputs = outputs;
      this.learns = plan.role() == LayerPlan.Role.TRAINABLE;
      this.output = new float[Math.multiplyExact(plan.capacity(), outputs)];
      this.inputGradient =
          new float
              [plan.backward() == LayerPlan.Backward.TO_INPUT
                  ? Math.multiplyExact(plan.capacity(), inputs)
                  : 0];
    }

    @Override
    public float[] forward(Step step, float[] features) {
      input = features;
      for (int row = 0; row < step.rows; row++) {
        int from = row * inputs;
        int end = from + inputs;
        int at = row * outputs;
        for (int i = 0; i < positions.length; i++) {
          int index = row * inputs + positions[i];
          System.arraycopy(features, from, output, at, index - from);
          at += index - from;
          int vector = vector(i, features[index]);
          if (vector < 0) {
            Arrays.fill(output, at, at + dimensions[i], 0f);
          } else {
            System.arraycopy(step.weights, vector, output, at, dimensions[i]);
          }
          at += dimensions[i];
          from = index + 1;
        }
        System.arraycopy(features, from, output, at, end - from);
      }
      return output;
    }

    @Override
    public float[] backward(Step step, float[] gradient) {
      if (learns) {
        for (int i = 0; i < offsets.length; i++) {
          int end = offsets[i] + entries[i] * dimensions[i];
          Arrays.fill(step.gradient, offsets[i], end, 0f);
        }
      }
      for (int row = 0; row < step.rows; row++) {
        int from = row * inputs;
        int end = from + inputs;
        int at = row * outputs;
        for (int i = 0; i < positions.length; i++) {
          int index = row * inputs + positions[i];
          pass(gradient, at, from, index - from);
          at += index - from;
          if (learns) {
            scatter(step.gradient, gradient, at, vector(i, input[index]), dimensions[i]);
          }
          at += dimensions[i];
          from = index + 1;
        }
        pass(gradient, at, from, end - from);
      }
      return inputGradient;
    }

    /** Where the vector of an index starts; negative where there is none. */
    private int vector(int table, float value) {
      int index = (int) value;
      return index >= 0 && index < entries[table] ? offsets[table] + index * dimensions[table] : -1;
    }

    private static void scatter(float[] sums, float[] gradient, int at, int vector, int length) {
      if (vector >= 0) {
        for (int j = 0; j < length; j++) {
          sums[vector + j] += gradient[at + j];
        }
      }
    }

    /** Hands down the gradient of inputs that were passed on; that of an index is 0. */
    private void pass(float[] gradient, int at, int to, int length) {
      if (inputGradient.length > 0) {
        System.arraycopy(gradient, at, inputGradient, to, length);
      }
    }
  }

  /** Reads {@code column_embedding}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return TYPE;
    }

    @Override
    public List<LayerSpec> read(Section section) {
      List<Table> tables = new ArrayList<>();
      for (Section table : section.sections("tables", "column")) {
        tables.add(
            new Table(
                table.string("column"),
                table.integer("position", Range.between(0, 1 << 24)),
                table.integer("entries", Range.between(1, 1 << 24)),
                table.integer("dimensions", Range.between(1, 1 << 16))));
      }
      if (new HashSet<>(tables.stream().map(Table::column).toList()).size() < tables.size()) {
        section.complain("tables", "must be of different columns");
      }
      return List.of(new ColumnEmbedding(tables));
    }
  }
}
