package croft.store;

import java.io.StringWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Records to JSON and back. A component may be:
 *
 * <ul>
 *   <li>text, a number, a boolean, an enum (by name), {@code byte[]} (base 64);
 *   <li>an Instant, Duration, LocalDate, UUID or URI (as text);
 *   <li>a record, or a sealed interface of records: the record's simple name is stored in the field
 *       {@code is}, so it must never be renamed;
 *   <li>a List, a Set or a Map of such, or an Optional; a map's keys are text or enums;
 *   <li>{@code Object}, for JSON of any shape: maps, lists, text, numbers and booleans.
 * </ul>
 *
 * <p>Null components are left out and unknown fields ignored. What a document lacks reads as null,
 * empty, zero or false: a record normalises in its constructor.
 */
public final class Documents {
  private final JsonFactory json = new JsonFactory();
  private final Codecs codecs = new Codecs();

  /** The document of a value that will be read as the very type it has. */
  public String write(Object value) {
    return write(
        value, value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass());
  }

  /**
   * The document of a value.
   *
   * @param type what the document will be read as
   * @throws DocumentException when the type cannot be written
   */
  public String write(Object value, Class<?> type) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), text)) {
      codecs.of(type).write(out, value);
    } catch (JacksonException e) {
      throw new DocumentException("Cannot write a " + type.getName(), e);
    }
    return text.toString();
  }

  /**
   * The value of a document.
   *
   * @throws DocumentException when the document does not read as the type
   */
  public <R> R read(String document, Class<R> type) {
    try (JsonParser in = json.createParser(ObjectReadContext.empty(), document)) {
      in.nextToken();
      Object value = codecs.of(type).read(in);
      if (value == null) {
        throw new DocumentException("A stored document of " + type.getName() + " is null", null);
      }
      return type.cast(value);
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new DocumentException("A stored document does not read as " + type.getName(), e);
    }
  }
}
