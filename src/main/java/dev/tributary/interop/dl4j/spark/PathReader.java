package dev.tributary.interop.dl4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.spark.data.loader.RemoteFileSource;

/** Reads the examples of files by the program's loader, of which it has one. */
final class PathReader implements FlatMapFunction<Iterator<String>, Examples> {
  private static final long serialVersionUID = 1L;

  private final Map<String, String> configuration = new TreeMap<>();
  private final DataSetLoader loader;
  private final MultiDataSetLoader multiLoader;

  PathReader(Configuration hadoop, DataSetLoader loader, MultiDataSetLoader multiLoader) {
    hadoop.forEach(entry -> configuration.put(entry.getKey(), entry.getValue()));
    this.loader = loader;
    this.multiLoader = multiLoader;
  }

  @Override
  public Iterator<Examples> call(Iterator<String> paths) {
    Configuration hadoop = new Configuration(false);
    configuration.forEach(hadoop::set);
    List<Examples> read = new ArrayList<>();
    while (paths.hasNext()) {
      read.add(read(paths.next(), hadoop));
    }
    return read.iterator();
  }

  private Examples read(String path, Configuration hadoop) {
    try {
      FileSystem files = FileSystem.get(URI.create(path), hadoop);
      RemoteFileSource source = new RemoteFileSource(path, files);
      return loader != null
          ? Examples.of(loader.load(source))
          : Examples.of(multiLoader.load(source));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Can't read the examples in " + path, unreadable);
    }
  }
}
