package dev.tributary.data;

import static dev.tributary.data.Loading.classes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CensusMergeTest {
  private static final int FILES = 4;

  @TempDir private Path folder;

  @Test
  void theOrderInWhichPartsComeMakesNoDifference() throws Exception {
    for (int file = 0; file < FILES; file++) {
      int start = 100 * file;
      String rows =
          IntStream.range(start, start + 50 + 10 * file)
              .mapToObj(i -> 0.1 * i * i + "," + i % 3)
              .collect(Collectors.joining("\n"));
      Files.writeString(folder.resolve(file + ".csv"), rows);
    }
    SparkSession spark = TestSpark.session();
    Source source =
        Source.open(
            DataAccess.of(spark),
            new SourceConfig("csv", folder.toString(), Map.of(), BadRows.FAIL));
    List<String> columns = List.of("_c0", "_c1");
    var schema = source.schema(columns);
    ExampleReader reader =
        new ExampleReader(
            source.order(),
            FeatureReader.of(schema, List.of(new DataEncoding.Column("_c0", 1))),
            LabelReader.undecided(
                schema, List.of(new DataEncoding.Column("_c1", 1)), classes(3), LabelType.INTEGER),
            WeightReader.none(),
            Split.none());
    var blocks = BlockReader.blocks(source.internalRows(columns), reader);
    List<CensusPart> parts =
        blocks
            .mapPartitions(
                each -> List.of(CensusPart.count(reader, Scaling.Kind.STANDARD, each)).iterator())
            .collect();
    assertThat(parts).hasSize(FILES);
    Census expected = merge(reader, parts, 0, 1, 2, 3);
    assertThat(expected.trainRows()).isEqualTo(50 + 60 + 70 + 80);
    assertThat(expected.labels()).containsOnlyKeys("0", "1", "2");
    for (Census census :
        List.of(
            merge(reader, parts, 3, 2, 1, 0),
            merge(reader, parts, 1, 3, 0, 2),
            Census.take(blocks, reader, Scaling.Kind.STANDARD))) {
      assertThat(scaling(census)).isEqualTo(scaling(expected));
      assertThat(census.rows()).isEqualTo(expected.rows());
      assertThat(census.offsets().keySet()).isEqualTo(expected.offsets().keySet());
      assertThat(census.offsets().values())
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(expected.offsets().values());
    }
  }

  private static Census merge(ExampleReader reader, List<CensusPart> parts, int... order) {
    CensusMerge merge = new CensusMerge(reader, Scaling.Kind.STANDARD);
    for (int partition : order) {
      merge.apply(partition, new Parcel<>(parts.get(partition)));
    }
    return merge.census();
  }

  private static Scaling.Fitted scaling(Census census) {
    return new Scaling(Scaling.Kind.STANDARD, 0).fit(census.moments(), 1);
  }
}
