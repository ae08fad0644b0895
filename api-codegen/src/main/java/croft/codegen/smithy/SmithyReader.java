package croft.codegen.smithy;

import croft.codegen.model.ApiModel;
import croft.codegen.model.ErrorShape;
import croft.codegen.model.OperationModel;
import croft.codegen.model.ShapeModel;
import croft.codegen.model.Trait;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.smithy.aws.traits.ServiceTrait;
import software.amazon.smithy.aws.traits.auth.SigV4Trait;
import software.amazon.smithy.aws.traits.protocols.AwsQueryCompatibleTrait;
import software.amazon.smithy.aws.traits.protocols.AwsQueryErrorTrait;
import software.amazon.smithy.aws.traits.protocols.RestXmlTrait;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.knowledge.OperationIndex;
import software.amazon.smithy.model.knowledge.TopDownIndex;
import software.amazon.smithy.model.loader.ModelAssembler;
import software.amazon.smithy.model.loader.ModelDiscovery;
import software.amazon.smithy.model.neighbor.Walker;
import software.amazon.smithy.model.shapes.OperationShape;
import software.amazon.smithy.model.shapes.ServiceShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.shapes.ShapeId;
import software.amazon.smithy.model.shapes.StructureShape;
import software.amazon.smithy.model.traits.ErrorTrait;
import software.amazon.smithy.model.traits.HttpChecksumRequiredTrait;
import software.amazon.smithy.model.traits.HttpErrorTrait;
import software.amazon.smithy.model.traits.HttpTrait;
import software.amazon.smithy.model.traits.TitleTrait;
import software.amazon.smithy.model.traits.UnitTypeTrait;
import software.amazon.smithy.model.traits.XmlNamespaceTrait;

/** Reads one service of an assembled Smithy model whole. */
public final class SmithyReader {
  /** Smithy's protocols by their trait, as generated code names them. */
  private static final Map<String, String> PROTOCOLS =
      Map.of(
          "aws.protocols#awsQuery", "AWS_QUERY",
          "aws.protocols#ec2Query", "EC2_QUERY",
          "aws.protocols#awsJson1_0", "AWS_JSON_1_0",
          "aws.protocols#awsJson1_1", "AWS_JSON_1_1",
          "aws.protocols#restJson1", "REST_JSON",
          "aws.protocols#restXml", "REST_XML",
          "smithy.protocols#rpcv2Cbor", "RPC_V2_CBOR");

  private final Model model;
  private final ServiceShape service;
  private final OperationIndex index;
  private final ShapeNames shapeNames;
  private final List<String> protocols = new ArrayList<>();
  private final SortedMap<String, ShapeModel> shapes = new TreeMap<>();
  private final SortedMap<String, ErrorShape> errors = new TreeMap<>();

  private SmithyReader(Model model, ServiceShape service) {
    this.model = model;
    this.service = service;
    this.index = OperationIndex.of(model);
    this.shapeNames = new ShapeNames(service, new Walker(model).walkShapes(service));
    service.getAllTraits().keySet().stream()
        .map(trait -> PROTOCOLS.getOrDefault(trait.toString(), ""))
        .filter(protocol -> !protocol.isEmpty())
        .sorted()
        .forEach(protocols::add);
  }

  /**
   * Assembles the models that jars on the class path carry, and perhaps a file or folder of our
   * own.
   *
   * @param file a model in Smithy's IDL or JSON, a folder of such, or null
   */
  public static Model assemble(ClassLoader classPath, @Nullable Path file) {
    ModelAssembler assembler = Model.assembler(classPath);
    ModelDiscovery.findModels(classPath).forEach(assembler::addImport);
    if (file != null) {
      assembler.addImport(file);
    }
    return assembler.assemble().unwrap();
  }

  /** Reads a service by its shape id, such as {@code com.amazonaws.s3#AmazonS3}. */
  public static ApiModel read(Model model, String serviceId) {
    ServiceShape service = model.expectShape(ShapeId.from(serviceId), ServiceShape.class);
    return new SmithyReader(model, service).api();
  }

