package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.HttpReader;
import croft.wire.codec.HttpWriter;
import croft.wire.codec.Limits;
import croft.wire.codec.QueryString;
import croft.wire.codec.RestBody;
import croft.wire.http.HttpRequest;
import croft.wire.schema.HttpLocation;
import croft.wire.schema.Operation;
import croft.wire.schema.Schema;
import croft.wire.schema.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the two REST protocols share in reading a request; they differ in the body's format. */
final class RestRequest {
  private final Limits limits;
  private final Map<String, UriPattern> patterns = new ConcurrentHashMap<>();

  RestRequest(Limits limits) {
    this.limits = limits;
  }

  /** Whether a document is expected in the body, be it members or a structured payload. */
  static boolean hasDocument(Schema schema) {
    return schema.members().stream()
        .anyMatch(member ->
            switch (member.location()) {
              case BODY -> true;
              case PAYLOAD -> !PayloadReader.takes(member.target().type());
              case LABEL, QUERY, QUERY_PARAMS, HEADER, PREFIX_HEADERS, RESPONSE_CODE -> false;
            });
  }

  static boolean hasPayload(Schema schema) {
    return schema.members().stream().anyMatch(m -> m.location() == HttpLocation.PAYLOAD);
  }

  static boolean hasBodyMembers(Schema schema) {
    return schema.members().stream().anyMatch(HttpWriter::isInBody);
  }

  <I extends Shape> I decode(Operation<I, ?> operation, HttpRequest request, RestBody body) {
    UriPattern pattern = patterns.computeIfAbsent(operation.http().uri(), UriPattern::parse);
    Map<String, String> labels = pattern.match(request.rawPath());
    if (labels == null) {
      throw ServiceError.badRequest(
          "InvalidURI", "Couldn't parse the specified URI: " + request.rawPath());
    }
    QueryString query = QueryString.parse(request.rawQuery(), limits);
    return operation
        .input()
        .apply(
            new HttpReader(
                new HttpReader.Parts(
                    labels,
                    query,
                    request.headers(),
                    body,
                    member -> PayloadReader.of(request.body(), member, limits))));
  }
}
