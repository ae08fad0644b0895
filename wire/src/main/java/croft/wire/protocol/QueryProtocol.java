package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.Form;
import croft.wire.codec.Limits;
import croft.wire.codec.QueryReader;
import croft.wire.codec.XmlWriter;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.schema.ErrorModel;
import croft.wire.schema.Operation;
import croft.wire.schema.Protocol;
import croft.wire.schema.ServiceModel;
import croft.wire.schema.Shape;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * awsQuery and ec2Query: a form comes in, XML goes out.
 *
 * <p>Source: <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">awsQuery</a>, <a
 * href="https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html">ec2Query</a>.
 */
public final class QueryProtocol implements WireProtocol {
  static final String FORM = "application/x-www-form-urlencoded";

  private final QueryReader.Dialect dialect;
  private final Limits limits;

  public QueryProtocol(QueryReader.Dialect dialect, Limits limits) {
    this.dialect = dialect;
    this.limits = limits;
  }

  @Override
  public Protocol protocol() {
    return switch (dialect) {
      case AWS -> Protocol.AWS_QUERY;
      case EC2 -> Protocol.EC2_QUERY;
    };
  }

  /** The parameters of a call: those of the query string, then those of a form in the body. */
  static Form form(HttpRequest request, Limits limits) {
    String parameters = request.rawQuery();
    if (FORM.equals(Bodies.mediaType(request))) {
      byte[] body = Bodies.read(request, limits, "MalformedQueryString");
      String text = new String(body, StandardCharsets.UTF_8).stripTrailing();
      parameters = parameters.isEmpty() ? text : parameters + "&" + text;
    }
    return Form.parse(parameters, limits);
  }

  @Override
  public <I extends Shape> I decode(Operation<I, ?> operation, HttpRequest request) {
    return decode(operation, form(request, limits));
  }

  /** Reads the input from a form that was parsed before, when the call was routed. */
  <I extends Shape> I decode(Operation<I, ?> operation, Form form) {
    return operation.input().apply(new QueryReader(form, dialect));
  }

  @Override
  public HttpResponse encode(
      ServiceModel service, Operation<?, ?> operation, Shape output, String requestId) {
    String root = operation.name() + "Response";
    XmlWriter xml = new XmlWriter().open(root, service.xmlNamespace());
    switch (dialect) {
      case AWS -> {
        String wrapper = operation.queryResultWrapper();
        if (wrapper.isEmpty()) {
          output.writeMembers(xml);
        } else {
          xml.element(wrapper, null, output);
        }
        xml.open("ResponseMetadata", null)
            .element("RequestId", requestId)
            .close("ResponseMetadata");
      }
      case EC2 -> {
        xml.element("requestId", requestId);
        output.writeMembers(xml);
      }
    }
    return response(200, requestId, xml.close(root));
  }

  @Override
  public HttpResponse encodeError(ServiceModel service, ServiceError error, String requestId) {
    ErrorModel model = ErrorShape.find(service, error);
    String code = model == null ? error.code() : model.code();
    XmlWriter xml = new XmlWriter();
    switch (dialect) {
      case AWS -> {
        xml.open("ErrorResponse", service.xmlNamespace()).open("Error", null);
        xml.element("Type", error.isSenderFault() ? "Sender" : "Receiver");
        detail(xml, code, model, error);
        xml.close("Error").element("RequestId", requestId).close("ErrorResponse");
      }
      case EC2 -> {
        xml.open("Response", null).open("Errors", null).open("Error", null);
        detail(xml, code, model, error);
        xml.close("Error").close("Errors").element("RequestID", requestId).close("Response");
      }
    }
    return response(error.status(), requestId, xml);
  }

  private static void detail(
      XmlWriter xml, String code, @Nullable ErrorModel model, ServiceError error) {
    xml.element("Code", code);
    if (!error.message().isEmpty()) {
      xml.element("Message", error.message());
    }
    if (model != null) {
      new ErrorShape(model, error).writeOthers(xml);
    }
  }

  private HttpResponse response(int status, String requestId, XmlWriter xml) {
    String type =
        switch (dialect) {
          case AWS -> "text/xml";
          case EC2 -> "text/xml;charset=UTF-8";
        };
    Headers headers = Headers.of("Content-Type", type, "x-amzn-RequestId", requestId);
    return HttpResponse.of(status, headers, xml.bytes());
  }
}
