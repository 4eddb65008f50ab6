package dev.tributary.model;

import dev.tributary.data.DataEncoding;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A trained model and all it takes to use it: a directory with {@code model.json} and {@code
 * weights.safetensors}.
 *
 * @param network as the job file spells it: {@code input-shape}, {@code layers}, {@code loss}; the
 *     {@code nn} room reads it
 * @param tensors weights and moving statistics
 * @param encoding how raw rows become numbers
 * @param source how the data were read
 * @param provenance where the model comes from
 */
public record ModelBundle(
    Map<String, Object> network,
    List<Tensor> tensors,
    DataEncoding encoding,
    SourceFormat source,
    Provenance provenance)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String DESCRIPTION = "model.json";
  private static final String WEIGHTS = "weights.safetensors";

  /** Room for some million columns; what is longer isn't a description of ours. */
  private static final int LONGEST_DESCRIPTION = 64 << 20;

  public ModelBundle {
    network = JsonTree.copy(network);
    tensors = List.copyOf(tensors);
    encoding.check();
  }

  /**
   * Saves the model as {@code directory}, whole or not at all; a former model there is replaced.
   *
   * <p>Options and settings that sound like secrets (passwords, tokens) aren't saved.
   *
   * @throws StorageException if the file system fails
   */
  public void save(Path directory, Configuration configuration) {
    Path absolute;
    try {
      absolute = Storage.of(directory, configuration).makeQualified(directory);
    } catch (IOException cause) {
      throw StorageException.of("write", directory, cause);
    }
    save(OutputDirectory.open(absolute.getParent(), configuration), absolute.getName());
  }

  /** As {@link #save(Path, Configuration)}, as {@code name} in {@code output}. */
  public void save(OutputDirectory output, String name) {
    output.replaceDirectory(
        name,
        staging -> {
          staging.write(WEIGHTS, out -> Safetensors.write(contents(), out));
          staging.write(DESCRIPTION, out -> out.write(ModelJson.write(this)));
        });
  }

  /**
   * Loads a model. Nothing in it is deserialized as a Java object, and all sizes are checked before
   * memory is taken.
   *
   * @throws InvalidModelException if there is no model, or it isn't sound
   * @throws StorageException if the file system fails
   */
  public static ModelBundle load(Path directory, Configuration configuration) {
    try {
      FileSystem fileSystem = Storage.of(directory, configuration);
      FileStatus description = find(fileSystem, directory, DESCRIPTION);
      if (description.getLen() > LONGEST_DESCRIPTION) {
        throw new InvalidModelException(
            "%s is %d bytes long (must be at most %d): this isn't a Tributary model."
                .formatted(name(description), description.getLen(), LONGEST_DESCRIPTION));
      }
      ModelJson json;
      try (InputStream in = fileSystem.open(description.getPath())) {
        json = ModelJson.read(in.readNBytes(LONGEST_DESCRIPTION), name(description));
      }
      FileStatus weights = find(fileSystem, directory, WEIGHTS);
      try (InputStream in = fileSystem.open(weights.getPath())) {
        return json.with(
            Safetensors.read(in, weights.getLen(), name(weights)).tensors(), name(weights));
      }
    } catch (IOException cause) {
      throw StorageException.of("read the model", directory, cause);
    }
  }

  private Object writeReplace() {
    return new Packed(this);
  }

  private Safetensors.Contents contents() {
    return new Safetensors.Contents(tensors, Map.of("format", ModelJson.FORMAT));
  }

  private static FileStatus find(FileSystem fileSystem, Path directory, String file)
      throws IOException {
    String readable = StorageException.readable(directory);
    try {
      return fileSystem.getFileStatus(new Path(directory, file));
    } catch (FileNotFoundException missing) {
      boolean inside = fileSystem.exists(new Path(new Path(directory, "model"), file));
      throw new InvalidModelException(
          "There is no model in %s: it has no %s. %s"
              .formatted(
                  readable,
                  file,
                  inside
                      ? "Did you mean " + readable + "/model?"
                      : "Give the directory that training wrote, for example out/digits/model."),
          missing);
    }
  }

  private static String name(FileStatus file) {
    return StorageException.readable(file.getPath());
  }

  /** As it travels within a program: the two files, one after the other. */
  private static final class Packed implements Serializable {
    private static final long serialVersionUID = 1L;
    private transient ModelBundle bundle;

    Packed(ModelBundle bundle) {
      this.bundle = bundle;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      byte[] description = ModelJson.write(bundle);
      ByteArrayOutputStream weights = new ByteArrayOutputStream();
      Safetensors.write(bundle.contents(), weights);
      out.writeInt(description.length);
      out.write(description);
      out.writeInt(weights.size());
      weights.writeTo(out);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      ModelJson json = ModelJson.read(in.readNBytes(in.readInt()), DESCRIPTION);
      bundle = json.with(Safetensors.read(in, in.readInt(), WEIGHTS).tensors(), WEIGHTS);
    }

    private Object readResolve() {
      return bundle;
    }
  }
}
