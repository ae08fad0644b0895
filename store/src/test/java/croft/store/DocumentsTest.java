package croft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private final Documents documents = new Documents();

  enum Colour {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "never stored";
      }
    }
  }

  record Everything(
      int number,
      @Nullable Integer boxed,
      long big,
      double fraction,
      BigDecimal exact,
      boolean truth,
      @Nullable String text,
      Colour colour,
      Instant instant,
      Duration duration,
      LocalDate date,
      UUID uuid,
      URI uri,
      List<@Nullable String> texts,
      Set<Colour> colours,
      Map<String, List<Integer>> lists,
      Map<Colour, Boolean> byColour,
      Optional<String> some,
      Optional<String> none,
      Tree tree,
      Object any) {}

  record Tree(String name, List<Tree> children) {}

  record Bytes(byte[] bytes) {}

  sealed interface Shape {
    sealed interface Round extends Shape {}

    record Circle(double radius) implements Round {}

    record Square(double side, @Nullable Shape within) implements Shape {}
  }

  record Drawing(List<Shape> shapes, Shape.@Nullable Circle circle) {}

  private <R> R again(R value, Class<R> type) {
    return documents.read(documents.write(value, type), type);
  }

  record Even(int number) {
    Even {
      if (number % 2 != 0) {
        throw new IllegalArgumentException(number + " is odd");
      }
    }
  }

  @Test
  void manyUsesReadTheSameAsTheFirst() {
    for (int use = 0; use < 1000; use++) {
      Tree tree = new Tree("root " + use, List.of(new Tree("leaf", List.of())));
      assertThat(again(tree, Tree.class)).isEqualTo(tree);
      assertThatThrownBy(() -> documents.read("{\"number\":3}", Even.class))
          .isInstanceOf(DocumentException.class)
          .hasMessageContaining("3 is odd");
      assertThat(documents.read("{\"number\":4}", Even.class)).isEqualTo(new Even(4));
    }
  }

  @Test
  void everyKindReadsBack() {
    Map<String, Object> any = new LinkedHashMap<>();
    any.put("list", new ArrayList<>(Arrays.asList(1, 2.5, "three", true, null, 9_000_000_000L)));
    Everything everything =
        new Everything(
            -1,
            null,
            Long.MIN_VALUE,
            Double.NEGATIVE_INFINITY,
            new BigDecimal("1.10"),
            true,
            "\u0000 \" \\ \u2028 \ud83d\ude00",
            Colour.GREEN,
            Instant.parse("2026-01-01T00:00:00.000000001Z"),
            Duration.ofMillis(1),
            LocalDate.of(2026, 1, 1),
            new UUID(1, 2),
            URI.create("https://example.com/?a=b"),
            Arrays.asList("a", null),
            Set.of(Colour.RED),
            Map.of("a", List.of(1, 2)),
            Map.of(Colour.GREEN, true),
            Optional.of("some"),
            Optional.empty(),
            new Tree("root", List.of(new Tree("leaf", List.of()))),
            any);
    assertThat(again(everything, Everything.class)).isEqualTo(everything);
    assertThat(again(new Bytes(new byte[] {0, -1}), Bytes.class).bytes()).containsExactly(0, -1);
  }

  @Test
  void recordsOfASealedInterfaceSayWhatTheyAre() {
    Drawing drawing =
        new Drawing(
            List.of(new Shape.Circle(1), new Shape.Square(2, new Shape.Circle(3))),
            new Shape.Circle(4));
    String document = documents.write(drawing, Drawing.class);
    assertThat(document)
        .isEqualTo(
            "{\"shapes\":[{\"is\":\"Circle\",\"radius\":1.0},{\"is\":\"Square\",\"side\":2.0,"
                + "\"within\":{\"is\":\"Circle\",\"radius\":3.0}}],\"circle\":{\"radius\":4.0}}");
    assertThat(documents.read(document, Drawing.class)).isEqualTo(drawing);
  }

  @Test
  void scalarsAreDocumentsToo() {
    assertThat(again("text", String.class)).isEqualTo("text");
    assertThat(again(7L, Long.class)).isEqualTo(7);
    assertThat(again(true, Boolean.class)).isTrue();
    assertThat(again(Colour.GREEN, Colour.class)).isEqualTo(Colour.GREEN);
    Shape shape = new Shape.Circle(1);
    assertThat(again(shape, Shape.class)).isEqualTo(shape);
  }

  @Test
  void recordsAmongPlainJsonReadAsMaps() {
    assertThat(documents.write(Map.of("tree", new Tree("t", List.of()))))
        .isEqualTo("{\"tree\":{\"name\":\"t\",\"children\":[]}}");
  }

  @Test
  void refusesWhatItCannotHoldByName() {
    record Held(Thread thread) {}
    assertThatThrownBy(() -> documents.write(new Held(Thread.currentThread()), Held.class))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("thread")
        .rootCause()
        .hasMessageContaining("java.lang.Thread");
  }

  @Test
  void refusesDocumentsOfAnotherShape() {
    for (String wrong :
        List.of("[]", "{\"name\":1", "{\"children\":{}}", "nonsense", "null", "{\"name\":{}}")) {
      assertThatThrownBy(() -> documents.read(wrong, Tree.class))
          .as(wrong)
          .isInstanceOf(DocumentException.class);
    }
    assertThatThrownBy(() -> documents.read("\"BLUE\"", Colour.class))
        .isInstanceOf(DocumentException.class);
    assertThatThrownBy(() -> documents.read("{\"shapes\":[{\"radius\":1}]}", Drawing.class))
        .isInstanceOf(DocumentException.class);
  }
}
