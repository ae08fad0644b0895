package croft.codegen.smithy;

import java.util.function.Function;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.knowledge.OperationIndex;
import software.amazon.smithy.model.knowledge.TopDownIndex;
import software.amazon.smithy.model.node.ArrayNode;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.node.ObjectNode;
import software.amazon.smithy.model.shapes.OperationShape;
import software.amazon.smithy.model.shapes.ServiceShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.shapes.ShapeId;
import software.amazon.smithy.protocoltests.traits.AppliesTo;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestsTrait;
import software.amazon.smithy.protocoltests.traits.HttpMessageTestCase;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestsTrait;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestsTrait;

/**
 * Takes the test cases out of a conformance model: what a server must understand and what it must
 * answer, in the fields of Smithy's own test traits.
 *
 * <p>Source: <a
 * href="https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html">HTTP protocol
 * compliance tests</a>.
 */
public final class ProtocolTests {
  private final Model model;
  private final ServiceShape service;
  private final ArrayNode.Builder requests = ArrayNode.builder();
  private final ArrayNode.Builder responses = ArrayNode.builder();
  private final ArrayNode.Builder errors = ArrayNode.builder();
  private final ArrayNode.Builder malformed = ArrayNode.builder();

  private ProtocolTests(Model model, ServiceShape service) {
    this.model = model;
    this.service = service;
  }

  /**
   * The cases of a service as JSON: {@code {"requests": [], "responses": [], "errors": [],
   * "malformedRequests": []}}. Each case has the fields of its trait and {@code operation}; one of
   * {@code errors} has {@code error}, the name of its shape, too.
   */
  public static String json(Model model, String serviceId) {
    ServiceShape service = model.expectShape(ShapeId.from(serviceId), ServiceShape.class);
    return new ProtocolTests(model, service).json();
  }

  private String json() {
    OperationIndex index = OperationIndex.of(model);
    for (OperationShape operation : TopDownIndex.of(model).getContainedOperations(service)) {
      String name = operation.getId().getName();
      addRequests(operation, name);
      addResponses(responses, operation, node -> node.withMember("operation", name));
      for (Shape error : index.getErrors(service, operation)) {
        String errorName = error.getId().getName();
        addResponses(
            errors,
            error,
            node -> node.withMember("operation", name).withMember("error", errorName));
      }
      addMalformed(operation, name);
    }
    return Node.prettyPrintJson(
        Node.objectNodeBuilder()
            .withMember("requests", requests.build())
            .withMember("responses", responses.build())
            .withMember("errors", errors.build())
            .withMember("malformedRequests", malformed.build())
            .build());
  }

  private void addRequests(OperationShape operation, String name) {
    operation.getTrait(HttpRequestTestsTrait.class).stream()
        .flatMap(trait -> trait.getTestCasesFor(AppliesTo.SERVER).stream())
        .filter(this::ofThisProtocol)
        .forEach(test -> requests.withValue(node(test.toNode()).withMember("operation", name)));
  }

  private void addResponses(
      ArrayNode.Builder cases, Shape shape, Function<ObjectNode, ObjectNode> label) {
    shape.getTrait(HttpResponseTestsTrait.class).stream()
        .flatMap(trait -> trait.getTestCasesFor(AppliesTo.SERVER).stream())
        .filter(this::ofThisProtocol)
        .forEach(test -> cases.withValue(label.apply(node(test.toNode()))));
  }

  private void addMalformed(OperationShape operation, String name) {
    operation.getTrait(HttpMalformedRequestTestsTrait.class).stream()
        .flatMap(trait -> trait.getTestCases().stream())
        .filter(test -> service.hasTrait(test.getProtocol()))
        .forEach(test ->
            malformed.withValue(
                Node.objectNodeBuilder()
                    .withMember("id", test.getId())
                    .withMember("operation", name)
                    .withMember("request", test.getRequest().toNode())
                    .withMember("response", test.getResponse().toNode())
                    .build()));
  }

  private boolean ofThisProtocol(HttpMessageTestCase test) {
    return service.hasTrait(test.getProtocol());
  }

  private static ObjectNode node(Node node) {
    return node.expectObjectNode();
  }
}
