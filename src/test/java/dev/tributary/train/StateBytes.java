package dev.tributary.train;

import dev.tributary.model.Safetensors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A run's state as bytes, which is what outlives a process. */
final class StateBytes {
  private StateBytes() {}

  static byte[] of(RunState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Safetensors.write(state.contents(), bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static RunState read(byte[] bytes) {
    try {
      return RunState.of(Safetensors.read(new ByteArrayInputStream(bytes), bytes.length, "state"));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
