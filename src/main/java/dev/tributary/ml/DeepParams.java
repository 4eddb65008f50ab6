package dev.tributary.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.param.shared.HasWeightCol;

/**
 * What can be set of a network and its training, as Spark ML names such settings; the models have
 * these params too, as they were trained.
 *
 * <p>Each stands for a key of a job file, and its default is that key's. A param that is set goes
 * before the same key of {@link #conf}.
 */
public interface DeepParams extends HasWeightCol {
  /** The params themselves. */
  ParamSet paramSet();

  default StringArrayParam inputCols() {
    return paramSet().inputCols;
  }

  default Param<String> handleInvalid() {
    return paramSet().handleInvalid;
  }

  default StringArrayParam layers() {
    return paramSet().layers;
  }

  default Param<String> conf() {
    return paramSet().conf;
  }

  default Param<String> initializer() {
    return paramSet().initializer;
  }

  default Param<String> loss() {
    return paramSet().loss;
  }

  default IntParam maxIter() {
    return paramSet().maxIter;
  }

  default DoubleParam stepSize() {
    return paramSet().stepSize;
  }

  default Param<String> learningRate() {
    return paramSet().learningRate;
  }

  default IntParam batchSize() {
    return paramSet().batchSize;
  }

  default LongParam seed() {
    return paramSet().seed;
  }

  default Param<String> optimizer() {
    return paramSet().optimizer;
  }

  default Param<String> clipping() {
    return paramSet().clipping;
  }

  default DoubleParam regParam() {
    return paramSet().regParam;
  }

  default DoubleParam elasticNetParam() {
    return paramSet().elasticNetParam;
  }

  default Param<String> scaling() {
    return paramSet().scaling;
  }

  default Param<String> validationIndicatorCol() {
    return paramSet().validationIndicatorCol;
  }

  default DoubleParam validationFraction() {
    return paramSet().validationFraction;
  }

  default IntParam patience() {
    return paramSet().patience;
  }

  default DoubleParam tol() {
    return paramSet().tol;
  }

  default Param<String> monitor() {
    return paramSet().monitor;
  }

  default IntParam numWorkers() {
    return paramSet().numWorkers;
  }

  default IntParam averagingInterval() {
    return paramSet().averagingInterval;
  }

  @Override
  default Param<String> weightCol() {
    return paramSet().weightCol;
  }

  /** Spark's own way to make the param, which isn't used: {@link ParamSet} makes it. */
  @Override
  @SuppressWarnings("MemberName") // the name that Scala gives it
  default void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(
      Param<String> unused) {}

  default String[] getInputCols() {
    return getOrDefault(inputCols());
  }

  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }

  default String[] getLayers() {
    return getOrDefault(layers());
  }

  default String getConf() {
    return getOrDefault(conf());
  }

  default String getInitializer() {
    return getOrDefault(initializer());
  }

  default String getLoss() {
    return getOrDefault(loss());
  }

  default int getMaxIter() {
    return (Integer) getOrDefault(maxIter());
  }

  default double getStepSize() {
    return (Double) getOrDefault(stepSize());
  }

  default String getLearningRate() {
    return getOrDefault(learningRate());
  }

  default int getBatchSize() {
    return (Integer) getOrDefault(batchSize());
  }

  default long getSeed() {
    return (Long) getOrDefault(seed());
  }

  default String getOptimizer() {
    return getOrDefault(optimizer());
  }

  default String getClipping() {
    return getOrDefault(clipping());
  }

  default double getRegParam() {
    return (Double) getOrDefault(regParam());
  }

  default double getElasticNetParam() {
    return (Double) getOrDefault(elasticNetParam());
  }

  default String getScaling() {
    return getOrDefault(scaling());
  }

  default String getValidationIndicatorCol() {
    return getOrDefault(validationIndicatorCol());
  }

  default double getValidationFraction() {
    return (Double) getOrDefault(validationFraction());
  }

  default int getPatience() {
    return (Integer) getOrDefault(patience());
  }

  default double getTol() {
    return (Double) getOrDefault(tol());
  }

  default String getMonitor() {
    return getOrDefault(monitor());
  }

  default int getNumWorkers() {
    return (Integer) getOrDefault(numWorkers());
  }

  default int getAveragingInterval() {
    return (Integer) getOrDefault(averagingInterval());
  }
}
