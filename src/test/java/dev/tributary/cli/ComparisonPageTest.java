package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonPageTest {
  @ParameterizedTest
  @CsvSource({
    "out/a, out/b, out",
    "out/techniques/a, out/digits, out",
    "out/a, other/b, out/a",
    "/data/out/a, /data/out/b, /data/out",
    "/data/a, /tmp/b, /data/a",
    "hdfs://h/out/a, hdfs://h/out/b, hdfs://h/out",
    "hdfs://h/out/a, s3a://b/out/b, hdfs://h/out/a",
    "out/a, out/a/b, out",
    "a, b, a"
  })
  void goesWhereTheOutputsAre(String one, String other, String folder) {
    assertThat(ComparisonPage.folder(Stream.of(one, other).map(Path::new).toList()))
        .isEqualTo(new Path(folder));
  }

  @ParameterizedTest
  @CsvSource({"out/a, out/a", "a, a"})
  void ofOneJobGoesIntoItsOutput(String one, String folder) {
    assertThat(ComparisonPage.folder(Stream.of(one).map(Path::new).toList()))
        .isEqualTo(new Path(folder));
  }
}
