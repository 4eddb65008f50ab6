package dev.tributary.interop.dl4j;

import dev.tributary.nn.layer.Layer;
import dev.tributary.nn.layer.LayerPlan;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.Step;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A layer that Deeplearning4j computes, with parameters in the caller's flat vector. */
final class Dl4jLayer implements Layer {
  private final org.deeplearning4j.nn.api.Layer layer;
  private final List<TensorLink> links;
  private final Places below;
  private final Places above;
  private final boolean learns;
  private final float[] output;
  private final float[] inputGradient;

  private Dl4jLayer(
      org.deeplearning4j.nn.api.Layer layer,
      List<TensorLink> links,
      Places above,
      int outputs,
      LayerPlan plan) {
    this.layer = layer;
    this.links = links;
    this.below = new Places(plan.input());
    this.above = above;
    this.learns = plan.role() == LayerPlan.Role.TRAINABLE;
    this.output = new float[Math.multiplyExact(plan.capacity(), outputs)];
    this.inputGradient =
        new float
            [plan.backward() == LayerPlan.Backward.TO_INPUT
                ? Math.multiplyExact(plan.capacity(), plan.input().size())
                : 0];
  }

  /**
   * The layer that a configuration describes.
   *
   * @param spec the same in this library's words
   */
  static Dl4jLayer of(
      org.deeplearning4j.nn.conf.layers.Layer configuration, LayerSpec spec, LayerPlan plan) {
    NeuralNetConfiguration whole =
        new NeuralNetConfiguration.Builder().layer(configuration).build();
    long count = whole.getLayer().initializer().numParams(whole);
    INDArray parameters = count == 0 ? null : Nd4j.create(DataType.FLOAT, 1, count);
    org.deeplearning4j.nn.api.Layer layer =
        whole.getLayer().instantiate(whole, null, 0, parameters, true, DataType.FLOAT);
    if (count > 0) {
      layer.setBackpropGradientsViewArray(Nd4j.create(DataType.FLOAT, 1, count));
    }
    dev.tributary.nn.Shape each = Steps.outputShape(spec, plan.input());
    return new Dl4jLayer(layer, Orders.links(spec, plan), new Places(each), each.size(), plan);
  }

  @Override
  public float[] forward(Step step, float[] input) {
    for (TensorLink link : links) {
      link.write(step.weights, layer.getParam(link.key()));
    }
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    layer.setInputMiniBatchSize(step.rows);
    layer.setInput(below.array(input, step.rows), workspaces);
    boolean training = step.mode == Step.Mode.TRAINING;
    above.read(layer.activate(training, workspaces), output);
    return output;
  }

  @Override
  public float[] backward(Step step, float[] gradient) {
    Pair<Gradient, INDArray> back =
        layer.backpropGradient(above.array(gradient, step.rows), LayerWorkspaceMgr.noWorkspaces());
    if (learns) {
      for (TensorLink link : links) {
        link.read(back.getFirst().getGradientFor(link.key()), step.gradient);
      }
    }
    if (inputGradient.length > 0) {
      below.read(back.getSecond(), inputGradient);
    }
    return inputGradient;
  }
}
