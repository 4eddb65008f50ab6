package dev.tributary.report;

import dev.tributary.nn.diagnosis.Diagnosis;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.LayerFigures;
import dev.tributary.nn.diagnosis.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measurements and findings as JSON; figures that aren't finite are left out. */
public final class DiagnosisJson {
  private DiagnosisJson() {}

  /** What {@code diagnose --json} prints. */
  public static String of(String job, Diagnosis diagnosis, List<Finding> findings) {
    List<Map<String, Object>> measurements = new ArrayList<>();
    diagnosis.measurements().forEach(measured -> measurements.add(measurement(measured)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("job", job);
    json.put("measurements", measurements);
    if (diagnosis.brokenStep() > 0) {
      json.put("brokenStep", diagnosis.brokenStep());
    }
    json.put("findings", findings(findings));
    return Json.indented(json);
  }

  static Map<String, Object> measurement(Measurement measured) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("when", measured.when());
    entry.put("steps", measured.steps());
    entry.put("rows", measured.rows());
    entry.put("loss", measured.loss());
    entry.put("learningRate", measured.rate());
    entry.put("input", layer(measured.input()));
    entry.put("layers", layers(measured));
    return entry;
  }

  /** An object for each layer, from the input up. */
  static List<Map<String, Object>> layers(Measurement measured) {
    return measured.layers().stream().map(DiagnosisJson::layer).toList();
  }

  static List<Map<String, Object>> findings(List<Finding> findings) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
      entry.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      entry.put("from", finding.from());
      entry.put("to", finding.to());
      entry.put("text", finding.text());
      entries.add(entry);
    }
    return entries;
  }

  private static Map<String, Object> layer(LayerFigures layer) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("layer", layer.layer());
    entry.put("kind", layer.kind());
    layer.figures().forEach((figure, value) -> entry.put(figure.key(), value));
    return entry;
  }
}
