package croft.services.logs.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.logs.block.Position;
import croft.services.logs.loggroup.LogErrors;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What leads from a query's row back to its event: {@code @ptr}. */
public record Pointer(Arn group, Position position) {

  /** As queries show it. */
  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((position.id() + group).getBytes(UTF_8));
  }

  /**
   * The pointer a text is.
   *
   * @throws ServiceError {@code InvalidParameterException}
   */
  public static Pointer parse(@Nullable String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text == null ? "" : text), UTF_8);
      int end = plain.indexOf("arn:");
      Optional<Position> position =
          end < 0 ? Optional.empty() : Position.parse(plain.substring(0, end));
      if (position.isPresent()) {
        return new Pointer(Arn.parse(plain.substring(end)), position.get());
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw LogErrors.invalid("The log record pointer is not valid.");
  }
}
