package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShelfTest {
  private final List<String> made = new ArrayList<>();
  private final Shelf<String, byte[]> shelf = new Shelf<>(10, value -> value.length);

  @Test
  void makesAValueOnce() {
    byte[] first = take("a", 4);
    assertThat(take("a", 4)).isSameAs(first);
    assertThat(made).containsExactly("a");
  }

  @Test
  void keepsTheLastUsedUpToItsBytes() {
    byte[] a = take("a", 4);
    take("b", 4);
    take("a", 4);
    take("c", 4);
    assertThat(take("a", 4)).as("used after b").isSameAs(a);
    take("b", 4);
    assertThat(made).containsExactly("a", "b", "c", "b");
  }

  @Test
  void keepsTheVeryLastEvenIfItIsLarger() {
    byte[] large = take("large", 11);
    assertThat(take("large", 11)).isSameAs(large);
    byte[] small = take("small", 10);
    assertThat(take("small", 10)).isSameAs(small);
    take("large", 11);
    assertThat(made).containsExactly("large", "small", "large");
  }

  @Test
  void whatIsLetGoOfLeavesItsRoom() {
    take("a", 6);
    shelf.remove("a");
    shelf.remove("a");
    take("b", 4);
    take("c", 6);
    take("b", 4);
    take("a", 6);
    assertThat(made).containsExactly("a", "b", "c", "a");
  }

  private byte[] take(String key, int size) {
    return shelf.get(
        key,
        () -> {
          made.add(key);
          return new byte[size];
        });
  }
}
