package dev.tributary.data;

import dev.tributary.TestSpark;
import dev.tributary.config.JobFile;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** What the tests of loading share: data sections as text, and shards unpacked again. */
final class Loading {
  private Loading() {}

  /** A row as the network would get it. */
  record Example(List<Float> features, List<Float> target) {}

  static TargetSpec classes(int count) {
    return new TargetSpec(TargetKind.CLASS_INDEX, count);
  }

  static TargetSpec values(int count) {
    return new TargetSpec(TargetKind.VALUES, count);
  }

  static DataConfig config(String data) {
    return JobFile.parse("test job", "data {" + data + "}", List.of())
        .read(root -> DataConfig.read(root.section("data")));
  }

  /** Loads with two workers and the seed 1. */
  static LoadedData load(String data, TargetSpec targets) {
    return load(TestSpark.session(), config(data), targets, 2, 1);
  }

  static LoadedData load(
      SparkSession spark, DataConfig config, TargetSpec targets, int workers, long seed) {
    return DataLoader.load(JobData.open(DataAccess.of(spark), config, targets), workers, seed);
  }

  static EncodedData encode(
      SourceConfig config, DataEncoding encoding, TargetSpec targets, int shards) {
    Source source = DataLoader.open(DataAccess.of(TestSpark.session()), config, encoding);
    return DataLoader.encode(source, config.badRows(), encoding, targets, shards);
  }

  static DataColumns columns(DataConfig config, TargetSpec targets) {
    return JobData.open(DataAccess.of(TestSpark.session()), config, targets).columns();
  }

  static String write(Path folder, String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n").toString();
  }

  /** Each shard's rows, in order. */
  static List<List<Example>> unpack(ShardSet set, TargetSpec targets) {
    List<Shard> all = set.rdd().collect();
    List<List<Example>> unpacked = new ArrayList<>();
    for (int partition : set.partitions()) {
      unpacked.add(unpack(all.get(partition), targets));
    }
    return unpacked;
  }

  /** All rows in canonical order: row i lies in shard i mod S at position i div S. */
  static List<Example> canonical(ShardSet set, TargetSpec targets) {
    List<List<Example>> shards = unpack(set, targets);
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < set.totalRows(); i++) {
      rows.add(shards.get(i % shards.size()).get(i / shards.size()));
    }
    return rows;
  }

  private static List<Example> unpack(Shard shard, TargetSpec targets) {
    Minibatch batch = new Minibatch(shard.rows(), shard.width(), targets.kind(), targets.units());
    shard.fill(batch, new int[0], 0, shard.rows());
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < shard.rows(); i++) {
      List<Float> features = new ArrayList<>();
      for (int j = 0; j < shard.width(); j++) {
        features.add(batch.features[i * shard.width() + j]);
      }
      List<Float> target = new ArrayList<>();
      if (targets.kind() == TargetKind.CLASS_INDEX) {
        target.add((float) batch.classes[i]);
      } else {
        for (int j = 0; j < targets.units(); j++) {
          target.add(batch.values[i * targets.units() + j]);
        }
      }
      rows.add(new Example(features, target));
    }
    return rows;
  }

  static Example example(List<Float> features, float... target) {
    List<Float> targets = new ArrayList<>();
    for (float value : target) {
      targets.add(value);
    }
    return new Example(features, targets);
  }
}
