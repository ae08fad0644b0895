package croft.services.iam.lastaccess;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.EntityDetails;
import croft.api.iam.EntityInfo;
import croft.api.iam.GenerateServiceLastAccessedDetailsRequest;
import croft.api.iam.GenerateServiceLastAccessedDetailsResponse;
import croft.api.iam.GetServiceLastAccessedDetailsRequest;
import croft.api.iam.GetServiceLastAccessedDetailsResponse;
import croft.api.iam.GetServiceLastAccessedDetailsWithEntitiesRequest;
import croft.api.iam.GetServiceLastAccessedDetailsWithEntitiesResponse;
import croft.api.iam.IamModel;
import croft.api.iam.ServiceLastAccessed;
import croft.base.ServiceError;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.group.Group;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.iam.managedpolicy.Attachments.Holder;
import croft.services.iam.principal.HeldPolicy;
import croft.services.iam.principal.Principal;
import croft.services.iam.principal.Principals;
import croft.services.iam.role.Role;
import croft.services.iam.serviceuse.ServiceUse;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * GenerateServiceLastAccessedDetails, GetServiceLastAccessedDetails and its form with entities. A
 * report is made from the uses noted up to the moment it was asked for, when it is read.
 */
public final class LastAccessOperations {
  private final IamParts parts;
  private final Store store;
  private final Markers markers;

