package dev.tributary.train;

import dev.tributary.nn.TargetKind;
import java.io.Serializable;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A trained network for tasks to run: it travels as a broadcast, and executors keep its buffers
 * from one task to the next. Spark lets go of the broadcast once nobody on the driver holds this.
 */
public final class DeployedNetwork implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most rows of one pass. */
  public static final int BATCH_SIZE = 256;

  private final NetworkSetup setup;
  private final Broadcast<SharedModel> model;

  private DeployedNetwork(NetworkSetup setup, Broadcast<SharedModel> model) {
    this.setup = setup;
    this.model = model;
  }

  /** Sends a network to the executors, in the form that is quickest to run: {@code folded}. */
  public static DeployedNetwork of(JavaSparkContext spark, TrainedNetwork network) {
    TrainedNetwork folded = network.folded();
    NetworkSetup setup =
        new NetworkSetup(
            UUID.randomUUID().toString(),
            folded.spec(),
            folded.input(),
            BATCH_SIZE,
            TaskSlots.cpus(spark),
            TargetKind.VALUES,
            Set.of());
    return new DeployedNetwork(
        setup,
        spark.broadcast(
            SharedModel.untrained(folded.weights(), folded.statistics(), new float[0][])));
  }

  /** The network for the task that this runs in, until that ends. */
  public Running run() {
    Workbench bench = Workbench.borrow(setup);
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> bench.giveBack());
    return new Running(bench, model.value());
  }

  /** A task's own. */
  public static final class Running {
    private final Workbench bench;
    private final SharedModel model;

    private Running(Workbench bench, SharedModel model) {
      this.bench = bench;
      this.model = model;
    }

    /** Where the next rows' inputs go: {@code [BATCH_SIZE, inputs]}. */
    public float[] inputs() {
      return bench.batch.features;
    }

    /**
     * The outputs of the first rows of {@link #inputs}.
     *
     * @return {@code [rows, outputs]}, valid until the next call
     */
    public float[] outputs(int rows) {
      return bench.network.outputs(bench.batch.features, rows, model.weights, model.statistics);
    }
  }
}