  private ApiModel api() {
    SmithyShapes reader = new SmithyShapes(model, shapeNames, protocols.contains("REST_JSON"));
    for (Shape shape : new Walker(model).walkShapes(service)) {
      if (isValue(shape)) {
        ShapeModel read = reader.shape(shape);
        shapes.put(read.name(), read);
        shape.getTrait(ErrorTrait.class).ifPresent(error -> putError(read.name(), shape, error));
      }
    }
    SortedMap<String, OperationModel> operations = new TreeMap<>();
    for (OperationShape operation : TopDownIndex.of(model).getContainedOperations(service)) {
      OperationModel read = operation(operation);
      operations.put(read.name(), read);
    }
    Map<Trait, String> traits = new EnumMap<>(Trait.class);
    SmithyShapes.putNamespace(traits, service.getTrait(XmlNamespaceTrait.class));
    boolean unwrapped =
        service.getTrait(RestXmlTrait.class).map(RestXmlTrait::isNoErrorWrapping).orElse(false);
    if (unwrapped) {
      traits.put(Trait.XML_ERRORS_UNWRAPPED, "");
    }
    return new ApiModel(
        names(),
        List.copyOf(protocols),
        traits,
        service.hasTrait(AwsQueryCompatibleTrait.class),
        shapes,
        operations,
        errors,
        Set.of());
  }

  private static boolean isValue(Shape shape) {
    return !shape.isMemberShape()
        && !shape.isServiceShape()
        && !shape.isResourceShape()
        && !shape.isOperationShape();
  }

  private ApiModel.Names names() {
    String name = service.getId().getName();
    String prefix =
        service.getTrait(ServiceTrait.class).map(ServiceTrait::getEndpointPrefix).orElse(name);
    return new ApiModel.Names(
        service.getTrait(TitleTrait.class).map(TitleTrait::getValue).orElse(name),
        service.getTrait(SigV4Trait.class).map(SigV4Trait::getName).orElse(prefix),
        prefix,
        service.getVersion(),
        name,
        name);
  }

  private OperationModel operation(OperationShape operation) {
    String name = operation.getId().getName();
    Optional<HttpTrait> http = operation.getTrait(HttpTrait.class);
    return new OperationModel(
        name,
        new OperationModel.HttpBinding(
            http.map(HttpTrait::getMethod).orElse("POST"),
            http.map(it -> it.getUri().toString()).orElse("/"),
            http.map(HttpTrait::getCode).orElse(200),
            operation.hasTrait(HttpChecksumRequiredTrait.class)),
        part(index.expectInputShape(operation), name + "Request"),
        part(index.expectOutputShape(operation), name + "Response"),
        index.getErrors(service, operation).stream()
            .map(error -> shapeNames.of(error.getId()))
            .toList(),
        protocols.contains("AWS_QUERY") ? name + "Result" : "",
        "");
  }

  private String part(StructureShape shape, String nameIfUnit) {
    if (!shape.hasTrait(UnitTypeTrait.class)) {
      return shapeNames.of(shape.getId());
    }
    if (shapes.putIfAbsent(nameIfUnit, ShapeModel.empty(nameIfUnit)) != null) {
      throw new IllegalArgumentException(nameIfUnit + " stands for nothing, but is a shape");
    }
    return nameIfUnit;
  }

  private void putError(String name, Shape shape, ErrorTrait error) {
    Optional<AwsQueryErrorTrait> query = shape.getTrait(AwsQueryErrorTrait.class);
    int status =
        shape
            .getTrait(HttpErrorTrait.class)
            .map(HttpErrorTrait::getCode)
            .or(() -> query.map(AwsQueryErrorTrait::getHttpResponseCode))
            .orElse(error.getDefaultHttpStatusCode());
    String code = query.map(AwsQueryErrorTrait::getCode).orElse(shape.getId().getName());
    errors.put(name, new ErrorShape(name, code, status, error.isClientError()));
  }
}
