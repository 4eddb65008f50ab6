package dev.tributary.report;

import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.diagnosis.Diagnosis;
import dev.tributary.nn.diagnosis.Figure;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.nn.layer.Nonlinearity;
import java.util.ArrayList;
import java.util.List;

/** The signal through the depth, as SVG: the spread of activations, and gradients. */
public final class DepthPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 720;
  private static final int LEFT = 90;
  private static final int LONGEST_NAME = 16;
  private static final int INNER = WIDTH - LEFT - 30;
  private static final int PANEL = 210;
  private static final int MOST_NAMES = 24;

  private DepthPlot() {}

  /** The drawing's text. */
  public static String svg(String job, NetworkSpec network, Diagnosis diagnosis) {
    List<Integer> activations = new ArrayList<>();
    List<Integer> trained = new ArrayList<>();
    Measurement first = diagnosis.measurements().get(0);
    for (int i = 0; i < first.layers().size(); i++) {
      if (network.layers().get(i).spec() instanceof Nonlinearity) {
        activations.add(i);
      }
      boolean gradient = first.layers().get(i).figure(Figure.GRADIENT_NORM).isPresent();
      if (gradient && !first.layers().get(i).kind().endsWith("_normalization")) {
        trained.add(i);
      }
    }
    SvgDocument svg =
        new SvgDocument(
            WIDTH,
            HEIGHT,
            "Signal and gradient through the depth of " + job,
            "Two plots over the layers from the input up, on a logarithmic scale: the standard"
                + " deviation of activations, and the norm of the gradient by each layer's"
                + " parameters; a line for each measurement.");
    svg.text(LEFT, 26, "font-size=\"16\" font-weight=\"600\"", job);
    panel("Standard deviation of activations", diagnosis, activations, Figure.DEVIATION)
        .draw(svg, LEFT, 72, INNER, PANEL);
    panel(
            "Norm of the gradient by the layer's parameters",
            diagnosis,
            trained,
            Figure.GRADIENT_NORM)
        .draw(svg, LEFT, 412, INNER, PANEL);
    return svg.end();
  }

  private static LinePlot panel(
      String title, Diagnosis diagnosis, List<Integer> layers, Figure figure) {
    double[] places = new double[layers.size()];
    List<double[]> columns = new ArrayList<>();
    for (Measurement measured : diagnosis.measurements()) {
      double[] column = new double[layers.size()];
      for (int i = 0; i < column.length; i++) {
        places[i] = i;
        column[i] = measured.layers().get(layers.get(i)).figure(figure).orElse(Double.NaN);
      }
      columns.add(column);
    }
    LinePlot plot =
        new LinePlot(title, Scale.linear(-0.5, layers.size() - 0.5), Scale.decades(columns));
    for (int i = 0; i < columns.size(); i++) {
      plot.series(diagnosis.measurements().get(i).when(), places, columns.get(i));
    }
    int every = 1 + (layers.size() - 1) / MOST_NAMES;
    for (int i = 0; i < layers.size(); i += every) {
      String name = diagnosis.measurements().get(0).layers().get(layers.get(i)).layer();
      plot.name(i, TextTable.shorten(withoutActivation(name), LONGEST_NAME));
    }
    return plot;
  }

  /** An activation written within a layer goes by that layer's name: the panel says the rest. */
  private static String withoutActivation(String name) {
    return name.endsWith(NetworkSpec.ACTIVATION_SUFFIX)
        ? name.substring(0, name.length() - NetworkSpec.ACTIVATION_SUFFIX.length())
        : name;
  }
}
