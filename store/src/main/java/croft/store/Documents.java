package croft.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records to JSON and back, in one place so that the mapper can be exchanged.
 *
 * <p>Times are ISO 8601 text. Null components are left out, unknown fields ignored. A sealed
 * interface names its types with {@code @JsonTypeInfo} and {@code @JsonSubTypes}. Only components
 * are stored, never the other methods of a record.
 */
public final class Documents {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .accessorNaming(new ComponentNaming.Provider())
          .build();

  /**
   * The document of a value.
   *
   * @throws DocumentException when its type cannot be written
   */
  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new DocumentException("Cannot write a " + value.getClass().getName(), e);
    }
  }

  /**
   * The value of a document.
   *
   * @throws DocumentException when the document does not read as the type
   */
  public <R> R read(String document, Class<R> type) {
    try {
      return mapper.readValue(document, type);
    } catch (JacksonException e) {
      throw new DocumentException("A stored document does not read as " + type.getName(), e);
    }
  }
}
