package croft.wire.codec;

import croft.base.ServiceError;
import croft.wire.http.Headers;
import croft.wire.schema.ByteStream;
import croft.wire.schema.HttpLocation;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeReader;
import croft.wire.schema.ShapeType;
import croft.wire.schema.TimestampFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the input of a REST operation: labels, query parameters and headers as text, the rest from
 * the body.
 *
 * <p>Source: <a href="https://smithy.io/2.0/spec/http-bindings.html">HTTP bindings</a>.
 */
public final class HttpReader extends TextReader {
  /**
   * What a request is made of.
   *
   * @param labels still encoded, as the path has them
   * @param stream the body, for a member that takes it as it is; null when there is none
   */
  public record Parts(
      Map<String, String> labels,
      QueryString query,
      Headers headers,
      RestBody body,
      Function<Member, @Nullable ShapeReader> stream) {}

  private static final String AWS_HEADER = "x-amz-";
  private static final String CHECKSUM = "x-amz-checksum-";
  private static final String CHECKSUM_MODE = "x-amz-checksum-mode";

  private final Parts parts;
  private HttpLocation place = HttpLocation.BODY;
  private List<String> values = List.of();

  public HttpReader(Parts parts) {
    this.parts = parts;
  }

  @Override
  public <B> void structure(Schema schema, B builder, MemberReader<B> members) {
    boolean bodyMembers = false;
    for (Member member : schema.members()) {
      place = member.location();
      switch (place) {
        case BODY -> bodyMembers = true;
        case LABEL -> text(label(member), builder, member, members);
        case QUERY -> text(parts.query.all(member.locationName()), builder, member, members);
        case HEADER -> text(header(member.locationName()), builder, member, members);
        case QUERY_PARAMS, PREFIX_HEADERS -> members.read(builder, member, this);
        case PAYLOAD -> payload(builder, member, members);
        case RESPONSE_CODE -> {}
      }
    }
    if (bodyMembers) {
      parts.body.members(schema, builder, members);
    }
  }

  private <B> void text(List<String> found, B builder, Member member, MemberReader<B> members) {
    if (!found.isEmpty()) {
      values = found;
      members.read(builder, member, this);
    } else {
      Defaults.read(member, builder, members);
    }
  }

  /**
   * Presigned requests may carry AWS's own header fields as parameters; a checksum among those is
   * passed over, as S3 does: the SDK for JavaScript presigns that of an empty body.
   */
  private List<String> header(String name) {
    List<String> found = parts.headers.all(name);
    boolean checksum = name.startsWith(CHECKSUM) && !name.equals(CHECKSUM_MODE);
    return found.isEmpty() && name.startsWith(AWS_HEADER) && !checksum
        ? parts.query.all(name)
        : found;
  }

  private List<String> label(Member member) {
    String raw = parts.labels.get(member.locationName());
    if (raw == null) {
      return List.of();
    }
    try {
      return List.of(Percent.decode(raw, false));
    } catch (IllegalArgumentException e) {
      throw invalid(member, raw, "percent-encoded UTF-8");
    }
  }

  private <B> void payload(B builder, Member member, MemberReader<B> members) {
    switch (member.target().type()) {
      case STRING, BLOB, STREAM -> {
        ShapeReader body = parts.stream.apply(member);
        if (body != null) {
          members.read(builder, member, body);
        }
      }
      case STRUCTURE,
          UNION,
          LIST,
          MAP,
          DOCUMENT,
          BOOLEAN,
          INTEGER,
          LONG,
          FLOAT,
          DOUBLE,
          BIG_INTEGER,
          BIG_DECIMAL,
          TIMESTAMP ->
          parts.body.payload(member, builder, members);
    }
  }

  @Override
  public <T extends @Nullable Object> List<T> list(Member member, ElementReader<T> element) {
    List<String> here = values;
    Member of = member.target().element();
    List<String> items = place == HttpLocation.HEADER ? HeaderLists.split(here, isDate(of)) : here;
    List<T> read = new ArrayList<>();
    for (String item : items) {
      values = List.of(item);
      read.add(element.read(this, of));
    }
    values = here;
    return read;
  }

  private static boolean isDate(Member member) {
    TimestampFormat format = member.timestampFormat();
    return member.target().type() == ShapeType.TIMESTAMP
        && (format == TimestampFormat.DEFAULT || format == TimestampFormat.HTTP_DATE);
  }

  @Override
  public <T extends @Nullable Object> Map<String, T> map(Member member, ElementReader<T> value) {
    Map<String, List<String>> found =
        member.location() == HttpLocation.PREFIX_HEADERS
            ? prefixed(member.locationName())
            : parts.query.parameters();
    Map<String, T> read = new LinkedHashMap<>();
    for (var entry : found.entrySet()) {
      values = entry.getValue();
      read.put(entry.getKey(), value.read(this, member.target().value()));
    }
    return read;
  }

  private Map<String, List<String>> prefixed(String prefix) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (var header : parts.headers.asMap().entrySet()) {
      if (header.getKey().regionMatches(true, 0, prefix, 0, prefix.length())) {
        String rest = header.getKey().substring(prefix.length()).toLowerCase(Locale.ROOT);
        found.put(rest, header.getValue());
      }
    }
    if (prefix.startsWith(AWS_HEADER)) {
      for (var parameter : parts.query.parameters().entrySet()) {
        if (parameter.getKey().startsWith(prefix)) {
          String rest = parameter.getKey().substring(prefix.length());
          found.putIfAbsent(rest, parameter.getValue());
        }
      }
    }
    return found;
  }

  @Override
  public String string(Member member) {
    String text = text(member);
    if (place != HttpLocation.HEADER || member.mediaType().isEmpty()) {
      return text;
    }
    try {
      return new String(Scalars.base64(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid(member, text, "Base64");
    }
  }

  /** Stricter than a form's: only the two words. */
  @Override
  public boolean bool(Member member) {
    String text = text(member);
    if (!text.equals("true") && !text.equals("false")) {
      throw invalid(member, text, "a boolean");
    }
    return text.equals("true");
  }

  @Override
  Instant parse(String text, TimestampFormat format) {
    return Timestamps.parseStrictly(text, format);
  }

  @Override
  public ByteStream stream(Member member) {
    throw invalid(member, "", "the body");
  }

  @Override
  String text(Member member) {
    return place == HttpLocation.HEADER ? String.join(", ", values) : values.getFirst();
  }

  @Override
  ServiceError invalid(Member member, String text, String expected) {
    String name = member.locationName().isEmpty() ? member.name() : member.locationName();
    return ServiceError.badRequest(
        "SerializationException",
        "Value (%s) for %s is invalid. It must be %s."
            .formatted(member.sensitive() ? "***" : text, name, expected));
  }

  @Override
  TimestampFormat defaultTimestampFormat() {
    return place == HttpLocation.HEADER ? TimestampFormat.HTTP_DATE : TimestampFormat.DATE_TIME;
  }
}
