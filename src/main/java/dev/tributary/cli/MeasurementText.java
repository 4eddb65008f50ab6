package dev.tributary.cli;

import dev.tributary.nn.diagnosis.Figure;
import dev.tributary.nn.diagnosis.LayerFigures;
import dev.tributary.nn.diagnosis.Measurement;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A measurement as text, from which the same comes back: a line for the whole, one for the input
 * and one for each layer.
 */
final class MeasurementText {
  private static final String SEPARATOR = "\t";

  private MeasurementText() {}

  static String of(Measurement measured) {
    StringJoiner lines = new StringJoiner("\n");
    lines.add(
        String.join(
            SEPARATOR,
            measured.when(),
            Long.toString(measured.steps()),
            Integer.toString(measured.rows()),
            Double.toString(measured.loss()),
            Double.toString(measured.rate())));
    lines.add(line(measured.input()));
    measured.layers().forEach(layer -> lines.add(line(layer)));
    return lines.toString();
  }

  static Measurement read(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    String[] whole = lines.get(0).split(SEPARATOR, -1);
    return new Measurement(
        whole[0],
        Long.parseLong(whole[1]),
        Integer.parseInt(whole[2]),
        Double.parseDouble(whole[3]),
        Double.parseDouble(whole[4]),
        layer(lines.get(1)),
        lines.subList(2, lines.size()).stream().map(MeasurementText::layer).toList());
  }

  private static String line(LayerFigures layer) {
    StringJoiner line = new StringJoiner(SEPARATOR);
    // A job names its layers as it likes, with tabs if it must.
    line.add(URLEncoder.encode(layer.layer(), StandardCharsets.UTF_8)).add(layer.kind());
    layer.figures().forEach((figure, value) -> line.add(figure.name()).add(value.toString()));
    return line.toString();
  }

  private static LayerFigures layer(String line) {
    String[] parts = line.split(SEPARATOR, -1);
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    for (int i = 2; i + 1 < parts.length; i += 2) {
      figures.put(Figure.valueOf(parts[i]), Double.parseDouble(parts[i + 1]));
    }
    String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
    return new LayerFigures(name, parts[1], figures);
  }
}
