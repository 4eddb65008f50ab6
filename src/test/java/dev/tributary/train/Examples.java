package dev.tributary.train;

import dev.tributary.TestSpark;
import dev.tributary.config.JobFile;
import dev.tributary.config.Section;
import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Optimizer;
import dev.tributary.optim.UpdateRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Small data sets and networks to train on. */
final class Examples {
  static final int WIDTH = 6;
  static final int CLASSES = 3;

  private Examples() {}

  static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
  }

  /** Shards of these sizes; the class is the place of the largest of the first three features. */
  static List<Shard> shards(int... sizes) {
    Random random = new Random(7);
    List<Shard> shards = new ArrayList<>();
    for (int size : sizes) {
      float[] features = new float[size * WIDTH];
      int[] classes = new int[size];
      for (int row = 0; row < size; row++) {
        for (int j = 0; j < WIDTH; j++) {
          features[row * WIDTH + j] = (float) random.nextGaussian();
        }
        for (int j = 1; j < CLASSES; j++) {
          if (features[row * WIDTH + j] > features[row * WIDTH + classes[row]]) {
            classes[row] = j;
          }
        }
      }
      shards.add(Shard.ofFloats(WIDTH, features, classes, new float[0]));
    }
    return shards;
  }

  static ShardSet distributed(List<Shard> shards) {
    List<Integer> partitions = IntStream.range(0, shards.size()).boxed().toList();
    List<Integer> rows = shards.stream().map(Shard::rows).toList();
    return new ShardSet(spark().parallelize(shards, shards.size()).cache(), partitions, rows);
  }

  static NetworkSpec network(String layers) {
    String text =
        "model.layers = [" + layers + "], training.loss = sparse_categorical_crossentropy";
    return JobFile.parse("test", text, List.of()).read(Examples::read);
  }

  private static NetworkSpec read(Section root) {
    return NetworkSpec.read(root.section("model"), root.section("training"));
  }

  static TrainingConfig config(Optimizer optimizer, double rate, int batchSize, int epochs) {
    return new TrainingConfig(
        UpdateRule.of(optimizer, new GradientClipping.ByGlobalNorm(1)),
        new LearningRateSchedule.Constant(rate),
        batchSize,
        epochs,
        Optional.empty(),
        StatisticsPolicy.MOVING,
        11);
  }

  /** The bits of numbers, which tell -0 from 0 and a NaN from itself. */
  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
