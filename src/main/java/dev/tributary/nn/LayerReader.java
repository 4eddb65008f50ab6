package dev.tributary.nn;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.LayerType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the layers of a job file, from the input up. Those without a name are numbered by type:
 * {@code dense_1}. {@code {type = repeat, times = 20, layers = [...]}} stands for its layers one
 * after the other, 20 times; the names given in it are numbered too.
 */
final class LayerReader {
  private static final String LAYERS = "layers";
  private static final String TYPE = "type";
  private static final String REPEAT = "repeat";
  private static final int MOST_ENTRIES = 10_000;
  private static final Map<String, LayerType> TYPES =
      Catalogue.of(LayerType.class, LayerType::name);

  /** An entry of the list; it may stand for several layers. */
  private record Entry(
      Section section, String type, Optional<String> name, List<LayerSpec> layers) {
    Entry numbered(int number) {
      return new Entry(section, type, name.map(given -> given + "_" + number), layers);
    }
  }

  /** Stands for a list of layers. */
  private record Repeat() implements LayerType {
    @Override
    public String name() {
      return REPEAT;
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return List.of();
    }
  }

  private LayerReader() {}

  /** Every kind of layer by name. */
  static Map<String, LayerType> types() {
    return TYPES;
  }

  /** Reads {@code layers}; problems are noted in their sections. */
  static List<NamedLayer> read(Section model) {
    List<NamedLayer> layers = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Entry entry : entries(model)) {
      int count = counts.merge(entry.type(), 1, Integer::sum);
      String name = entry.name().orElse(entry.type() + "_" + count);
      String own = name;
      for (LayerSpec layer : entry.layers()) {
        if (!names.add(own)) {
          entry.section().complain("name", "is the name of two layers: " + own);
        }
        layers.add(new NamedLayer(own, layer));
        own = name + NetworkSpec.ACTIVATION_SUFFIX;
      }
    }
    return layers;
  }

  private static List<Entry> entries(Section parent) {
    Map<String, LayerType> types = new TreeMap<>(TYPES);
    types.put(REPEAT, new Repeat());
    List<Entry> entries = new ArrayList<>();
    for (Section section : parent.sections(LAYERS, TYPE)) {
      LayerType type = section.choice(TYPE, types);
      if (type instanceof Repeat) {
        entries.addAll(repeated(section));
      } else {
        Optional<String> name = section.optionalString("name");
        entries.add(new Entry(section, type.name(), name, type.read(section)));
      }
    }
    return entries;
  }

  private static List<Entry> repeated(Section section) {
    int times = section.integer("times", Range.between(1, MOST_ENTRIES));
    List<Entry> once = entries(section);
    List<Entry> all = new ArrayList<>();
    // Repeats within repeats multiply: a few words must not fill the memory.
    if ((long) times * once.size() > MOST_ENTRIES) {
      section.complain(
          "times",
          "stands for %,d layers; allowed are at most %,d"
              .formatted((long) times * once.size(), MOST_ENTRIES));
      return once;
    }
    for (int i = 1; i <= times; i++) {
      for (Entry entry : once) {
        all.add(entry.numbered(i));
      }
    }
    return all;
  }
}
