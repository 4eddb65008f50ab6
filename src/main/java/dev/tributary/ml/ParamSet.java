package dev.tributary.ml;

import java.io.Serializable;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The params of one stage: {@link DeepParams} shows them. */
public final class ParamSet implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String[] INVALID = {"error", "skip", "keep"};

  final StringArrayParam inputCols;
  final Param<String> handleInvalid;
  final StringArrayParam layers;
  final Param<String> conf;
  final Param<String> initializer;
  final Param<String> loss;
  final IntParam maxIter;
  final DoubleParam stepSize;
  final Param<String> learningRate;
  final IntParam batchSize;
  final LongParam seed;
  final Param<String> weightCol;
  final Param<String> optimizer;
  final Param<String> clipping;
  final DoubleParam regParam;
  final DoubleParam elasticNetParam;
  final Param<String> scaling;
  final Param<String> validationIndicatorCol;
  final DoubleParam validationFraction;
  final IntParam patience;
  final DoubleParam tol;
  final Param<String> monitor;
  final IntParam numWorkers;
  final IntParam averagingInterval;

  ParamSet(Params owner) {
    inputCols =
        new StringArrayParam(
            owner,
            "inputCols",
            "columns that make the input vector, in this order, in the place of featuresCol;"
                + " numbers, booleans, vectors and arrays of numbers");
    handleInvalid =
        new Param<>(
            owner,
            "handleInvalid",
            "what becomes of rows that hold no value, NaN, an infinity or a vector of another"
                + " length: error, skip (leaves them out), or keep (transform leaves their results"
                + " empty; fit leaves them out)",
            ParamValidators.inArray(INVALID));
    layers =
        new StringArrayParam(
            owner,
            "layers",
            "the hidden layers, from the input up, each as a job file writes it: \"dense, units ="
                + " 300, activation = elu\"; the output layer is added. A whole network stands in"
                + " conf, in model.layers");
    conf =
        new Param<>(
            owner,
            "conf",
            "text of a job file, whole or in part, for all that no param says; params that are set"
                + " go before it, and what it says of paths, columns, checkpoints and output isn't"
                + " used");
    initializer =
        new Param<>(
            owner,
            "initializer",
            "what dense and convolution layers of layers start with if they name none: auto, or"
                + " such as he_normal");
    loss = new Param<>(owner, "loss", "what training makes small; the kind of model decides");
    maxIter =
        new IntParam(
            owner,
            "maxIter",
            "epochs: how often each example is trained on (>= 1)",
            ParamValidators.<Object>gtEq(1));
    stepSize =
        new DoubleParam(
            owner,
            "stepSize",
            "the learning rate, or where its schedule starts (> 0)",
            ParamValidators.<Object>gt(0));
    learningRate =
        new Param<>(
            owner,
            "learningRate",
            "the schedule of the learning rate, as training.learning-rate of a job file: { schedule"
                + " = cosine, value = 0.1, steps = 2000 }; constant at stepSize unless given");
    batchSize =
        new IntParam(
            owner,
            "batchSize",
            "the most examples of a minibatch, of one worker (>= 1)",
            ParamValidators.<Object>gtEq(1));
    seed = new LongParam(owner, "seed", "decides all that is random");
    weightCol =
        new Param<>(
            owner,
            "weightCol",
            "weight column name: how much each training row counts (>= 0); each counts 1 if this is"
                + " not set or empty");
    optimizer =
        new Param<>(
            owner,
            "optimizer",
            "what a gradient does to the weights, as training.optimizer of a job file: adam, or {"
                + " type = nesterov, momentum = 0.95 }");
    clipping =
        new Param<>(
            owner,
            "clipping",
            "how gradients are kept small, as training.clipping of a job file: none, or { type ="
                + " global_norm, limit = 1 }");
    regParam =
        new DoubleParam(
            owner,
            "regParam",
            "regularization parameter (>= 0): regParam * (elasticNetParam * sum|w| + (1 -"
                + " elasticNetParam) / 2 * sum w^2) over all kernels is added to the loss",
            ParamValidators.<Object>gtEq(0));
    elasticNetParam =
        new DoubleParam(
            owner,
            "elasticNetParam",
            "the share of regParam that is L1, in range [0, 1]; the rest is L2",
            ParamValidators.<Object>inRange(0, 1));
    scaling =
        new Param<>(
            owner,
            "scaling",
            "how features are scaled, as fitted on the training rows: standard, minmax, none or a"
                + " number to divide by");
    validationIndicatorCol =
        new Param<>(
            owner,
            "validationIndicatorCol",
            "name of the column that indicates whether each row is for training or for validation."
                + " False indicates training; true indicates validation");
    validationFraction =
        new DoubleParam(
            owner,
            "validationFraction",
            "the share of the rows held out for validation where there is no validationIndicatorCol"
                + " (>= 0 and < 1)",
            ParamValidators.<Object>inRange(0, 1, true, false));
    patience =
        new IntParam(
            owner,
            "patience",
            "epochs in which monitor doesn't improve by more than tol before training stops and the"
                + " best model is kept; 0 trains all epochs. Works where there are validation rows"
                + " (>= 0)",
            ParamValidators.<Object>gtEq(0));
    tol =
        new DoubleParam(
            owner,
            "tol",
            "an improvement of monitor is larger than this (>= 0)",
            ParamValidators.<Object>gtEq(0));
    monitor =
        new Param<>(
            owner,
            "monitor",
            "the metric that early stopping watches: validation. and loss, accuracy, rmse, mae or"
                + " r2; or loss");
    numWorkers =
        new IntParam(
            owner,
            "numWorkers",
            "how many workers train side by side, on which the result depends; 0: one for each task"
                + " slot (>= 0)",
            ParamValidators.<Object>gtEq(0));
    averagingInterval =
        new IntParam(
            owner,
            "averagingInterval",
            "local steps of each worker between two averages (>= 1)",
            ParamValidators.<Object>gtEq(1));
    owner.setDefault(handleInvalid, "error");
    owner.setDefault(conf, "");
    owner.setDefault(initializer, "auto");
    owner.setDefault(maxIter, 10);
    owner.setDefault(stepSize, 0.01);
    owner.setDefault(batchSize, 32);
    owner.setDefault(seed, 42L);
    owner.setDefault(optimizer, "{ type = nesterov, momentum = 0.9 }");
    owner.setDefault(clipping, "none");
    owner.setDefault(regParam, 0.0);
    owner.setDefault(elasticNetParam, 0.0);
    owner.setDefault(scaling, "standard");
    owner.setDefault(validationFraction, 0.0);
    owner.setDefault(patience, 5);
    owner.setDefault(tol, 0.0);
    owner.setDefault(monitor, "validation.loss");
    owner.setDefault(numWorkers, 0);
    owner.setDefault(averagingInterval, 32);
  }
}
