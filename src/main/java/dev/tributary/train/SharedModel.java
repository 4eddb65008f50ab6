package dev.tributary.train;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.tributary.math.Floats;
import dev.tributary.nn.GradientEngine;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.StepSize;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** All that one round hands to the next: what the driver broadcasts. Treated as immutable. */
@DefaultSerializer(JavaSerializer.class) // see Parcel
public final class SharedModel implements Serializable {
  private static final long serialVersionUID = 1L;

  final float[] weights;
  final float[] statistics;
  final float[][] optimizerState;
  final long steps;
  final long stateSteps;
  final double rateScale;
  final float[][] outerState;

  /**
   * @param weights the parameters, flat
   * @param statistics the moving statistics, flat
   * @param optimizerState one vector for each of the optimizer's names; none where it starts anew
   *     in each round
   * @param steps local steps that the run has taken, on the busiest worker of each round
   * @param stateSteps those that the optimizer's state has seen
   * @param rateScale what the schedule's rate is multiplied with, greater than 0; 1 at first
   * @param outerState one vector for each of the outer step's names; the workers don't get it
   */
  SharedModel(
      float[] weights,
      float[] statistics,
      float[][] optimizerState,
      long steps,
      long stateSteps,
      double rateScale,
      float[][] outerState) {
    this.weights = weights;
    this.statistics = statistics;
    this.optimizerState = optimizerState;
    this.steps = steps;
    this.stateSteps = stateSteps;
    this.rateScale = rateScale;
    this.outerState = outerState;
  }

  /** A model as it is before anything is trained, or without its training. */
  static SharedModel untrained(float[] weights, float[] statistics, float[][] optimizerState) {
    return new SharedModel(weights, statistics, optimizerState, 0, 0, 1, new float[0][]);
  }

  /**
   * The model before the first round.
   *
   * @param states how many vectors of the optimizer go from round to round
   */
  static SharedModel initial(GradientEngine network, ReusedLayers reused, int states, long seed) {
    float[] weights = network.parameters().initialize(seed);
    float[] statistics = network.statistics().initialize(seed);
    reused.copyInto(weights, statistics);
    return untrained(weights, statistics, new float[states][weights.length]);
  }

  /** The same with what the outer step remembers. */
  SharedModel withOuterState(float[][] others) {
    return new SharedModel(
        weights, statistics, optimizerState, steps, stateSteps, rateScale, others);
  }

  /** What the workers need of it. */
  SharedModel forWorkers() {
    return withOuterState(new float[0][]);
  }

  /** The same, from which training goes on at another rate. */
  SharedModel withRateScale(double scale) {
    return new SharedModel(
        weights, statistics, optimizerState, steps, stateSteps, scale, outerState);
  }

  /** The same with other moving statistics. */
  SharedModel withStatistics(float[] others) {
    return new SharedModel(
        weights, others, optimizerState, steps, stateSteps, rateScale, outerState);
  }

  /**
   * The same, from which training goes on without what the optimizer and the outer step remember.
   */
  SharedModel withFreshState() {
    float[][] state = new float[optimizerState.length][weights.length];
    float[][] outer = new float[outerState.length][weights.length];
    return new SharedModel(weights, statistics, state, steps, 0, rateScale, outer);
  }

  /** The learning rate of the {@code i}-th local step from here, from 0. */
  double rate(LearningRateSchedule schedule, int i) {
    return schedule.rate(steps + i) * rateScale;
  }

  /** The learning rate from here; that after a warm-up while it still rises. */
  double settledRate(LearningRateSchedule schedule) {
    return schedule.rate(Math.max(steps, schedule.peak())) * rateScale;
  }

  /** Sets {@code size} to that of the {@code i}-th local step from here, from 0. */
  void sizeStep(LearningRateSchedule schedule, int i, StepSize size) {
    size.rate = rate(schedule, i);
    size.momentum = schedule.momentum(steps + i);
    size.step = stateSteps + i + 1;
  }

  /** The parameters, flat; not a copy. */
  public float[] weights() {
    return weights;
  }

  /** The moving statistics, flat; not a copy. */
  public float[] statistics() {
    return statistics;
  }

  private Object writeReplace() {
    return new Packed(this);
  }

  /** As it travels. */
  private static final class Packed implements Serializable {
    private static final long serialVersionUID = 1L;
    private transient SharedModel model;

    Packed(SharedModel model) {
      this.model = model;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      Floats.write(model.weights, out);
      Floats.write(model.statistics, out);
      Floats.writeAll(model.optimizerState, out);
      out.writeLong(model.steps);
      out.writeLong(model.stateSteps);
      out.writeDouble(model.rateScale);
      Floats.writeAll(model.outerState, out);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      model =
          new SharedModel(
              Floats.read(in),
              Floats.read(in),
              Floats.readAll(in),
              in.readLong(),
              in.readLong(),
              in.readDouble(),
              Floats.readAll(in));
    }

    private Object readResolve() {
      return model;
    }
  }
}
