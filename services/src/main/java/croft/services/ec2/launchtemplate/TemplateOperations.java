package croft.services.ec2.launchtemplate;

import croft.api.ec2.CreateLaunchTemplateRequest;
import croft.api.ec2.CreateLaunchTemplateResult;
import croft.api.ec2.DeleteLaunchTemplateRequest;
import croft.api.ec2.DeleteLaunchTemplateResult;
import croft.api.ec2.DescribeLaunchTemplatesRequest;
import croft.api.ec2.DescribeLaunchTemplatesResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.LaunchTemplate;
import croft.api.ec2.ModifyLaunchTemplateRequest;
import croft.api.ec2.ModifyLaunchTemplateResult;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CreateLaunchTemplate, ModifyLaunchTemplate, DeleteLaunchTemplate and DescribeLaunchTemplates.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-launch-templates.html">Launch
 * templates</a>.
 */
public final class TemplateOperations {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9().\\-/_]{3,128}");

  private final Store store;
  private final Ids ids;
  private final Paging paging;

  public TemplateOperations(Store store, Ids ids, Paging paging) {
    this.store = store;
    this.ids = ids;
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.CREATE_LAUNCH_TEMPLATE,
            (call, r) ->
                List.of(
                    Access.to("ec2:CreateLaunchTemplate", call.arn("ec2", "launch-template/*"))),
            this::create),
        Binding.bind(
            Ec2Model.MODIFY_LAUNCH_TEMPLATE,
            (call, r) -> access(store, call, "ec2:ModifyLaunchTemplate", r.launchTemplateId()),
            this::modify),
        Binding.bind(
            Ec2Model.DELETE_LAUNCH_TEMPLATE,
            (call, r) -> access(store, call, "ec2:DeleteLaunchTemplate", r.launchTemplateId()),
            this::delete),
        Binding.bind(
            Ec2Model.DESCRIBE_LAUNCH_TEMPLATES,
            AccessRule.toAll("ec2:DescribeLaunchTemplates"),
            this::describe));
  }

  static List<Access> access(Store store, Call call, String action, @Nullable String id) {
    return List.of(
        Access.to(action, call.arn("ec2", "launch-template/" + (id == null ? "*" : id))));
  }

  private CreateLaunchTemplateResult create(Call call, CreateLaunchTemplateRequest request) {
    String name = request.launchTemplateName() == null ? "" : request.launchTemplateName();
    if (!NAME.matcher(name).matches()) {
      throw ServiceError.badRequest(
          "InvalidLaunchTemplateName.MalformedException",
          "A launch template name must be between 3 and 128 characters, and may contain letters,"
              + " numbers, and the following characters: ( ) . / _ -");
    }
    if (request.launchTemplateData() == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter LaunchTemplateData");
    }
    String data = TemplateData.text(request.launchTemplateData());
    return store.write(tx -> {
      Optional<Template> repeated = repeated(tx, call, name, request.clientToken(), data);
      Template template = repeated.orElseGet(() -> insert(tx, call, request, data));
      return CreateLaunchTemplateResult.builder()
          .launchTemplate(Templates.shape(tx, template))
          .warning(TemplateWarnings.of(data))
          .build();
    });
  }

  /** With a client token, a call that says the same as the first one is answered like it. */
  private static Optional<Template> repeated(
      Transaction tx, Call call, String name, @Nullable String token, String data) {
    Optional<Template> taken =
        tx.findIn(Templates.TABLE, call.scope(), "name", name).stream().findFirst();
    if (taken.isEmpty()) {
      return taken;
    }
    boolean same =
        token != null
            && Templates.versions(tx, taken.get()).stream()
                .anyMatch(v -> v.number() == 1 && v.data().equals(data));
    if (!same) {
      throw ServiceError.badRequest(
          "InvalidLaunchTemplateName.AlreadyExistsException",
          "Launch template name already in use.");
    }
    return taken;
  }

  private Template insert(
      Transaction tx, Call call, CreateLaunchTemplateRequest request, String data) {
    Template template =
        new Template(
            call.scope(),
            ids.resource("lt"),
            String.valueOf(request.launchTemplateName()),
            call.at(),
            call.caller().arn().toString(),
            1,
            1);
    tx.insert(Templates.TABLE, template);
    tx.insert(
        Templates.VERSIONS,
        new TemplateVersion(
            call.scope(),
            template.id(),
            1,
            request.versionDescription(),
            call.at(),
            template.createdBy(),
            data));
    var tags = TagSpecifications.of("launch-template", request.tagSpecificationsOrEmpty());
    if (!tags.isEmpty()) {
      ReservedTags.put(tx, call, template.id(), tags);
    }
    return template;
  }

  private ModifyLaunchTemplateResult modify(Call call, ModifyLaunchTemplateRequest request) {
    return store.write(tx -> {
      Template template =
          Templates.require(
              tx, call.scope(), request.launchTemplateId(), request.launchTemplateName());
      TemplateVersion version = Templates.version(tx, template, request.defaultVersion());
      Template changed = template.withDefault(version.number());
      tx.put(Templates.TABLE, changed);
      return ModifyLaunchTemplateResult.builder()
          .launchTemplate(Templates.shape(tx, changed))
          .build();
    });
  }

  private DeleteLaunchTemplateResult delete(Call call, DeleteLaunchTemplateRequest request) {
    return store.write(tx -> {
      Template template =
          Templates.require(
              tx, call.scope(), request.launchTemplateId(), request.launchTemplateName());
      LaunchTemplate shape = Templates.shape(tx, template);
      for (TemplateVersion version : Templates.versions(tx, template)) {
        tx.delete(Templates.VERSIONS, call.scope(), version.id());
      }
      tx.delete(Templates.TABLE, call.scope(), template.id());
      Tags.clear(tx, call.scope(), template.id());
      return DeleteLaunchTemplateResult.builder().launchTemplate(shape).build();
    });
  }

  private DescribeLaunchTemplatesResult describe(
      Call call, DescribeLaunchTemplatesRequest request) {
    return store.read(tx -> {
      Filters<Template> filters =
          new Filters<Template>()
              .on("create-time", t -> t.createdAt().toString())
              .on("launch-template-name", Template::name)
              .tagged(t -> Tags.of(tx, t.scope(), t.id()));
      Paging.Page<Template> page =
          paging.page(
              call,
              asked(tx, call, request).stream()
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .sorted(Comparator.comparing(Template::id))
                  .toList(),
              Template::id,
              request.maxResults(),
              request.nextToken());
      return DescribeLaunchTemplatesResult.builder()
          .launchTemplates(page.items().stream().map(t -> Templates.shape(tx, t)).toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static List<Template> asked(
      Transaction tx, Call call, DescribeLaunchTemplatesRequest request) {
    List<String> byId = request.launchTemplateIdsOrEmpty();
    List<String> byName = request.launchTemplateNamesOrEmpty();
    if (byId.isEmpty() && byName.isEmpty()) {
      return tx.list(Templates.TABLE, call.scope());
    }
    List<Template> found = new ArrayList<>();
    byId.forEach(id -> found.add(Templates.byId(tx, call.scope(), id)));
    byName.forEach(name -> found.add(Templates.byName(tx, call.scope(), name)));
    return found.stream().distinct().toList();
  }
}
