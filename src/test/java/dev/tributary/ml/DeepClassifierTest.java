package dev.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeepClassifierTest {
  @Test
  void tellsPointsApart(@TempDir Path folder) throws Exception {
    DeepClassificationModel model = Tables.small().fit(Tables.points(150, 0));
    Dataset<Row> scored = model.transform(Tables.points(60, 1));

    assertThat(scored.filter("prediction = label").count()).isGreaterThan(57);
    List<Row> rows = scored.collectAsList();
    for (Row row : rows) {
      Vector features = row.getAs("features");
      Vector raw = row.getAs("rawPrediction");
      Vector probability = row.getAs("probability");
      assertThat(model.predictRaw(features).toArray()).containsExactly(raw.toArray(), within(1e-5));
      assertThat(model.predictProbability(features).toArray())
          .containsExactly(probability.toArray(), within(1e-6));
      assertThat(model.predict(features)).isEqualTo(row.<Double>getAs("prediction"));
    }
    assertThat(model.summary().objectiveHistory()).hasSize(4);

    String path = folder.resolve("model").toString();
    model.save(path);
    DeepClassificationModel loaded = DeepClassificationModel.load(path);
    assertThat(loaded.transform(Tables.points(60, 1)).collectAsList()).isEqualTo(rows);
    assertThat(loaded.explainParams()).isEqualTo(model.explainParams());
  }
}
