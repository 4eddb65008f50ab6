package dev.tributary.bench;

import dev.tributary.config.JobFile;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network that every contender has: dense layers with batch normalization and ELU between them,
 * and a softmax over the classes at the end.
 *
 * @param widths of the input, of each hidden layer and of the output
 */
record Topology(String name, List<Integer> widths) {
  /** Large products, of which the first has most. */
  static final Topology WIDE = new Topology("784-300-100-10", List.of(784, 300, 100, 10));

  /** Small products, so that what is done around them shows. */
  static final Topology DEEP =
      new Topology(
          "784-20×100-10",
          IntStream.range(0, 22).mapToObj(i -> i == 0 ? 784 : i == 21 ? 10 : 100).toList());

  int inputs() {
    return widths.get(0);
  }

  int classes() {
    return widths.get(widths.size() - 1);
  }

  /** How many layers have weights. */
  int depth() {
    return widths.size() - 1;
  }

  /** The shape of an example. */
  Shape input() {
    return Shape.of(inputs());
  }

  NetworkSpec spec() {
    StringBuilder job = new StringBuilder("training.loss = sparse_categorical_crossentropy\n");
    job.append("model.layers = [\n");
    for (int layer = 1; layer < depth(); layer++) {
      job.append("{ type = dense, units = ").append(widths.get(layer)).append(" }\n");
      job.append("{ type = batch_normalization }\n");
      job.append("{ type = activation, function = elu }\n");
    }
    job.append("{ type = dense, units = ").append(classes()).append(", activation = softmax } ]");
    return JobFile.parse(name, job.toString(), List.of())
        .read(root -> NetworkSpec.read(root.section("model"), root.section("training")));
  }
}
