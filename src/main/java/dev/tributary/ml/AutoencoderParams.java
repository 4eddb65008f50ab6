package dev.tributary.ml;

import org.apache.spark.ml.param.Param;

/** What an autoencoder's results are, and where they go. */
public interface AutoencoderParams extends DeepParams {
  /** The params themselves. */
  AutoencoderParamSet autoencoderParamSet();

  default Param<String> featuresCol() {
    return autoencoderParamSet().featuresCol;
  }

  default Param<String> outputCol() {
    return autoencoderParamSet().outputCol;
  }

  default Param<String> codeLayer() {
    return autoencoderParamSet().codeLayer;
  }

  default Param<String> reconstructionCol() {
    return autoencoderParamSet().reconstructionCol;
  }

  default Param<String> reconstructionErrorCol() {
    return autoencoderParamSet().reconstructionErrorCol;
  }

  default String getFeaturesCol() {
    return getOrDefault(featuresCol());
  }

  default String getOutputCol() {
    return getOrDefault(outputCol());
  }

  default String getCodeLayer() {
    return getOrDefault(codeLayer());
  }

  default String getReconstructionCol() {
    return getOrDefault(reconstructionCol());
  }

  default String getReconstructionErrorCol() {
    return getOrDefault(reconstructionErrorCol());
  }
}
