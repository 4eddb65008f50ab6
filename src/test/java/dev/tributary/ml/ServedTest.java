package dev.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.TestSpark;
import dev.tributary.model.ModelBundle;
import java.nio.file.Path;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedTest {
  @Test
  void sendsANetworkOnceForAllThatAsk(@TempDir Path folder) throws Exception {
    Dataset<Row> points = Tables.points(30, 0);
    DeepClassificationModel model = Tables.small().setMaxIter(1).fit(points);
    String path = folder.resolve("model").toString();
    model.save(path);
    Served served =
        new Served(
            ModelBundle.load(
                new org.apache.hadoop.fs.Path(path, "model"),
                TestSpark.session().sparkContext().hadoopConfiguration()));

    Scoring first = served.scoring(points, model, "features", 2, new Nothing());
    Scoring second = served.scoring(points.limit(3), model, "features", 2, new Nothing());
    assertThat(second.network()).isSameAs(first.network());
    assertThat(served.scoring(points, model, "features", 3, new Nothing()).network())
        .isNotSameAs(first.network());

    assertThatThrownBy(() -> served.outputs(Vectors.dense(1, 2, 3), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 3 numbers; allowed is 2");
    assertThatThrownBy(() -> model.setInputCols("x", "y", "id").transform(points))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 numbers in 1 column; 3 columns (x, y, id) can't give it");
  }

  private record Nothing() implements ResultColumns {
    private static final long serialVersionUID = 1L;

    @Override
    public int count() {
      return 0;
    }

    @Override
    public void write(float[] outputs, float[] inputs, int row, Object[] columns, int at) {}
  }
}
