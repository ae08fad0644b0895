package croft.wire.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import croft.wire.schema.Constraints;
import croft.wire.schema.Member;
import croft.wire.schema.Protocol;
import croft.wire.schema.Schema;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeType;
import croft.wire.schema.ShapeWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ConstraintCheckerTest {
  private static final Schema NAME =
      Schema.scalar("Name", ShapeType.STRING, Constraints.of("2", "4", "[a-z]+", null));
  private static final Schema SIZE =
      Schema.scalar("Size", ShapeType.STRING, Constraints.of(null, null, null, "small\nlarge"));
  private static final Schema COUNT =
      Schema.scalar("Count", ShapeType.INTEGER, Constraints.of("1", "10", null, null));
  private static final Schema NAMES =
      Schema.list(
          "Names", Constraints.of("1", null, null, null), false, Member.of("m", () -> NAME));
  private static final Schema LABELS =
      Schema.map(
          "Labels",
          Constraints.NONE,
          false,
          Member.of("key", () -> NAME),
          Member.of("value", () -> SIZE));
  private static final Schema PART =
      Schema.structure("Part", Member.of("Name", () -> NAME).require().secret());
  private static final Schema PARTS =
      Schema.list("Parts", Constraints.NONE, false, Member.of("member", () -> PART));
  private static final Schema ORDER =
      Schema.structure(
          "Order",
          Member.of("Name", () -> NAME).require(),
          Member.of("Size", () -> SIZE),
          Member.of("Count", () -> COUNT),
          Member.of("Names", () -> NAMES),
          Member.of("Labels", () -> LABELS),
          Member.of("Parts", () -> PARTS).ec2("Part"));

  private record Written(Schema schema, Consumer<ShapeWriter> body) implements Shape {
    @Override
    public void writeMembers(ShapeWriter writer) {
      body.accept(writer);
    }
  }

  private static Shape order(Consumer<ShapeWriter> body) {
    return new Written(
        ORDER,
        writer -> {
          writer.string(ORDER.member(0), "box");
          body.accept(writer);
        });
  }

  private static Shape part(String name) {
    return new Written(PART, writer -> writer.string(PART.member(0), name));
  }

  private static String message(Shape shape, Protocol protocol) {
    try {
      ConstraintChecker.check(shape, protocol);
      return "";
    } catch (ServiceError e) {
      return e.code() + ": " + e.message();
    }
  }

  @Test
  void takesWhatMeetsTheModel() {
    Shape good =
        order(writer -> {
          writer.string(ORDER.member(1), "large");
          writer.integer(ORDER.member(2), 10);
          writer.list(ORDER.member(3), List.of("ab"), ShapeWriter::string);
          writer.map(ORDER.member(4), Map.of("ab", "small"), ShapeWriter::string);
          writer.list(ORDER.member(5), List.of(part("ab")), ShapeWriter::structure);
        });
    assertThatCode(() -> ConstraintChecker.check(good, Protocol.AWS_QUERY))
        .doesNotThrowAnyException();
  }

  @Test
  void tellsEveryViolationInAwsWords() {
    Shape bad =
        new Written(
            ORDER,
            writer -> {
              writer.string(ORDER.member(1), "huge");
              writer.integer(ORDER.member(2), 11);
            });
    assertThat(message(bad, Protocol.AWS_JSON_1_1))
        .isEqualTo(
            "ValidationException: 3 validation errors detected: Value 'huge' at 'size' failed to"
                + " satisfy constraint: Member must satisfy enum value set: [small, large]; Value"
                + " '11' at 'count' failed to satisfy constraint: Member must have value less than"
                + " or equal to 10; Value null at 'name' failed to satisfy constraint: Member must"
                + " not be null");
  }

  @Test
  void tellsElementsAsAFaultOfTheirCollection() {
    String demands =
        "[Member must have length less than or equal to 4, Member must have length greater than or"
            + " equal to 2, Member must satisfy regular expression pattern: [a-z]+]";
    assertThat(
            message(
                order(w -> w.list(ORDER.member(3), List.of("ab", "A"), ShapeWriter::string)),
                Protocol.AWS_QUERY))
        .isEqualTo(
            "ValidationError: 1 validation error detected: Value '[ab, A]' at 'names' failed to"
                + " satisfy constraint: Member must satisfy constraint: "
                + demands);
    assertThat(
            message(
                order(w -> w.map(ORDER.member(4), Map.of("X", "small"), ShapeWriter::string)),
                Protocol.AWS_QUERY))
        .endsWith(
            "at 'labels' failed to satisfy constraint: Map keys must satisfy constraint: "
                + demands);
  }

  @Test
  void namesThePathIntoListsAndHidesSecrets() {
    Shape bad =
        order(w ->
            w.list(ORDER.member(5), List.of(part("ab"), part("S3CRET")), ShapeWriter::structure));
    assertThat(message(bad, Protocol.AWS_QUERY))
        .contains("2 validation errors")
        .contains("Value '***' at 'parts.2.member.name' failed")
        .doesNotContain("S3CRET");
    assertThat(message(bad, Protocol.EC2_QUERY))
        .isEqualTo(
            "InvalidParameterValue: Value (***) for parameter Part.2.Name is invalid. It must have"
                + " length less than or equal to 4");
  }

  @Test
  void namesWhatEc2Misses() {
    assertThat(message(new Written(ORDER, writer -> {}), Protocol.EC2_QUERY))
        .isEqualTo("MissingParameter: The request must contain the parameter Name");
  }

  @Test
  void survivesPatternsThatRecurse() {
    Schema text = Schema.scalar("T", ShapeType.STRING, Constraints.of(null, null, "(a|b)*c", null));
    Schema shape = Schema.structure("S", Member.of("t", () -> text));
    Shape bad = new Written(shape, w -> w.string(shape.member(0), "ab".repeat(200_000)));
    assertThatThrownBy(() -> ConstraintChecker.check(bad, Protocol.AWS_JSON_1_0))
        .isInstanceOf(ServiceError.class);
  }
}
