package dev.tributary.report;

import dev.tributary.optim.Rollback;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rollbacks, as {@code metrics.jsonl} and {@code summary.json} hold them. */
final class RollbackJson {
  private RollbackJson() {}

  static List<Map<String, Object>> of(List<Rollback> rollbacks) {
    return rollbacks.stream().map(RollbackJson::of).toList();
  }

  private static Map<String, Object> of(Rollback rollback) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("epoch", rollback.epoch());
    json.put("round", rollback.round());
    json.put("undone", rollback.undone());
    json.put("rateScale", rollback.rateScale());
    json.put("reason", rollback.reason());
    return json;
  }
}
