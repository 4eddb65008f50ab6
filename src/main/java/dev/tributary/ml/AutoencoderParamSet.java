package dev.tributary.ml;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** What an autoencoder has besides a {@link ParamSet}: {@link AutoencoderParams} shows them. */
public final class AutoencoderParamSet implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> featuresCol;
  final Param<String> outputCol;
  final Param<String> codeLayer;
  final Param<String> reconstructionCol;
  final Param<String> reconstructionErrorCol;

  AutoencoderParamSet(Params owner) {
    featuresCol = new Param<>(owner, "featuresCol", "features column name");
    outputCol =
        new Param<>(
            owner,
            "outputCol",
            "output column name: the code, a vector of what codeLayer gives; empty for none");
    codeLayer =
        new Param<>(
            owner,
            "codeLayer",
            "the layer whose outputs, behind its activation, are the code; the narrowest unless"
                + " given");
    reconstructionCol =
        new Param<>(
            owner,
            "reconstructionCol",
            "column name for the features as the network gives them back, a vector in their own"
                + " units; empty for none");
    reconstructionErrorCol =
        new Param<>(
            owner,
            "reconstructionErrorCol",
            "column name for the mean squared error of the features that were given back, in scaled"
                + " units; empty for none");
    owner.setDefault(featuresCol, "features");
    owner.setDefault(outputCol, "code");
    owner.setDefault(reconstructionCol, "");
    owner.setDefault(reconstructionErrorCol, "");
  }
}
