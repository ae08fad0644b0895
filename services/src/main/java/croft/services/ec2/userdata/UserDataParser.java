package croft.services.ec2.userdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads user data into its parts: plain, gzipped or MIME multipart, nested at most a few deep. */
public final class UserDataParser {
  private static final int LARGEST_INFLATED_BYTES = 1 << 20;
  private static final int DEEPEST_NESTING = 4;

  private UserDataParser() {}

  /** The parts in order; never throws: what cannot be read becomes {@link Part.Unhandled}. */
  public static List<Part> parse(byte[] userData) {
    List<Part> parts = new ArrayList<>();
    read(userData, "", 0, parts);
    return parts;
  }

  private static void read(byte[] bytes, String contentType, int depth, List<Part> parts) {
    if (bytes.length == 0) {
      return;
    }
    if (depth > DEEPEST_NESTING) {
      parts.add(new Part.Unhandled("parts nested more than " + DEEPEST_NESTING + " deep"));
      return;
    }
    if (bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
      try {
        read(inflate(bytes), contentType, depth + 1, parts);
      } catch (IOException e) {
        parts.add(new Part.Unhandled("gzip that does not inflate: " + e.getMessage()));
      }
      return;
    }
    String text = new String(bytes, UTF_8);
    if (isMultipart(text)) {
      readMultipart(bytes, depth, parts);
    } else {
      parts.add(single(bytes, text, contentType));
    }
  }

  private static byte[] inflate(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] inflated = in.readNBytes(LARGEST_INFLATED_BYTES + 1);
      if (inflated.length > LARGEST_INFLATED_BYTES) {
        throw new IOException("larger than " + LARGEST_INFLATED_BYTES + " bytes");
      }
      return inflated;
    }
  }

  private static boolean isMultipart(String text) {
    String head = text.substring(0, Math.min(text.length(), 2048)).toLowerCase(Locale.ROOT);
    return head.startsWith("content-type: multipart/")
        || head.startsWith("mime-version:")
        || (head.contains("\ncontent-type: multipart/") && head.indexOf(':') < head.indexOf('\n'));
  }

  private static void readMultipart(byte[] bytes, int depth, List<Part> parts) {
    MimeTokenStream stream =
        new MimeTokenStream(MimeConfig.custom().setMaxHeaderCount(100).build());
    stream.parse(new ByteArrayInputStream(bytes));
    try {
      EntityState state = stream.getState();
      while (state != EntityState.T_END_OF_STREAM) {
        if (state == EntityState.T_BODY) {
          ByteArrayOutputStream body = new ByteArrayOutputStream();
          stream.getDecodedInputStream().transferTo(body);
          read(body.toByteArray(), stream.getBodyDescriptor().getMimeType(), depth + 1, parts);
        }
        state = stream.next();
      }
    } catch (IOException | MimeException e) {
      parts.add(new Part.Unhandled("a MIME message that does not parse: " + e.getMessage()));
    }
  }

  private static Part single(byte[] bytes, String text, String contentType) {
    if (text.startsWith("#!")) {
      return new Part.Script(bytes);
    }
    if (text.startsWith("#cloud-boothook") || contentType.equals("text/cloud-boothook")) {
      return new Part.BootHook(bytes);
    }
    if (text.startsWith("#include") || contentType.equals("text/x-include-url")) {
      return new Part.Include(
          text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList());
    }
    if (text.startsWith("#cloud-config") || contentType.equals("text/cloud-config")) {
      return cloudConfig(text);
    }
    if (contentType.equals("text/x-shellscript")) {
      return new Part.Script(bytes);
    }
    String begin = text.lines().findFirst().orElse("");
    return new Part.Unhandled(
        "text that begins '" + begin.substring(0, Math.min(begin.length(), 40)) + "'");
  }

  private static Part cloudConfig(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(50)
            .setCodePointLimit(LARGEST_INFLATED_BYTES)
            .build();
    try {
      Object document = new Load(settings).loadFromString(text);
      if (!(document instanceof Map<?, ?> mapping)) {
        return new Part.Unhandled("cloud-config that is no mapping");
      }
      Map<String, Object> keys = new LinkedHashMap<>();
      mapping.forEach((key, value) -> keys.put(String.valueOf(key), value));
      return new Part.CloudConfig(keys);
    } catch (YamlEngineException e) {
      return new Part.Unhandled("cloud-config that is no YAML: " + e.getMessage());
    }
  }
}
