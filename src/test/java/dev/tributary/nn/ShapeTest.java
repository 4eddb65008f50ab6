package dev.tributary.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void sizeIsTheProductOfTheDimensions() {
    assertThat(Shape.of(7).size()).isEqualTo(7);
    assertThat(Shape.of(32, 28, 3).size()).isEqualTo(32 * 28 * 3);
    assertThat(Shape.of(32, 28, 3).rank()).isEqualTo(3);
    assertThat(Shape.of(Integer.MAX_VALUE, 1).size()).isEqualTo(Integer.MAX_VALUE);
    assertThat(Shape.of(32, 28, 3)).hasToString("32×28×3");
  }

  @Test
  void refusesShapesThatAreNone() {
    assertThatThrownBy(() -> Shape.of())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid shape: [] (must have dimensions, each at least 1)");
    assertThatThrownBy(() -> Shape.of(3, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid shape: [3, 0] (must have dimensions, each at least 1)");
  }

  @Test
  void refusesSizesThatNoArrayHolds() {
    // 2¹⁶ · 2¹⁶ is 0 as an int; 2³⁰ four times is 0 as a long.
    for (Shape shape :
        new Shape[] {Shape.of(1 << 16, 1 << 16), Shape.of(1 << 30, 1 << 30, 1 << 30, 1 << 30)}) {
      assertThatThrownBy(shape::size)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid shape: " + shape + " (must have at most 2147483647 values)");
    }
  }
}
