package dev.tributary.train;

import dev.tributary.math.Floats;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;

/** Numbers that travel as they are. */
final class FloatVector implements WireVector {
  private static final long serialVersionUID = 1L;

  private transient float[] values;

  FloatVector(float[] values) {
    this.values = values;
  }

  @Override
  public float[] values() {
    return values;
  }

  @Override
  public FloatVector slice(int from, int to) {
    return new FloatVector(Arrays.copyOfRange(values, from, to));
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    Floats.write(values, out);
  }

  private void readObject(ObjectInputStream in) throws IOException {
    values = Floats.read(in);
  }
}
