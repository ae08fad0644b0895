package croft.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import croft.wire.codec.Limits;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.schema.ByteStream;
import croft.wire.schema.Constraints;
import croft.wire.schema.HttpLocation;
import croft.wire.schema.Member;
import croft.wire.schema.Operation;
import croft.wire.schema.Operation.Http;
import croft.wire.schema.Protocol;
import croft.wire.schema.Schema;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.ShapeType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RouterTest {
  private static final Schema STREAM = Schema.scalar("Body", ShapeType.STREAM, Constraints.NONE);
  private static final Schema PUT =
      Schema.structure("Put", Member.of("Body", () -> STREAM).at(HttpLocation.PAYLOAD, ""));
  private static final Schema PART =
      Schema.structure(
          "Part",
          Member.of("Body", () -> STREAM).at(HttpLocation.PAYLOAD, ""),
          Member.of("PartNumber", () -> Parcel.INTEGER)
              .at(HttpLocation.QUERY, "partNumber")
              .require());
  private static final Schema COPY =
      Schema.structure(
          "Copy",
          Member.of("Source", () -> Parcel.STRING)
              .at(HttpLocation.HEADER, "x-amz-copy-source")
              .require());

  private static final ServiceModel STORE =
      Models.service(
          "s3",
          "2006-03-01",
          List.of(Protocol.REST_XML),
          rest("List", "GET", "/{Bucket}", Parcel.SCHEMA),
          rest("Location", "GET", "/{Bucket}?location", Parcel.SCHEMA),
          rest("Get", "GET", "/{Bucket}/{Key+}", Parcel.SCHEMA),
          rest("Acl", "GET", "/{Bucket}/{Key+}?acl", Parcel.SCHEMA),
          rest("Put", "PUT", "/{Bucket}/{Key+}", PUT),
          rest("Part", "PUT", "/{Bucket}/{Key+}", PART),
          rest("Copy", "PUT", "/{Bucket}/{Key+}", COPY));
  private static final ServiceModel OLD =
      Models.service("balancing", "2012-06-01", List.of(Protocol.AWS_QUERY), send("Old"));
  private static final ServiceModel NEW =
      Models.service("balancing", "2015-12-01", List.of(Protocol.AWS_QUERY), send("New"));
  private static final Router ROUTER =
      new Router(List.of(STORE, Models.EC2, Models.IAM, Models.SQS, OLD, NEW), Limits.DEFAULT);

  private static Operation<?, ?> rest(String name, String method, String uri, Schema input) {
    return Models.operation(name, new Http(method, uri, 200, false), input);
  }

  private static Operation<?, ?> send(String name) {
    return Models.operation(name);
  }

  private static String route(String method, String target, String... headers) throws IOException {
    return route(Models.request(method, target, Headers.of(headers), new byte[0]));
  }

  private static String route(HttpRequest request) throws IOException {
    RoutedCall call = ROUTER.route(request);
    return call.service().apiVersion() + " " + call.operation().name();
  }

  @Test
  void takesTheMostSpecificBinding() throws IOException {
    assertThat(route("GET", "/bucket")).endsWith(" List");
    assertThat(route("GET", "/bucket/")).endsWith(" List");
    assertThat(route("GET", "/bucket?location")).endsWith(" Location");
    assertThat(route("GET", "/bucket?location=&x=y")).endsWith(" Location");
    assertThat(route("GET", "/bucket/a/b%20c//d/")).endsWith(" Get");
    assertThat(route("GET", "/bucket/a?acl")).endsWith(" Acl");
  }

  @Test
  void tellsOperationsOfOneBindingByWhatTheyDemand() throws IOException {
    assertThat(route("PUT", "/bucket/a")).endsWith(" Put");
    assertThat(route("PUT", "/bucket/a?partNumber=1")).endsWith(" Part");
    assertThat(route("PUT", "/bucket/a", "x-amz-copy-source", "/b/c")).endsWith(" Copy");
  }

  @Test
  void takesTheBucketFromTheHostButKeepsTheRequestAsSigned() throws IOException {
    HttpRequest request =
        Models.request(
            "GET", "/key?acl", Headers.of("Host", "my.bucket.s3.localhost:4566"), new byte[0]);
    RoutedCall call = ROUTER.route(request);
    assertThat(call.operation().name()).isEqualTo("Acl");
    assertThat(call.request().target()).isEqualTo("/key?acl");
    assertThat(call.addressed().target()).isEqualTo("/my.bucket/key?acl");
  }

  @Test
  void tellsServicesOfOneScopeByVersion() throws IOException {
    assertThat(route(Models.form("balancing", "Action=Old&Version=2012-06-01")))
        .isEqualTo("2012-06-01 Old");
    assertThat(route(Models.form("balancing", "Action=New&Version=2015-12-01")))
        .isEqualTo("2015-12-01 New");
    assertThatThrownBy(() -> route(Models.form("balancing", "Action=New&Version=2012-06-01")))
        .hasMessage("The action New is not valid for this web service.");
  }

  @Test
  void findsUnsignedCallsByHostOrVersion() throws IOException {
    assertThat(route("GET", "/?Action=SendParcel&Version=2010-05-08")).startsWith("2010-05-08");
    assertThat(route("GET", "/?Action=SendParcel", "Host", "ec2.us-east-1.amazonaws.com"))
        .startsWith("2016-11-15");
    String credential = "AKID%2F20260101%2Fus-east-1%2Fiam%2Faws4_request";
    assertThat(route("GET", "/?Action=SendParcel&X-Amz-Credential=" + credential))
        .startsWith("2010-05-08");
  }

  @Test
  void readsNoBodyThatStreams() throws IOException {
    ByteStream untouched =
        new ByteStream() {
          @Override
          public long length() {
            return 1L << 40;
          }

          @Override
          public InputStream open() {
            throw new AssertionError("opened");
          }
        };
    HttpRequest request =
        Models.request("PUT", "/bucket/a", new Headers(), new byte[0]).withBody(untouched);
    assertThat(ROUTER.route(request).operation().name()).isEqualTo("Put");
  }

  @Test
  void refusesInTheProtocolTheRequestSpeaks() {
    ServiceError error = ServiceError.badRequest("InvalidAction", "No.");
    assertThat(refusal(Models.form("ec2", "Action=Fly"), error)).contains("<RequestID>r-1");
    assertThat(refusal(Models.form("iam", "Action=Fly"), error)).contains("<Type>Sender</Type>");
    assertThat(refusal(Models.json("Amazonsqs.Fly", ""), error)).startsWith("{\"__type\"");
    HttpRequest get = Models.request("DELETE", "/bucket", new Headers(), new byte[0]);
    assertThat(refusal(get, error)).contains("<Code>InvalidAction</Code>");
  }

  private static String refusal(HttpRequest request, ServiceError error) {
    HttpResponse response = ROUTER.refuse(request, error, "r-1");
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.headers().first("x-amzn-RequestId")).isEqualTo("r-1");
    return Models.text(response);
  }

  @Test
  void refusesServicesItDoesNotHave() {
    assertThatThrownBy(() -> route(Models.form("lambda", "Action=SendParcel")))
        .hasMessage("The service lambda is not supported by Croft.");
    byte[] large = "x".repeat(2000).getBytes(StandardCharsets.UTF_8);
    Router small = new Router(List.of(Models.IAM), new Limits(1000, 1000, 10, 10));
    HttpRequest form = Models.form("iam", "");
    assertThatThrownBy(() -> small.route(form.withBody(Bytes.of(large))))
        .isInstanceOfSatisfying(ServiceError.class, e -> assertThat(e.status()).isEqualTo(413));
  }
}
