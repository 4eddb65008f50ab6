package dev.tributary.ml;

import dev.tributary.data.DataEncoding.Column;
import dev.tributary.model.ModelBundle;
import dev.tributary.nn.TargetKind;
import dev.tributary.train.TrainedNetwork;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.SparkSession;

/** A bundle that a job file trained, as a model of Spark ML. */
final class OwnBundle {
  private OwnBundle() {}

  /** Loads one, with the active session's file systems. */
  static ModelBundle load(String path) {
    return ModelBundle.load(new Path(path), SparkSession.active().sessionState().newHadoopConf());
  }

  /** Has a model read the columns that the bundle names. */
  static void nameColumns(DeepParams model, Param<String> featuresCol, ModelBundle bundle) {
    List<Column> features = bundle.encoding().features();
    if (features.size() == 1 && features.get(0).width() > 1) {
      model.set(featuresCol, features.get(0).name());
    } else {
      model.set(model.inputCols(), features.stream().map(Column::name).toArray(String[]::new));
    }
  }

  /** What a network is for, which decides the kind of model that it can be. */
  enum Purpose {
    CLASSES("classes: load it as a DeepClassificationModel"),
    NUMBER("a number: load it as a DeepRegressionModel"),
    RECONSTRUCTION("its input: load it as a DeepAutoencoderModel"),
    OTHER("several values, for which Spark ML has no kind of model; use tributary predict");

    private final String words;

    Purpose(String words) {
      this.words = words;
    }

    static Purpose of(ModelBundle bundle, TrainedNetwork network) {
      String loss = network.spec().loss().name();
      int outputs =
          network.spec().shapes(network.input()).stream().reduce((a, b) -> b).orElseThrow().size();
      if (bundle.encoding().targets(network.spec().loss().targets()) == TargetKind.FEATURES) {
        return RECONSTRUCTION;
      }
      if (loss.endsWith("categorical_crossentropy")
          || (loss.equals("binary_crossentropy") && outputs == 1)) {
        return CLASSES;
      }
      return outputs == 1 && !loss.equals("binary_crossentropy") ? NUMBER : OTHER;
    }

    /**
     * Refuses a network for something else.
     *
     * @throws IllegalArgumentException if it is for something else
     */
    void require(Served served) {
      Purpose found = of(served.bundle(), served.network());
      if (found != this) {
        throw new IllegalArgumentException("The model predicts " + found.words + ".");
      }
    }
  }
}
