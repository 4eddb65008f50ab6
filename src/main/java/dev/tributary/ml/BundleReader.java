package dev.tributary.ml;

import dev.tributary.model.ModelBundle;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/** Reads what {@link BundleWriter} saves. */
final class BundleReader<M extends Params> extends MLReader<M> {
  private final Class<M> type;
  private final BiFunction<String, ModelBundle, M> maker;

  /**
   * @param maker makes a model of its uid and its bundle
   */
  BundleReader(Class<M> type, BiFunction<String, ModelBundle, M> maker) {
    this.type = type;
    this.maker = maker;
  }

  @Override
  public M load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), type.getName());
    ModelBundle bundle =
        ModelBundle.load(
            new Path(path, BundleWriter.BUNDLE), sparkSession().sessionState().newHadoopConf());
    M model = maker.apply(metadata.uid(), bundle);
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }
}
