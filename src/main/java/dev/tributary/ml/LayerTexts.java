package dev.tributary.ml;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads layers that are given as texts.
 *
 * <p>Each is an object of {@code model.layers}; braces may be left out, and {@code type =} before
 * the first word.
 */
final class LayerTexts {
  private static final String LAYERS = "layers";
  private static final String TYPE = "type";
  private static final String INITIALIZER = "initializer";

  /** Those whose initializer a job file leaves to the next activation. */
  private static final Set<String> INITIALIZED = Set.of("dense", "convolution");

  private LayerTexts() {}

  /** The layers as a job file's list holds them. */
  static List<ConfigValue> read(String[] texts) {
    List<ConfigValue> layers = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      layers.add(HoconText.value("param layers, layer " + (i + 1), object(texts[i].strip())));
    }
    return layers;
  }

  /** The same layers, where those that name no initializer have this one. */
  static List<ConfigValue> initialized(
      List<? extends ConfigValue> layers, ConfigValue initializer) {
    List<ConfigValue> named = new ArrayList<>();
    for (ConfigValue layer : layers) {
      named.add(layer instanceof ConfigObject object ? initialized(object, initializer) : layer);
    }
    return named;
  }

  private static ConfigObject initialized(ConfigObject layer, ConfigValue initializer) {
    if (layer.get(LAYERS) instanceof ConfigList repeated) {
      return layer.withValue(
          LAYERS, ConfigValueFactory.fromIterable(initialized(repeated, initializer)));
    }
    Config settings = layer.toConfig();
    boolean open =
        layer.get(TYPE) != null
            && INITIALIZED.contains(settings.getString(TYPE))
            && !layer.containsKey(INITIALIZER);
    return open ? layer.withValue(INITIALIZER, initializer) : layer;
  }

  private static String object(String text) {
    if (text.startsWith("{")) {
      return text;
    }
    int end = text.indexOf(',');
    String first = (end < 0 ? text : text.substring(0, end)).strip();
    boolean named = first.indexOf('=') >= 0 || first.indexOf(':') >= 0;
    return "{ " + (named ? text : TYPE + " = " + text) + " }";
  }
}
