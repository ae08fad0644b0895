package croft.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class RpcProtocolTest {
  private static final Parcel FULL =
      new Parcel(
          "a & b",
          3,
          true,
          Instant.ofEpochMilli(1_400_000_000_250L),
          List.of("x", "y"),
          Map.of("k", "v"),
          List.of(Parcel.labelled("small")));

  @Test
  void readsAnEc2Form() {
    RoutedCall call =
        Models.route(
            Models.form(
                "ec2",
                "Action=SendParcel&Version=2014-01-01&Label=a+%26+b&Weight=3&Urgent=true"
                    + "&Sent=2014-05-13T16%3A53%3A20.250Z&Stamp.9=y&Stamp.1=x"
                    + "&Inside.1.Label=small"));
    assertThat(call.service()).isEqualTo(Models.EC2);
    assertThat(call.input())
        .isEqualTo(
            new Parcel(FULL.label(), 3, true, FULL.sent(), FULL.stamps(), null, FULL.inside()));
  }

  @Test
  void readsAnAwsQueryForm() {
    RoutedCall call =
        Models.route(
            Models.form(
                "iam",
                "Action=SendParcel&Version=2010-05-08&label=a+%26+b&weight=3&urgent=true"
                    + "&sent=2014-05-13T16:53:20.250Z&Stamp.1=x&Stamp.2=y"
                    + "&notes.entry.1.key=k&notes.entry.1.value=v&inside.member.1.label=small"));
    assertThat(call.input()).isEqualTo(FULL);
  }

  @Test
  void writesAnEc2Response() {
    RoutedCall call = Models.route(Models.form("ec2", "Action=SendParcel"));
    HttpResponse response = call.encode(FULL, "r-1");
    assertThat(response.headers().first("Content-Type")).isEqualTo("text/xml;charset=UTF-8");
    assertThat(Models.text(response))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <SendParcelResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">\
            <requestId>r-1</requestId><label>a &amp; b</label><weight>3</weight>\
            <urgent>true</urgent><sent>2014-05-13T16:53:20.250Z</sent><Stamp>x</Stamp>\
            <Stamp>y</Stamp><notes><entry><key>k</key><value>v</value></entry></notes>\
            <inside><member><label>small</label></member></inside></SendParcelResponse>\
            """);
  }

  @Test
  void writesAnAwsQueryResponse() {
    RoutedCall call = Models.route(Models.form("iam", "Action=SendParcel&Version=2010-05-08"));
    assertThat(Models.text(call.encode(Parcel.labelled("x"), "r-1")))
        .endsWith(
            "<SendParcelResult><label>x</label></SendParcelResult>"
                + "<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>"
                + "</SendParcelResponse>");
  }

  @Test
  void writesErrorsOfTheQueryProtocols() {
    ServiceError error = new ServiceError("Parcel.Lost", 404, "Gone.", Models.lostMembers());
    HttpResponse ec2 =
        Models.route(Models.form("ec2", "Action=SendParcel")).encodeError(error, "r-1");
    assertThat(ec2.status()).isEqualTo(404);
    assertThat(Models.text(ec2))
        .endsWith(
            "<Response><Errors><Error><Code>Parcel.Lost</Code><Message>Gone.</Message>"
                + "<Depot>north</Depot></Error></Errors><RequestID>r-1</RequestID></Response>");
    HttpResponse iam =
        Models.route(Models.form("iam", "Action=SendParcel")).encodeError(error, "r-1");
    assertThat(Models.text(iam))
        .contains("<Error><Type>Sender</Type><Code>Parcel.Lost</Code><Message>Gone.</Message>")
        .endsWith("</Error><RequestId>r-1</RequestId></ErrorResponse>");
  }

  @Test
  void roundTripsJson() {
    HttpResponse response =
        Models.route(Models.json("Amazonopsworks.SendParcel", "{}")).encode(FULL, "r-1");
    assertThat(response.headers().first("Content-Type")).isEqualTo("application/x-amz-json-1.1");
    assertThat(Models.text(response)).contains("\"sent\":1400000000.25");
    RoutedCall call = Models.route(Models.json("Amazonopsworks.SendParcel", Models.text(response)));
    assertThat(call.input()).isEqualTo(FULL);
  }

  @Test
  void roundTripsCbor() throws IOException {
    Headers headers =
        Headers.of("smithy-protocol", "rpc-v2-cbor", "Content-Type", "application/cbor");
    String path = "/service/sqsShape/operation/SendParcel";
    HttpResponse response =
        Models.route(Models.request("POST", path, headers, new byte[0])).encode(FULL, "r-1");
    byte[] body = response.body().open().readAllBytes();
    RoutedCall call = Models.route(Models.request("POST", path, headers, body));
    assertThat(call.input()).isEqualTo(FULL);
  }

  @Test
  void writesJsonErrorsWithTheExceptionsNameAndTheQueryCode() {
    ServiceError error = new ServiceError("Parcel.Lost", 404, "Gone.", Models.lostMembers());
    HttpRequest request =
        Models.request(
            "POST",
            "/",
            Headers.of(
                "X-Amz-Target", "Amazonsqs.SendParcel",
                "Content-Type", "application/x-amz-json-1.0"),
            new byte[0]);
    HttpResponse response = Models.route(request).encodeError(error, "r-1");
    assertThat(response.headers().first("x-amzn-query-error")).isEqualTo("Parcel.Lost;Sender");
    assertThat(Models.text(response))
        .isEqualTo(
            "{\"__type\":\"com.amazonaws.sqs#ParcelLostException\",\"message\":\"Gone.\","
                + "\"Depot\":\"north\"}");
  }

  @Test
  void namesUnknownAndUnsupportedOperations() {
    assertCode(() -> Models.route(Models.form("ec2", "Action=Fly")), "InvalidAction");
    assertCode(
        () -> Models.route(Models.form("iam", "Action=SendParcel&Version=1")), "NoSuchVersion");
    assertCode(() -> Models.route(Models.form("iam", "Version=2010-05-08")), "MissingAction");
    assertCode(
        () -> Models.route(Models.json("Amazonopsworks.Fly", "{}")), "UnknownOperationException");
    assertThatThrownBy(() -> Models.route(Models.form("ec2", "Action=ReturnParcel")))
        .hasMessage("The operation ec2:ReturnParcel is not supported by Croft.");
  }

  @Test
  void refusesMalformedInputByCode() {
    assertCode(
        () -> Models.route(Models.form("iam", "Action=SendParcel&label=%zz")),
        "MalformedQueryString");
    assertCode(
        () -> Models.route(Models.form("ec2", "Action=SendParcel&Weight=heavy")).input(),
        "InvalidParameterValue");
    assertCode(
        () -> Models.route(Models.json("Amazonopsworks.SendParcel", "{\"label\":1}")).input(),
        "SerializationException");
    assertCode(
        () -> Models.route(Models.json("Amazonopsworks.SendParcel", "{} {}")).input(),
        "SerializationException");
    String deep = "{\"inside\":[".repeat(200) + "]}".repeat(200);
    assertCode(
        () -> Models.route(Models.json("Amazonopsworks.SendParcel", deep)).input(),
        "SerializationException");
  }

  @Test
  void inflatesGzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write("{\"label\":\"x\"}".getBytes(StandardCharsets.UTF_8));
    }
    Headers headers =
        Headers.of("X-Amz-Target", "Amazonopsworks.SendParcel", "Content-Encoding", "gzip");
    HttpRequest request = Models.request("POST", "/", headers, bytes.toByteArray());
    assertThat(Models.route(request).input()).isEqualTo(Parcel.labelled("x"));
  }

  private static void assertCode(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ServiceError.class, error -> assertThat(error.code()).isEqualTo(code));
  }
}
