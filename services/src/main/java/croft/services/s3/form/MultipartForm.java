package croft.services.s3.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.ServiceError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form as browsers send it with a file: the fields before the file are held, the file is a stream
 * to be read once, and what comes after it does not count.
 *
 * <p>Source: RFC 7578; S3 ignores fields after the file, and holds those before it to 20 KB.
 *
 * @param fields by their names in lower case
 * @param fileName as the browser sent it, without folders; empty if none
 * @param file up to its end, which is known only when it was read
 */
public record MultipartForm(Map<String, String> fields, String fileName, InputStream file) {
  private static final int MOST_FIELD_BYTES = 20 * 1024;
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "(?i)multipart/form-data\\s*;.*?boundary=(?:\"([^\"]{1,70})\"|([^;,\\s]{1,70})).*");
  private static final Pattern NAME = Pattern.compile("(?i)[;\\s]name=(?:\"([^\"]*)\"|([^;\\s]+))");
  private static final Pattern FILE_NAME = Pattern.compile("(?i)[;\\s]filename=\"([^\"]*)\"");

  /** The boundary of a content type; null when it is not a form's. */
  public static @Nullable String boundary(@Nullable String contentType) {
    Matcher matcher = BOUNDARY.matcher(contentType == null ? "" : contentType);
    if (!matcher.matches()) {
      return null;
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }

  /**
   * Reads up to the file.
   *
   * @throws ServiceError {@code MalformedPOSTRequest} (400), {@code MaxPostPreDataLengthExceeded}
   *     or {@code InvalidArgument} when there is no file
   */
  public static MultipartForm read(InputStream body, String boundary) throws IOException {
    // What precedes the first boundary is read as a part of its own, which ends at once.
    InputStream withBreak =
        new SequenceInputStream(new ByteArrayInputStream("\r\n".getBytes(UTF_8)), body);
    BoundedPart part = new BoundedPart(withBreak, ("\r\n--" + boundary).getBytes(UTF_8));
    limited(part, MOST_FIELD_BYTES);
    Map<String, String> fields = new LinkedHashMap<>();
    int left = MOST_FIELD_BYTES;
    while (part.next()) {
      String disposition = disposition(part);
      String name = group(NAME, disposition).toLowerCase(Locale.ROOT);
      if (name.equals("file")) {
        return new MultipartForm(fields, baseName(group(FILE_NAME, disposition)), part);
      }
      byte[] value = limited(part, left);
      left -= value.length;
      if (fields.put(name, new String(value, UTF_8)) != null) {
        throw ServiceError.badRequest(
            "InvalidArgument", "POST requires exactly one field of the name " + name + ".");
      }
    }
    throw ServiceError.badRequest(
        "InvalidArgument", "POST requires exactly one file upload per request.");
  }

  private static byte[] limited(InputStream part, int most) throws IOException {
    byte[] bytes = part.readNBytes(most + 1);
    if (bytes.length > most) {
      throw ServiceError.badRequest(
          "MaxPostPreDataLengthExceeded",
          "Your POST request fields preceeding the upload file was too large.");
    }
    return bytes;
  }

  /** Reads a part's header fields to the empty line behind them. */
  private static String disposition(InputStream part) throws IOException {
    String disposition = "";
    int left = MOST_FIELD_BYTES;
    String line = line(part, left);
    while (!line.isEmpty()) {
      left -= line.length();
      if (line.regionMatches(true, 0, "Content-Disposition:", 0, 20)) {
        disposition = line;
      }
      line = line(part, left);
    }
    return disposition;
  }

  private static String line(InputStream part, int most) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = part.read(); next != '\n'; next = part.read()) {
      if (next < 0 || line.size() > most) {
        throw malformed();
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(UTF_8);
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return "";
    }
    String first = matcher.group(1);
    return first == null && matcher.groupCount() > 1 ? matcher.group(2) : String.valueOf(first);
  }

  /** Some browsers send a whole path. */
  private static String baseName(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }

  static ServiceError malformed() {
    return ServiceError.badRequest(
        "MalformedPOSTRequest",
        "The body of your POST request is not well-formed multipart/form-data.");
  }
}
