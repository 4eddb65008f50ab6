package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.Adam;
import dev.tributary.techniques.Proves;
import dev.tributary.train.GreedyPretrainer.Learned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Examples on a plane in six dimensions: two linear units can hold all there is to know of them.
 */
class GreedyPretrainerTest {
  private static final NetworkSpec SPEC =
      Examples.network(
          "{type = dense, units = 4}, {type = dense, units = 2}, {type = dropout, rate = 0.1},"
              + " {type = dense, units = 3, activation = softmax}");
  private static final Shape INPUT = Shape.of(Examples.WIDTH);

  @Proves("training/pretraining")
  @Test
  void eachBlockLearnsToReconstructWhatTheOneBelowGives() {
    List<Learned> learned = new ArrayList<>();
    ShardSet data = Examples.distributed(plane(120, 100));
    Network target = new Network(SPEC, INPUT, 1);
    ReusedLayers reused = pretrain(target, data, 0, learned);

    assertThat(learned).extracting(Learned::layer).containsExactly("dense_1", "dense_2");
    assertThat(learned).extracting(Learned::number).containsExactly(1, 2);
    assertThat(learned.get(0).loss()).isLessThan(0.002);
    // Dropout in the second block keeps its reconstruction from being exact.
    assertThat(learned.get(1).loss()).isLessThan(0.5);
    assertThat(reused.layers()).containsExactlyInAnyOrder("dense_1", "dense_2", "dropout_1");

    float[] weights = target.parameters().initialize(3);
    float[] own = weights.clone();
    reused.copyInto(weights, new float[0]);
    int head = 6 * 4 + 4 + 4 * 2 + 2;
    assertThat(Arrays.copyOfRange(weights, head, weights.length))
        .isEqualTo(Arrays.copyOfRange(own, head, own.length));
    for (int i = 0; i < head; i++) {
      assertThat(weights[i]).isNotEqualTo(own[i]);
    }
    // Rank: the first block's codes of the plane span a plane, so that the second block's two units
    // could hold them; its kernel has both its directions.
    double determinant = 0;
    int kernel = 6 * 4 + 4;
    for (int i = 0; i < 4; i++) {
      for (int j = i + 1; j < 4; j++) {
        double minor =
            weights[kernel + 2 * i] * weights[kernel + 2 * j + 1]
                - weights[kernel + 2 * i + 1] * weights[kernel + 2 * j];
        determinant += minor * minor;
      }
    }
    assertThat(determinant).isGreaterThan(1e-3);
  }

  @Test
  void targetsOfTheDataAreNotLookedAt() {
    List<Shard> bare = plane(60);
    float[] features = features(bare.get(0), Examples.WIDTH);
    float[] values = new float[60];
    Arrays.fill(values, 1e6f);
    List<Learned> expected = new ArrayList<>();
    pretrain(new Network(SPEC, INPUT, 1), Examples.distributed(bare), 0, expected);
    for (Shard labeled :
        List.of(
            Shard.ofFloats(Examples.WIDTH, features, new int[60], new float[0]),
            Shard.ofFloats(Examples.WIDTH, features, new int[0], values))) {
      List<Learned> learned = new ArrayList<>();
      ShardSet data = Examples.distributed(List.of(labeled));
      pretrain(new Network(SPEC, INPUT, 1), data, 0, learned);
      assertThat(learned).isEqualTo(expected);
    }
  }

  @Test
  void reconstructsTheWholeFromACorruptedInput() {
    List<Learned> learned = new ArrayList<>();
    ShardSet data = Examples.distributed(plane(120, 100));
    pretrain(new Network(SPEC, INPUT, 1), data, 0.2, learned);
    // The mean square of an input is about 2; what is missing can be told from the rest only
    // partly.
    assertThat(learned.get(0).loss()).isBetween(0.01, 1.5);
  }

  @Test
  void codesAreTheNetworksOutputs() {
    List<Shard> shards = plane(300, 7);
    NetworkSpec spec = Examples.network("{type = dense, units = 5, activation = softmax}");
    Network network = new Network(spec, INPUT, 1);
    float[] weights = network.parameters().initialize(5);
    ShardSet codes =
        ShardEncoder.encode(
            Examples.spark(),
            new TrainedNetwork(spec, INPUT, weights, new float[0]),
            Examples.distributed(shards));
    List<Shard> encoded = codes.rdd().collect();
    assertThat(codes.rows()).containsExactly(300, 7);
    for (int s = 0; s < shards.size(); s++) {
      float[] all = features(encoded.get(s), 5);
      float[] inputs = features(shards.get(s), Examples.WIDTH);
      for (int row = 0; row < shards.get(s).rows(); row++) {
        float[] input = Arrays.copyOfRange(inputs, row * 6, row * 6 + 6);
        float[] output = network.outputs(input, 1, weights, new float[0]);
        for (int j = 0; j < 5; j++) {
          assertThat(all[row * 5 + j]).isCloseTo(output[j], within(1e-6f));
        }
      }
    }
  }

  private static float[] features(Shard shard, int width) {
    Minibatch batch = new Minibatch(shard.rows(), width, TargetKind.FEATURES, width);
    shard.fill(batch, new int[0], 0, shard.rows());
    return batch.features;
  }

  private static ReusedLayers pretrain(
      Network target, ShardSet data, double corruption, List<Learned> learned) {
    return new GreedyPretrainer(
            Examples.spark(),
            Examples.config(new Adam(0.9, 0.999, 1e-8), 0.05, 16, 1),
            new AveragingConfig(OptionalInt.of(2), 4, OptimizerStatePolicy.AVERAGE),
            2,
            new Pretraining(40, corruption, 0.02, Optional.empty()))
        .run(target, data, learned::add);
  }

  /** Six features, each a mixture of two normal numbers. */
  private static List<Shard> plane(int... sizes) {
    Random random = new Random(3);
    double[][] mixture = new double[Examples.WIDTH][2];
    for (double[] row : mixture) {
      row[0] = random.nextGaussian();
      row[1] = random.nextGaussian();
    }
    List<Shard> shards = new ArrayList<>();
    for (int size : sizes) {
      float[] features = new float[size * Examples.WIDTH];
      for (int row = 0; row < size; row++) {
        double u = random.nextGaussian();
        double v = random.nextGaussian();
        for (int j = 0; j < Examples.WIDTH; j++) {
          features[row * Examples.WIDTH + j] = (float) (mixture[j][0] * u + mixture[j][1] * v);
        }
      }
      shards.add(Shard.ofFloats(Examples.WIDTH, features, new int[0], new float[0]));
    }
    return shards;
  }
}
