package croft.services.logs.query;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of results: what its fields say, in order. A field that is not there is left out.
 *
 * @param fields text by name
 */
public record Row(Map<String, String> fields) {
  public Row {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
