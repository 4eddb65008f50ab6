package dev.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamePatternTest {
  private static final List<String> NAMES = List.of("dense_1", "dense_10", "a.b", "a_b", "x*");

  @Test
  void findsWhatItMeansInTheirOrder() {
    assertThat(in("dense_1")).containsExactly("dense_1");
    assertThat(in("dense_?")).containsExactly("dense_1");
    assertThat(in("dense_*")).containsExactly("dense_1", "dense_10");
    assertThat(in("*1*")).containsExactly("dense_1", "dense_10");
    assertThat(in("a.b")).as("a point is no wildcard").containsExactly("a.b");
    assertThat(in("a?b")).containsExactly("a.b", "a_b");
    assertThat(in("x*")).as("spelled like it").containsExactly("x*");
    assertThat(in("*")).isEqualTo(NAMES);
    assertThat(in("dense")).isEmpty();
  }

  @Test
  void knowsWhetherItIsMoreThanAName() {
    assertThat(new NamePattern("dense_1").isWild()).isFalse();
    assertThat(new NamePattern("dense_?").isWild()).isTrue();
    assertThat(new NamePattern("*").isWild()).isTrue();
  }

  private static List<String> in(String pattern) {
    return new NamePattern(pattern).in(NAMES);
  }
}
