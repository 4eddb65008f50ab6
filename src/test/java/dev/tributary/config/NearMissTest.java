package dev.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMissTest {
  private static final List<String> KNOWN =
      List.of("elu", "leaky_relu", "relu", "selu", "sigmoid", "softmax", "batch-size");

  @Test
  void findsTheWordThatWasMeant() {
    assertThat(NearMiss.of("leakyrelu", KNOWN)).contains("leaky_relu");
    assertThat(NearMiss.of("sigmiod", KNOWN)).contains("sigmoid");
    assertThat(NearMiss.of("softmx", KNOWN)).contains("softmax");
    assertThat(NearMiss.of("batch_size", KNOWN)).contains("batch-size");
    assertThat(NearMiss.of("batchSize", KNOWN)).contains("batch-size");
  }

  @Test
  void findsNothingWhereTooLittleIsShared() {
    assertThat(NearMiss.of("convolution", KNOWN)).isEmpty();
    assertThat(NearMiss.of("tanh", KNOWN)).isEmpty();
    assertThat(NearMiss.of("relu", List.of())).isEmpty();
    // Two letters of two differ: nothing is shared.
    assertThat(NearMiss.of("lr", List.of("id"))).isEmpty();
    assertThat(NearMiss.of("x", List.of("lr"))).isEmpty();
  }

  @Test
  void prefersTheNearerAndThenTheFirstByName() {
    assertThat(NearMiss.of("abcd", List.of("abxx", "abcx"))).contains("abcx");
    assertThat(NearMiss.of("abcd", List.of("abcz", "abcx"))).contains("abcx");
  }

  @Test
  void takesCapitalsForTheirLetters() {
    assertThat(NearMiss.of("RELU", KNOWN)).contains("relu");
  }
}
