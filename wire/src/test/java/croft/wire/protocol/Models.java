package croft.wire.protocol;

import croft.wire.codec.Limits;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.schema.ErrorModel;
import croft.wire.schema.Member;
import croft.wire.schema.Operation;
import croft.wire.schema.Protocol;
import croft.wire.schema.Schema;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeIndex;
import croft.wire.schema.ShapeReader;
import croft.wire.schema.XmlNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Small services that send parcels, one for each protocol family. */
final class Models {
  private static final Schema LOST =
      Schema.structure(
          "ParcelLostException",
          Member.of("message", () -> Parcel.STRING),
          Member.of("Depot", () -> Parcel.STRING));
  private static final ErrorModel LOST_ERROR =
      new ErrorModel("ParcelLostException", "Parcel.Lost", 404, true, shapes(LOST), 0);

  private Models() {}

  static Operation<Parcel, Parcel> operation(String name) {
    return operation(name, Operation.Http.POST_ROOT);
  }

  static Operation<Parcel, Parcel> operation(String name, Operation.Http http) {
    return operation(name, http, Parcel.SCHEMA);
  }

  static Operation<Parcel, Parcel> operation(String name, Operation.Http http, Schema input) {
    return new Operation<>(name, http, shapes(input), 0, 0, name + "Result");
  }

  private static ShapeIndex shapes(Schema schema) {
    return new ShapeIndex() {
      @Override
      public Schema schema(int number) {
        return schema;
      }

      @Override
      public Function<ShapeReader, ? extends Shape> reader(int number) {
        return Parcel::read;
      }
    };
  }

  static ServiceModel service(
      String id, String version, List<Protocol> protocols, Operation<?, ?>... operations) {
    return new ServiceModel(
        id,
        id,
        id,
        version,
        "Amazon" + id,
        id + "Shape",
        protocols,
        new XmlNamespace("", "http://" + id + ".amazonaws.com/doc/" + version + "/"),
        protocols.contains(Protocol.AWS_JSON_1_0),
        Arrays.stream(operations).collect(Collectors.toMap(Operation::name, each -> each)),
        Set.of("ReturnParcel"),
        List.of(LOST_ERROR));
  }

  static final ServiceModel EC2 =
      service("ec2", "2016-11-15", List.of(Protocol.EC2_QUERY), operation("SendParcel"));
  static final ServiceModel IAM =
      service("iam", "2010-05-08", List.of(Protocol.AWS_QUERY), operation("SendParcel"));
  static final ServiceModel SQS =
      service(
          "sqs",
          "2012-11-05",
          List.of(Protocol.AWS_JSON_1_0, Protocol.AWS_QUERY, Protocol.RPC_V2_CBOR),
          operation("SendParcel"));
  static final ServiceModel OPSWORKS =
      service("opsworks", "2013-02-18", List.of(Protocol.AWS_JSON_1_1), operation("SendParcel"));

  static final Router ROUTER = new Router(List.of(EC2, IAM, SQS, OPSWORKS), Limits.DEFAULT);

  static HttpRequest request(String method, String target, Headers headers, byte[] body) {
    return new HttpRequest(method, target, headers, Bytes.of(body), "127.0.0.1", false);
  }

  static HttpRequest form(String service, String form) {
    Headers headers =
        Headers.of(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/"
                + service
                + "/aws4_request, SignedHeaders=host, Signature=00",
            "Content-Type",
            "application/x-www-form-urlencoded; charset=utf-8");
    return request("POST", "/", headers, form.getBytes(StandardCharsets.UTF_8));
  }

  static HttpRequest json(String target, String body) {
    Headers headers =
        Headers.of("X-Amz-Target", target, "Content-Type", "application/x-amz-json-1.1");
    return request("POST", "/", headers, body.getBytes(StandardCharsets.UTF_8));
  }

  static RoutedCall route(HttpRequest request) {
    try {
      return ROUTER.route(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(HttpResponse response) {
    try {
      return new String(Bytes.read(response.body(), 1 << 20), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Object> lostMembers() {
    return Map.of("Depot", "north");
  }
}
