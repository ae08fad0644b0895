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
    }
    return requests.decode(operation, request, new XmlBody(factory, document, limits));
  }

  @Override
  public HttpResponse encode(
      ServiceModel service, Operation<?, ?> operation, Shape output, String requestId) {
    Headers headers = requestIds(requestId);
    RestResponse response =
        new RestResponse(operation.http().status(), headers, new XmlPayload(service));
    Schema schema = output.schema();
    XmlWriter xml = new XmlWriter();
    xml.element(
        schema.xmlRoot(),
        namespace(schema, service),
        new ThroughShape(schema, writer -> response.write(writer, output::writeMembers)));
    return response.finish(XML, RestRequest.hasBodyMembers(schema) ? xml.bytes() : null);
  }

  private static @Nullable XmlNamespace namespace(Schema schema, ServiceModel service) {
    XmlNamespace own = schema.xmlNamespace();
    return own == null ? service.xmlNamespace() : own;
  }

  @Override
  public HttpResponse encodeError(ServiceModel service, ServiceError error, String requestId) {
    ErrorModel model = ErrorShape.find(service, error);
    RestResponse response =
        new RestResponse(error.status(), requestIds(requestId), new XmlPayload(service));
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
    }
    if (bare) {
      xml.element("RequestId", requestId).close("Error");
    } else {
      xml.close("Error").element("RequestId", requestId).close("ErrorResponse");
    }
    return response.finish(XML, xml.bytes());
  }

  private static Headers requestIds(String requestId) {
    return Headers.of("x-amzn-RequestId", requestId, "x-amz-request-id", requestId);
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
