package dev.tributary.interop.dl4j;

import dev.tributary.nn.layer.ForeignLayers;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Devices as Spark assigns them: {@code spark.task.resource.gpu.amount} of them to each task, by
 * the numbers that the executor's discovery script reports.
 */
public final class Devices {
  /** Where Spark assigned none. */
  public static final int NONE = ForeignLayers.NO_DEVICE;

  private static final String RESOURCE = "gpu";

  private Devices() {}

  /**
   * Lets this thread compute on the device of the task that it runs.
   *
   * @return the device's number, or {@link #NONE}
   * @throws IllegalStateException if its address is no number
   */
  public static int take() {
    TaskContext task = TaskContext.get();
    ResourceInformation assigned = task == null ? null : task.resourcesJMap().get(RESOURCE);
    if (assigned == null || assigned.addresses().length == 0) {
      return NONE;
    }
    int device = number(assigned.addresses()[0]);
    Nd4j.getAffinityManager().unsafeSetDevice(device);
    return device;
  }

  private static int number(String address) {
    try {
      return Integer.parseUnsignedInt(address);
    } catch (NumberFormatException notANumber) {
      throw new IllegalStateException(
          "Invalid address of the resource gpu: "
              + address
              + " (must be the number of a CUDA device, as the discovery script reports it)",
          notANumber);
    }
  }
}
