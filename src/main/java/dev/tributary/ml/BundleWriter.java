package dev.tributary.ml;

import dev.tributary.model.ModelBundle;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/** Saves a model: its params as Spark ML's metadata, and its bundle beside them. */
final class BundleWriter extends MLWriter {
  /** Where in a saved model's folder the bundle is. */
  static final String BUNDLE = "model";

  private final Params model;
  private final ModelBundle bundle;

  BundleWriter(Params model, ModelBundle bundle) {
    this.model = model;
    this.bundle = bundle;
  }

  @Override
  public void saveImpl(String path) {
    DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sc(), Option.empty(), Option.empty());
    bundle.save(new Path(path, BUNDLE), sparkSession().sessionState().newHadoopConf());
  }
}
