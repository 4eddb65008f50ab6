package dev.tributary.interop.dl4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Some examples: a {@code DataSet} or a {@code MultiDataSet} in primitive numbers.
 *
 * @param features one for each input
 * @param labels one for each output
 * @param featureMasks one for each input, or none at all
 * @param labelMasks one for each output, or none at all
 */
record Examples(
    List<Values> features, List<Values> labels, List<Values> featureMasks, List<Values> labelMasks)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  static Examples of(DataSet data) {
    return new Examples(
        List.of(Values.of(data.getFeatures())),
        List.of(Values.of(data.getLabels())),
        masks(data.getFeaturesMaskArray()),
        masks(data.getLabelsMaskArray()));
  }

  static Examples of(org.nd4j.linalg.dataset.api.MultiDataSet data) {
    return new Examples(
        Arrays.stream(data.getFeatures()).map(Values::of).toList(),
        Arrays.stream(data.getLabels()).map(Values::of).toList(),
        masks(data.getFeaturesMaskArrays()),
        masks(data.getLabelsMaskArrays()));
  }

  private static List<Values> masks(INDArray... masks) {
    if (masks == null || Arrays.stream(masks).allMatch(mask -> mask == null)) {
      return List.of();
    }
    return Arrays.stream(masks)
        .map(mask -> mask == null ? Values.none() : Values.of(mask))
        .toList();
  }

  int rows() {
    return features.get(0).rows();
  }

  /** Whether they are rows of numbers with rows of targets, one of each, and no masks. */
  boolean arePlain() {
    return features.size() == 1
        && labels.size() == 1
        && features.get(0).rank() == 2
        && labels.get(0).rank() == 2
        && featureMasks.isEmpty()
        && labelMasks.isEmpty();
  }

  Examples rows(int from, int to) {
    return new Examples(
        each(features, values -> values.rows(from, to)),
        each(labels, values -> values.rows(from, to)),
        each(featureMasks, values -> values.rows(from, to)),
        each(labelMasks, values -> values.rows(from, to)));
  }

  private static List<Values> each(List<Values> all, UnaryOperator<Values> change) {
    return all.stream().map(change).toList();
  }

  /** Whether others can stand in the same minibatch: sequences may differ in length. */
  boolean areLike(Examples others) {
    return areLike(features, others.features)
        && areLike(labels, others.labels)
        && areLike(featureMasks, others.featureMasks)
        && areLike(labelMasks, others.labelMasks);
  }

  private static boolean areLike(List<Values> some, List<Values> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!some.get(i).isLike(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Several, which are alike, one after the other. */
  static Examples joined(List<Examples> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    return new Examples(
        joined(parts, Examples::features),
        joined(parts, Examples::labels),
        joined(parts, Examples::featureMasks),
        joined(parts, Examples::labelMasks));
  }

  private static List<Values> joined(List<Examples> parts, Function<Examples, List<Values>> which) {
    List<Values> joined = new ArrayList<>();
    for (int i = 0; i < which.apply(parts.get(0)).size(); i++) {
      int place = i;
      joined.add(Values.joined(parts.stream().map(part -> which.apply(part).get(place)).toList()));
    }
    return joined;
  }

  DataSet dataSet() {
    return new DataSet(
        features.get(0).array(), labels.get(0).array(), mask(featureMasks, 0), mask(labelMasks, 0));
  }

  org.nd4j.linalg.dataset.MultiDataSet multiDataSet() {
    return new org.nd4j.linalg.dataset.MultiDataSet(
        features.stream().map(Values::array).toArray(INDArray[]::new),
        labels.stream().map(Values::array).toArray(INDArray[]::new),
        arrays(featureMasks),
        arrays(labelMasks));
  }

  private static INDArray mask(List<Values> masks, int place) {
    return masks.isEmpty() ? null : masks.get(place).array();
  }

  private static INDArray[] arrays(List<Values> masks) {
    if (masks.isEmpty()) {
      return null;
    }
    INDArray[] arrays = new INDArray[masks.size()];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = mask(masks, i);
    }
    return arrays;
  }
}
