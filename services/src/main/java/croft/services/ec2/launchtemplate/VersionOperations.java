package croft.services.ec2.launchtemplate;

import croft.api.ec2.CreateLaunchTemplateVersionRequest;
import croft.api.ec2.CreateLaunchTemplateVersionResult;
import croft.api.ec2.DeleteLaunchTemplateVersionsRequest;
import croft.api.ec2.DeleteLaunchTemplateVersionsResponseErrorItem;
import croft.api.ec2.DeleteLaunchTemplateVersionsResponseSuccessItem;
import croft.api.ec2.DeleteLaunchTemplateVersionsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.GetLaunchTemplateDataRequest;
import croft.api.ec2.GetLaunchTemplateDataResult;
import croft.api.ec2.LaunchTemplateVersion;
import croft.api.ec2.ResponseError;
import croft.api.ec2.ResponseLaunchTemplateData;
import croft.base.ServiceError;
import croft.services.ec2.ClientTokens;
import croft.services.ec2.instance.Instances;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateLaunchTemplateVersion, DeleteLaunchTemplateVersions and GetLaunchTemplateData. */
public final class VersionOperations {
  private static final int MOST_DELETED_AT_ONCE = 200;

  private static final String TYPE = "launch-template-version";

  private final Store store;

  public VersionOperations(Store store) {
    this.store = store;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.CREATE_LAUNCH_TEMPLATE_VERSION,
            (call, r) ->
                TemplateOperations.access(
                    store, call, "ec2:CreateLaunchTemplateVersion", r.launchTemplateId()),
            this::create),
        Binding.bind(
            Ec2Model.DELETE_LAUNCH_TEMPLATE_VERSIONS,
            (call, r) ->
                TemplateOperations.access(
                    store, call, "ec2:DeleteLaunchTemplateVersions", r.launchTemplateId()),
            this::delete),
        Binding.bind(
            Ec2Model.GET_LAUNCH_TEMPLATE_DATA,
            AccessRule.toAll("ec2:GetLaunchTemplateData"),
            this::dataOfInstance));
  }

  private CreateLaunchTemplateVersionResult create(
      Call call, CreateLaunchTemplateVersionRequest request) {
    if (request.launchTemplateData() == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter LaunchTemplateData");
    }
    if (Boolean.TRUE.equals(request.resolveAlias())) {
      throw ServiceError.unsupported("The parameter ResolveAlias");
    }
    String given = TemplateData.text(request.launchTemplateData());
    return store.write(tx -> {
      Template template =
          Templates.require(
              tx, call.scope(), request.launchTemplateId(), request.launchTemplateName());
      Optional<String> repeated =
          ClientTokens.made(tx, call.scope(), TYPE, request.clientToken(), request);
      if (repeated.isPresent()) {
        TemplateVersion made = Templates.version(tx, template, repeated.get());
        return CreateLaunchTemplateVersionResult.builder()
            .launchTemplateVersion(shape(template, made))
            .warning(TemplateWarnings.of(made.data()))
            .build();
      }
      String data =
          request.sourceVersion() == null
              ? given
              : TemplateData.replacing(
                  Templates.version(tx, template, request.sourceVersion()).data(), given);
      TemplateVersion version =
          new TemplateVersion(
              call.scope(),
              template.id(),
              template.latestVersion() + 1,
              request.versionDescription(),
              call.at(),
              call.caller().arn().toString(),
              data);
      Template changed = template.withLatest(version.number());
      tx.put(Templates.TABLE, changed);
      tx.insert(Templates.VERSIONS, version);
      ClientTokens.remember(
          tx,
          call.scope(),
          new ClientTokens.Made(TYPE, Long.toString(version.number())),
          request.clientToken(),
          request);
      return CreateLaunchTemplateVersionResult.builder()
          .launchTemplateVersion(shape(changed, version))
          .warning(TemplateWarnings.of(data))
          .build();
    });
  }

  static LaunchTemplateVersion shape(Template template, TemplateVersion version) {
    return LaunchTemplateVersion.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .versionNumber(version.number())
        .versionDescription(version.description())
        .createTime(version.createdAt())
        .createdBy(version.createdBy())
        .defaultVersion(version.number() == template.defaultVersion())
        .launchTemplateData(data(version))
        .build();
  }

  static ResponseLaunchTemplateData data(TemplateVersion version) {
    return TemplateData.read(version.data(), ResponseLaunchTemplateData::read);
  }

  private DeleteLaunchTemplateVersionsResult delete(
      Call call, DeleteLaunchTemplateVersionsRequest request) {
    if (request.versionsOrEmpty().size() > MOST_DELETED_AT_ONCE) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "At most 200 versions can be deleted in one request.");
    }
    List<DeleteLaunchTemplateVersionsResponseSuccessItem> deleted = new ArrayList<>();
    List<DeleteLaunchTemplateVersionsResponseErrorItem> failed = new ArrayList<>();
    return store.write(tx -> {
      deleted.clear();
      failed.clear();
      Template template =
          Templates.require(
              tx, call.scope(), request.launchTemplateId(), request.launchTemplateName());
      for (String asked : request.versionsOrEmpty()) {
        long number = Templates.number(template, asked);
        Optional<ResponseError> error = delete(tx, template, number);
        error.ifPresentOrElse(
            e -> failed.add(failed(template, number, e)),
            () -> deleted.add(deleted(template, number)));
      }
      lower(tx, template);
      return DeleteLaunchTemplateVersionsResult.builder()
          .successfullyDeletedLaunchTemplateVersions(deleted)
          .unsuccessfullyDeletedLaunchTemplateVersions(failed)
          .build();
    });
  }

  private static Optional<ResponseError> delete(Transaction tx, Template template, long number) {
    if (number == template.defaultVersion()) {
      return Optional.of(
          error(
              "unexpectedError",
              "The default version "
                  + number
                  + " of the launch template cannot be deleted. Make another version the default"
                  + " first."));
    }
    if (!tx.delete(
        Templates.VERSIONS, template.scope(), TemplateVersion.id(template.id(), number))) {
      return Optional.of(
          error(
              "launchTemplateVersionDoesNotExist",
              Templates.noVersion(template, Long.toString(number)).message()));
    }
    return Optional.empty();
  }

  /** The latest version is the greatest one that is left. */
  private static void lower(Transaction tx, Template template) {
    long latest =
        Templates.versions(tx, template).stream()
            .mapToLong(TemplateVersion::number)
            .max()
            .orElse(template.latestVersion());
    tx.put(Templates.TABLE, template.withLatest(latest));
  }

  private static ResponseError error(String code, String message) {
    return ResponseError.builder().code(code).message(message).build();
  }

  private static DeleteLaunchTemplateVersionsResponseErrorItem failed(
      Template template, long number, ResponseError error) {
    return DeleteLaunchTemplateVersionsResponseErrorItem.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .versionNumber(number)
        .responseError(error)
        .build();
  }

  private static DeleteLaunchTemplateVersionsResponseSuccessItem deleted(
      Template template, long number) {
    return DeleteLaunchTemplateVersionsResponseSuccessItem.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .versionNumber(number)
        .build();
  }

  private GetLaunchTemplateDataResult dataOfInstance(
      Call call, GetLaunchTemplateDataRequest request) {
    @Nullable String id = request.instanceId();
    if (id == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter InstanceId");
    }
    return store.read(tx ->
        GetLaunchTemplateDataResult.builder()
            .launchTemplateData(InstanceTemplate.of(tx, Instances.require(tx, call.scope(), id)))
            .build());
  }
}
