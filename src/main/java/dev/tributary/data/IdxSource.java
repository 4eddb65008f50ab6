package dev.tributary.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The IDX files of MNIST and its kin: {@code PREFIX-images-idx3-ubyte} and {@code
 * PREFIX-labels-idx1-ubyte}, each also with {@code .gz}.
 *
 * <p>Rows have the columns {@code label} (int), unless there is no label file, and {@code image}
 * (binary). Plain files are read in ranges, by as many tasks; gzipped ones by one task, streaming.
 * A header is believed only as far as the file bears it out.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">The MNIST database, file formats</a>
 */
final class IdxSource {
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;
  private static final int IMAGES_HEADER = 16;
  private static final int LABELS_HEADER = 8;
  private static final int MOST_PIXELS = 1 << 24;
  private static final int RANGE_BYTES = 4 << 20;

  private IdxSource() {}

  /** Whether there are images with this prefix. */
  static boolean exists(DataAccess access, String prefix) throws IOException {
    return find(access, prefix + IMAGES).isPresent();
  }

  static Source open(DataAccess access, String prefix) throws IOException {
    Path images =
        find(access, prefix + IMAGES)
            .orElseThrow(
                () ->
                    new UnusableDataException(
                        "There are no IDX images at "
                            + prefix
                            + IMAGES
                            + " or "
                            + prefix
                            + IMAGES
                            + ".gz. Give the part of the path before "
                            + IMAGES
                            + "; relative paths start at the working directory."));
    Optional<Path> labels = find(access, prefix + LABELS);
    SerializableConfiguration hadoop = new SerializableConfiguration(access.hadoop());
    Header header = imagesHeader(images, hadoop);
    if (labels.isPresent()) {
      int count = labelsHeader(labels.get(), hadoop);
      if (count != header.rows()) {
        throw new UnusableDataException(
            images
                + " holds "
                + header.rows()
                + " images, and "
                + labels.get()
                + " holds "
                + count
                + " labels: they must be as many. Are they of the same data set?");
      }
    }
    boolean streamed = isGzip(images) || labels.filter(IdxSource::isGzip).isPresent();
    IdxFiles files =
        new IdxFiles(
            images.toString(),
            labels.map(Path::toString).orElse(""),
            header.pixels(),
            header.rows(),
            step(header, streamed),
            hadoop);
    StructType schema = schema(header.pixels(), labels.isPresent());
    return new Source(
        schema,
        () -> rows(access.spark().get(), files, schema),
        prefix,
        "idx",
        "",
        Source.Order.RANGES,
        labels.isPresent() ? "" : " There is no label file " + prefix + LABELS + "[.gz].");
  }

  static boolean isGzip(Path file) {
    return file.getName().endsWith(".gz");
  }

  /** A stream of the images' pixels or the labels, the header skipped. */
  static DataInputStream body(Path file, long offset, SerializableConfiguration hadoop)
      throws IOException {
    FileSystem files = file.getFileSystem(hadoop.value());
    long start = offset + (file.getName().contains(IMAGES) ? IMAGES_HEADER : LABELS_HEADER);
    var stream = files.open(file);
    try {
      if (!isGzip(file)) {
        stream.seek(start);
        return new DataInputStream(new java.io.BufferedInputStream(stream, 1 << 16));
      }
      DataInputStream unzipped = new DataInputStream(new GZIPInputStream(stream, 1 << 16));
      unzipped.skipNBytes(start);
      return unzipped;
    } catch (IOException | RuntimeException unreadable) {
      stream.close();
      throw unreadable;
    }
  }

  static UnusableDataException truncated(Object file) {
    return new UnusableDataException(
        file + " ends before all that its header announces: it is truncated. Fetch it again.");
  }

  static UnusableDataException trailing(Object file) {
    return new UnusableDataException(
        file + " goes on after all that its header announces: it is damaged. Fetch it again.");
  }

  private record Header(int rows, int pixels) {}

  private static Header imagesHeader(Path file, SerializableConfiguration hadoop)
      throws IOException {
    int[] header = header(file, IMAGES_MAGIC, 4, hadoop);
    long pixels = (long) header[2] * header[3];
    if (header[1] < 0 || header[2] < 1 || header[3] < 1 || pixels > MOST_PIXELS) {
      throw new UnusableDataException(
          "The header of "
              + file
              + " announces "
              + header[1]
              + " images of "
              + header[2]
              + " × "
              + header[3]
              + " pixels; allowed are up to 2147483647 images of at least 1 × 1 and at most "
              + MOST_PIXELS
              + " pixels. Is it a file of IDX images?");
    }
    requireLength(file, IMAGES_HEADER + header[1] * pixels, hadoop);
    return new Header(header[1], (int) pixels);
  }

  private static int labelsHeader(Path file, SerializableConfiguration hadoop) throws IOException {
    int count = header(file, LABELS_MAGIC, 2, hadoop)[1];
    if (count < 0) {
      throw new UnusableDataException(
          "The header of "
              + file
              + " announces "
              + count
              + " labels; allowed are up to 2147483647. Is it a file of IDX labels?");
    }
    requireLength(file, LABELS_HEADER + (long) count, hadoop);
    return count;
  }

  private static int[] header(Path file, int magic, int words, SerializableConfiguration hadoop)
      throws IOException {
    FileSystem files = file.getFileSystem(hadoop.value());
    int[] header = new int[words];
    try (var stream = files.open(file);
        var data = new DataInputStream(isGzip(file) ? new GZIPInputStream(stream) : stream)) {
      for (int i = 0; i < words; i++) {
        header[i] = data.readInt();
        if (header[0] != magic) {
          throw new UnusableDataException(
              String.format(
                  "%s starts with 0x%08x, where IDX %s of bytes start with 0x%08x. It isn't such a"
                      + " file.",
                  file, header[0], magic == IMAGES_MAGIC ? "images" : "labels", magic));
        }
      }
    } catch (EOFException tooShort) {
      throw truncated(file);
    }
    return header;
  }

  /** The length of a gzipped file shows only as it is read. */
  private static void requireLength(Path file, long length, SerializableConfiguration hadoop)
      throws IOException {
    if (isGzip(file)) {
      return;
    }
    long found = file.getFileSystem(hadoop.value()).getFileStatus(file).getLen();
    if (found < length) {
      throw truncated(file);
    } else if (found > length) {
      throw trailing(file);
    }
  }

  private static Optional<Path> find(DataAccess access, String name) throws IOException {
    for (String candidate : List.of(name, name + ".gz")) {
      Path path = new Path(candidate);
      FileSystem files = path.getFileSystem(access.hadoop());
      if (files.exists(path)) {
        return Optional.of(files.makeQualified(path));
      }
    }
    return Optional.empty();
  }

  private static int step(Header header, boolean streamed) {
    return Math.max(1, streamed ? header.rows() : RANGE_BYTES / header.pixels());
  }

  private static Dataset<Row> rows(SparkSession spark, IdxFiles files, StructType schema) {
    List<Integer> ranges = IntStream.range(0, files.ranges()).boxed().toList();
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(ranges, Math.max(1, ranges.size()))
            .flatMap(files::range);
    return spark.createDataFrame(rows, schema);
  }

  private static StructType schema(int pixels, boolean labelled) {
    Metadata width = new MetadataBuilder().putLong(Columns.WIDTH, pixels).build();
    StructType schema = new StructType();
    if (labelled) {
      schema = schema.add("label", DataTypes.IntegerType, false);
    }
    return schema.add("image", DataTypes.BinaryType, false, width);
  }
}
