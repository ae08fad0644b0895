package croft.services.ssm.parameter;

import static croft.services.operation.Binding.bind;
import static croft.services.operation.Requests.on;

import croft.api.ssm.GetParameterRequest;
import croft.api.ssm.GetParameterResult;
import croft.api.ssm.GetParametersRequest;
import croft.api.ssm.GetParametersResult;
import croft.api.ssm.SsmModel;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.ssm.parameter.PublicParameters.PublicParameter;
import croft.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GetParameter and GetParameters. */
public final class GetParameterOperations {
  private final SsmParts parts;
  private final Store store;
  private final ParameterValues values;

  public GetParameterOperations(SsmParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.values = new ParameterValues(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SsmModel.GET_PARAMETER,
            (call, request) ->
                List.of(ParameterLookup.access(store, call, "ssm:GetParameter", request.name())),
            this::get),
        bind(SsmModel.GET_PARAMETERS, this::severalAccess, this::getSeveral));
  }

  private List<Access> severalAccess(Call call, GetParametersRequest request) {
    return request.namesOrEmpty().stream()
        .map(name -> ParameterLookup.access(store, call, "ssm:GetParameters", name))
        .toList();
  }

  /** A parameter and the version of it that was asked for. */
  private record Found(Parameter parameter, Optional<ParameterVersion> version) {}

  private Optional<Found> find(Call call, @Nullable String text, ParameterName wanted) {
    return store.read(tx ->
        ParameterLookup.find(tx, call, text)
            .map(parameter ->
                new Found(parameter, ParameterLookup.selected(tx, parameter, wanted.selector()))));
  }

  private GetParameterResult get(Call call, GetParameterRequest request) {
    String text = Requests.required(request.name(), "name");
    ParameterName wanted = ParameterName.of(call, text);
    if (wanted.isPublic()) {
      return GetParameterResult.builder()
          .parameter(
              published(call, wanted)
                  .orElseThrow(() ->
                      ParameterErrors.notFound(
                          text, parts.publicParameters().advice(wanted.name()))))
          .build();
    }
    Found found = find(call, text, wanted).orElseThrow(() -> ParameterErrors.notFound(text));
    ParameterVersion version =
        found
            .version()
            .orElseThrow(() ->
                ParameterErrors.versionNotFound(wanted.name(), wanted.selector().substring(1)));
    return GetParameterResult.builder()
        .parameter(
            shape(call, found.parameter(), version, on(request.withDecryption())).toBuilder()
                .selector(wanted.selector().isEmpty() ? null : wanted.selector())
                .build())
        .build();
  }

  private Optional<croft.api.ssm.Parameter> published(Call call, ParameterName wanted) {
    return parts
        .publicParameters()
        .find(call.region(), wanted.name())
        .filter(
            found -> wanted.selector().isEmpty() || wanted.selector().equals(":" + found.version()))
        .map(found -> shape(call, found));
  }

  private GetParametersResult getSeveral(Call call, GetParametersRequest request) {
    Set<String> names = new HashSet<>(request.namesOrEmpty());
    if (names.size() < request.namesOrEmpty().size()) {
      throw Requests.validation("Duplicate parameter names are not allowed.");
    }
    List<croft.api.ssm.Parameter> parameters = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    for (String text : request.namesOrEmpty()) {
      one(call, text, on(request.withDecryption()))
          .ifPresentOrElse(parameters::add, () -> invalid.add(text));
    }
    return GetParametersResult.builder().parameters(parameters).invalidParameters(invalid).build();
  }

  private Optional<croft.api.ssm.Parameter> one(Call call, String text, boolean decrypt) {
    ParameterName wanted = ParameterName.of(call, text);
    if (wanted.isPublic()) {
      return published(call, wanted);
    }
    return find(call, text, wanted)
        .filter(found -> found.version().isPresent())
        .map(found ->
            shape(call, found.parameter(), found.version().orElseThrow(), decrypt).toBuilder()
                .selector(wanted.selector().isEmpty() ? null : wanted.selector())
                .build());
  }

  /** A version as the API shows it. */
  croft.api.ssm.Parameter shape(
      Call call, Parameter parameter, ParameterVersion version, boolean decrypt) {
    String arn = parameter.arn().toString();
    return croft.api.ssm.Parameter.builder()
        .name(parameter.name())
        .type(version.type())
        .value(values.show(call, arn, version, decrypt))
        .version(version.number())
        .lastModifiedDate(version.modifiedAt())
        .arn(arn)
        .dataType(version.dataType())
        .build();
  }

  /** A public parameter as the API shows it. */
  static croft.api.ssm.Parameter shape(Call call, PublicParameter published) {
    return croft.api.ssm.Parameter.builder()
        .name(published.name())
        .type("String")
        .value(published.value())
        .version(published.version())
        .lastModifiedDate(published.modifiedAt())
        .arn(Parameter.arn("", call.region(), published.name()).toString())
        .dataType(published.dataType())
        .build();
  }
}
