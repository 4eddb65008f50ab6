package dev.tributary.interop.archive;

import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import java.util.List;
import java.util.Set;

/**
 * A network of Deeplearning4j in Tributary's words: it gives the same outputs.
 *
 * @param spec its layers and its loss
 * @param input what one example looks like
 * @param order how its parameters lie in Deeplearning4j's vector
 * @param frozen names of layers that don't learn any more
 * @param differences why it would train otherwise than over there; empty where it wouldn't
 */
public record TranslatedNetwork(
    NetworkSpec spec,
    Shape input,
    ParameterOrder order,
    Set<String> frozen,
    List<String> differences) {
  public TranslatedNetwork {
    frozen = Set.copyOf(frozen);
    differences = List.copyOf(differences);
  }
}