  public LastAccessOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
  }

  /** The tables of this room. */
  public static List<Table<?>> tables() {
    return List.of(ServiceUse.TABLE, AccessReport.TABLE);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                IamModel.GENERATE_SERVICE_LAST_ACCESSED_DETAILS,
                (call, request) ->
                    List.of(
                        new Access(
                            "iam:GenerateServiceLastAccessedDetails",
                            List.of(Objects.requireNonNullElse(request.arn(), "*")),
                            Map.of())),
                this::generate)
            .honouring("Arn", "Granularity"),
        bind(
            IamModel.GET_SERVICE_LAST_ACCESSED_DETAILS,
            AccessRule.toAll("iam:GetServiceLastAccessedDetails"),
            this::get),
        bind(
            IamModel.GET_SERVICE_LAST_ACCESSED_DETAILS_WITH_ENTITIES,
            AccessRule.toAll("iam:GetServiceLastAccessedDetailsWithEntities"),
            this::getWithEntities));
  }

  private GenerateServiceLastAccessedDetailsResponse generate(
      Call call, GenerateServiceLastAccessedDetailsRequest request) {
    String arn = required(request.arn(), "arn");
    if ("ACTION_LEVEL".equals(request.granularity())) {
      throw ServiceError.unsupported("The granularity ACTION_LEVEL");
    }
    AccessReport report = new AccessReport(call.account(), parts.ids().uuid(), arn, call.at());
    return store.write(tx -> {
      Principals.require(tx, call.account(), arn);
      tx.insert(AccessReport.TABLE, report);
      return GenerateServiceLastAccessedDetailsResponse.builder().jobId(report.id()).build();
    });
  }

  private static AccessReport require(Transaction tx, Call call, @Nullable String jobId) {
    String wanted = required(jobId, "jobId");
    return tx.get(AccessReport.TABLE, call.account(), wanted)
        .orElseThrow(
            () -> EntityErrors.noSuchEntity("Report with id " + wanted + " cannot be found."));
  }

  /** A principal whose uses count for a report. */
  private record User(EntityInfo info, List<ServiceUse> uses) {}

  private static List<User> users(Transaction tx, AccessReport report, Principal principal) {
    return switch (principal) {
      case Principal.OfUser(croft.services.iam.user.User user, List<HeldPolicy> ignored) ->
          List.of(of(tx, report, user));
      case Principal.OfRole(Role role, List<HeldPolicy> ignored) -> List.of(of(tx, report, role));
      case Principal.OfGroup(Group group, List<HeldPolicy> ignored) -> members(tx, report, group);
      case Principal.OfPolicy(String arn, List<HeldPolicy> ignored) -> holders(tx, report, arn);
    };
  }

  private static List<User> members(Transaction tx, AccessReport report, Group group) {
    return tx.list(croft.services.iam.user.User.TABLE, report.account()).stream()
        .filter(user -> user.groups().contains(group.name()))
        .map(user -> of(tx, report, user))
        .toList();
  }

  private static List<User> holders(Transaction tx, AccessReport report, String policyArn) {
    List<User> users = new ArrayList<>();
    for (Holder holder : Attachments.holders(tx, report.account(), policyArn)) {
      switch (holder.kind()) {
        case USER ->
            tx.get(croft.services.iam.user.User.TABLE, report.account(), holder.name())
                .ifPresent(user -> users.add(of(tx, report, user)));
        case ROLE ->
            tx.get(Role.TABLE, report.account(), holder.name())
                .ifPresent(role -> users.add(of(tx, report, role)));
        case GROUP ->
            tx.get(Group.TABLE, report.account(), holder.name())
                .ifPresent(group -> users.addAll(members(tx, report, group)));
      }
    }
    return users.stream().distinct().toList();
  }

  private static User of(Transaction tx, AccessReport report, croft.services.iam.user.User user) {
    EntityInfo info =
        EntityInfo.builder()
            .arn(user.arn().toString())
            .name(user.name())
            .type("USER")
            .id(user.id())
            .path(user.path())
            .build();
    return new User(info, uses(tx, report, user.id()));
  }

  private static User of(Transaction tx, AccessReport report, Role role) {
    EntityInfo info =
        EntityInfo.builder()
            .arn(role.arn().toString())
            .name(role.name())
            .type("ROLE")
            .id(role.id())
            .path(role.path())
            .build();
    return new User(info, uses(tx, report, role.id()));
  }

  private static List<ServiceUse> uses(Transaction tx, AccessReport report, String principalId) {
    return ServiceUse.ofPrincipal(tx, report.account(), principalId).stream()
        .filter(use -> !use.at().isAfter(report.createdAt()))
        .toList();
  }

  private GetServiceLastAccessedDetailsResponse get(
      Call call, GetServiceLastAccessedDetailsRequest request) {
    return store.read(tx -> {
      AccessReport report = require(tx, call, request.jobId());
      Principal principal = Principals.require(tx, call.account(), report.arn());
      List<User> users = users(tx, report, principal);
      List<String> granted =
          ServiceNames.namespaces().stream()
              .filter(namespace -> GrantingPolicies.grant(parts, principal.policies(), namespace))
              .toList();
      Markers.Page<String> page =
          markers.page(
              call,
              "service use " + report.id(),
              granted,
              Function.identity(),
              new Markers.Wanted(request.marker(), request.maxItems()));
      return GetServiceLastAccessedDetailsResponse.builder()
          .jobStatus("COMPLETED")
          .jobType("SERVICE_LEVEL")
          .jobCreationDate(report.createdAt())
          .jobCompletionDate(report.createdAt())
          .servicesLastAccessed(page.map(namespace -> accessed(namespace, users)))
          .isTruncated(page.truncated())
          .marker(page.marker())
          .build();
    });
  }

  private static ServiceLastAccessed accessed(String namespace, List<User> users) {
    List<ServiceUse> uses =
        users.stream()
            .flatMap(user -> user.uses.stream())
            .filter(use -> use.service().equals(namespace))
            .toList();
    Optional<ServiceUse> newest = uses.stream().max(Comparator.comparing(ServiceUse::at));
    return ServiceLastAccessed.builder()
        .serviceName(ServiceNames.of(namespace))
        .serviceNamespace(namespace)
        .lastAuthenticated(newest.map(ServiceUse::at).orElse(null))
        .lastAuthenticatedEntity(newest.map(ServiceUse::principalArn).orElse(null))
        .lastAuthenticatedRegion(newest.map(ServiceUse::region).orElse(null))
        .totalAuthenticatedEntities(uses.size())
        .build();
  }

  private GetServiceLastAccessedDetailsWithEntitiesResponse getWithEntities(
      Call call, GetServiceLastAccessedDetailsWithEntitiesRequest request) {
    String namespace = required(request.serviceNamespace(), "serviceNamespace");
    return store.read(tx -> {
      AccessReport report = require(tx, call, request.jobId());
      Principal principal = Principals.require(tx, call.account(), report.arn());
      List<User> users =
          users(tx, report, principal).stream()
              .sorted(Comparator.comparing(user -> required(user.info.arn(), "arn")))
              .toList();
      Markers.Page<User> page =
          markers.page(
              call,
              "entities " + report.id() + " " + namespace,
              users,
              user -> required(user.info.arn(), "arn"),
              new Markers.Wanted(request.marker(), request.maxItems()));
      return GetServiceLastAccessedDetailsWithEntitiesResponse.builder()
          .jobStatus("COMPLETED")
          .jobCreationDate(report.createdAt())
          .jobCompletionDate(report.createdAt())
          .entityDetailsList(page.map(user -> details(user, namespace)))
          .isTruncated(page.truncated())
          .marker(page.marker())
          .build();
    });
  }

  private static EntityDetails details(User user, String namespace) {
    Instant last =
        user.uses.stream()
            .filter(use -> use.service().equals(namespace))
            .map(ServiceUse::at)
            .findFirst()
            .orElse(null);
    return EntityDetails.builder().entityInfo(user.info).lastAuthenticated(last).build();
  }
}
