package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.HttpWriter;
import croft.wire.codec.Limits;
import croft.wire.codec.XmlBody;
import croft.wire.codec.XmlElement;
import croft.wire.codec.XmlWriter;
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
import croft.wire.schema.XmlNamespace;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import org.jspecify.annotations.Nullable;

/**
 * restXml: members in path, query, headers, and an XML body. Errors stand in an {@code
 * ErrorResponse}, or bare as S3 has them.
 *
 * <p>Source: <a href="https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html">restXml</a>,
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's errors</a>.
 */
public final class RestXmlProtocol implements WireProtocol {
  private static final String XML = "application/xml";

  private final Limits limits;
  private final XMLInputFactory factory = XmlElement.factory();
  private final RestRequest requests;

  public RestXmlProtocol(Limits limits) {
    this.limits = limits;
    this.requests = new RestRequest(limits);
  }

  @Override
  public Protocol protocol() {
    return Protocol.REST_XML;
  }

  @Override
  public <I extends Shape> I decode(Operation<I, ?> operation, HttpRequest request) {
    byte[] document = {};
    if (RestRequest.hasDocument(operation.inputSchema())) {
      document = Bodies.read(request, limits, "MalformedXML");
      BodyDigests.check(request.headers(), document, operation.inputSchema());
    }
    return requests.decode(operation, request, new XmlBody(factory, document, limits));
  }

  @Override
  public HttpResponse encode(
      ServiceModel service, Operation<?, ?> operation, Shape output, String requestId) {
    Headers headers = requestIds(service, requestId);
    RestResponse response =
        new RestResponse(operation.http().status(), headers, new XmlPayload(service));
    Schema schema = output.schema();
    XmlWriter xml = new XmlWriter();
    if (isOneElement(schema)) {
      response.write(xml, output::writeMembers);
    } else {
      xml.element(
          schema.xmlRoot(),
          namespace(schema, service),
          new ThroughShape(schema, writer -> response.write(writer, output::writeMembers)));
    }
    return response.finish(XML, RestRequest.hasBodyMembers(schema) ? xml.bytes() : null);
  }

  /** An output whose only member has the name of the root is that element, not one within it. */
  private static boolean isOneElement(Schema schema) {
    return schema.members().size() == 1
        && HttpWriter.isInBody(schema.members().getFirst())
        && schema.members().getFirst().xmlName().equals(schema.xmlRoot());
  }

  private static @Nullable XmlNamespace namespace(Schema schema, ServiceModel service) {
    XmlNamespace own = schema.xmlNamespace();
    return own == null ? service.xmlNamespace() : own;
  }

  @Override
  public HttpResponse encodeError(ServiceModel service, ServiceError error, String requestId) {
    ErrorModel model = ErrorShape.find(service, error);
    RestResponse response =
        new RestResponse(error.status(), requestIds(service, requestId), new XmlPayload(service));
    XmlWriter xml = new XmlWriter();
    boolean bare = service.xmlErrorsUnwrapped();
    if (!bare) {
      xml.open("ErrorResponse", service.xmlNamespace());
    }
    xml.open("Error", null);
    if (!bare) {
      xml.element("Type", error.isSenderFault() ? "Sender" : "Receiver");
    }
    xml.element("Code", model == null ? error.code() : model.code());
    if (!error.message().isEmpty()) {
      xml.element("Message", error.message());
    }
    if (model != null) {
      response.write(xml, new ErrorShape(model, error)::writeOthers);
    } else if (bare) {
      writeUnmodelled(xml, error);
    }
    if (model != null && bare && error.members().get("Resource") instanceof String resource) {
      xml.element("Resource", resource);
    }
    if (bare) {
      xml.element("RequestId", requestId).element("HostId", hostId(requestId)).close("Error");
    } else {
      xml.close("Error").element("RequestId", requestId).close("ErrorResponse");
    }
    return response.finish(XML, xml.bytes());
  }

  /** S3 tells details of errors that no model describes, such as the key that is too long. */
  private static void writeUnmodelled(XmlWriter xml, ServiceError error) {
    new TreeMap<>(error.members())
        .forEach((name, value) -> {
          if (value instanceof String text) {
            xml.element(name, text);
          }
        });
  }

  private static Headers requestIds(ServiceModel service, String requestId) {
    Headers headers = Headers.of("x-amz-request-id", requestId);
    return service.xmlErrorsUnwrapped()
        ? headers.add("x-amz-id-2", hostId(requestId))
        : headers.add("x-amzn-RequestId", requestId);
  }

  /** Support at AWS finds a host by it; here it only repeats the request. */
  private static String hostId(String requestId) {
    return Base64.getEncoder().encodeToString(requestId.getBytes(StandardCharsets.UTF_8));
  }

  /** A payload that is an XML document. */
  private record XmlPayload(ServiceModel service) implements HttpWriter.PayloadFormat {
    @Override
    public byte[] structure(Member member, Shape value) {
      XmlNamespace own = member.xmlNamespace();
      return new XmlWriter()
          .element(
              XmlBody.rootName(member),
              own == null ? namespace(value.schema(), service) : own,
              value)
          .bytes();
    }

    @Override
    public byte[] document(Member member, @Nullable Object value) {
      throw new IllegalArgumentException(member + " is a document, which XML cannot carry");
    }
  }
}
