package croft.services.iam.simulation;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.iam.ContextEntry;
import croft.api.iam.EvaluationResult;
import croft.api.iam.IamModel;
import croft.api.iam.SimulateCustomPolicyRequest;
import croft.api.iam.SimulatePolicyResponse;
import croft.api.iam.SimulatePrincipalPolicyRequest;
import croft.base.Arn;
import croft.services.iam.account.Accounts;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Markers;
import croft.services.iam.group.Group;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.iam.managedpolicy.ManagedPolicies;
import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.policy.PolicySet;
import croft.services.iam.policy.RequestPrincipal;
import croft.services.iam.principal.HeldPolicy;
import croft.services.iam.principal.Principal;
import croft.services.iam.principal.Principals;
import croft.services.iam.role.Role;
import croft.services.iam.user.User;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SimulateCustomPolicy and SimulatePrincipalPolicy. */
public final class SimulationOperations {
  /** What a boundary allows whose policy is gone. */
  private static final String NOTHING =
      "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}";

  private final IamParts parts;
  private final Store store;
  private final Markers markers;
  private final Accounts accounts;
  private final Simulator simulator = new Simulator();

  public SimulationOperations(IamParts parts) {
    this.parts = parts;
    this.store = parts.store();
    this.markers = new Markers(parts.masterKey());
    this.accounts = new Accounts(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                IamModel.SIMULATE_CUSTOM_POLICY,
                AccessRule.toAll("iam:SimulateCustomPolicy"),
                this::custom)
            .honouring(
                "PolicyInputList",
                "PermissionsBoundaryPolicyInputList",
                "ActionNames",
                "ResourceArns",
                "ResourcePolicy",
                "ResourceOwner",
                "CallerArn",
                "ContextEntries",
                "MaxItems",
                "Marker"),
        bind(
                IamModel.SIMULATE_PRINCIPAL_POLICY,
                (call, request) ->
                    List.of(
                        new Access(
                            "iam:SimulatePrincipalPolicy",
                            List.of(Objects.requireNonNullElse(request.policySourceArn(), "*")),
                            Map.of())),
                this::principal)
            .honouring(
                "PolicySourceArn",
                "PolicyInputList",
                "PermissionsBoundaryPolicyInputList",
                "ActionNames",
                "ResourceArns",
                "ResourcePolicy",
                "ResourceOwner",
                "CallerArn",
                "ContextEntries",
                "MaxItems",
                "Marker"));
  }

  /** What both operations take alike. */
  private record Asked(
      List<String> boundaries,
      @Nullable String resourcePolicy,
      @Nullable String resourceOwner,
      @Nullable String callerArn,
      List<ContextEntry> entries) {}

  private SimulatePolicyResponse custom(Call call, SimulateCustomPolicyRequest request) {
    SimulatedPolicies gathered = new SimulatedPolicies(parts.policies());
    List<AttachedPolicy> identity =
        gathered.given("PolicyInputList", request.policyInputListOrEmpty(), PolicyKind.IDENTITY);
    Asked asked =
        new Asked(
            request.permissionsBoundaryPolicyInputListOrEmpty(),
            request.resourcePolicy(),
            request.resourceOwner(),
            request.callerArn(),
            request.contextEntriesOrEmpty());
    String callerArn = request.callerArn();
    RequestPrincipal principal =
        callerArn == null
            ? RequestPrincipal.user(
                call.account(),
                "arn:aws:iam::" + call.account() + ":user/simulated",
                "AIDASIMULATED")
            : store.read(tx -> callerOf(tx, call, callerArn));
    Simulated simulated = simulated(gathered, principal, PolicySet.ofIdentity(identity), asked);
    Markers.Page<EvaluationResult> page =
        page(
            call,
            simulator.results(
                simulated, request.actionNamesOrEmpty(), resources(request.resourceArnsOrEmpty())),
            new Markers.Wanted(request.marker(), request.maxItems()));
    return SimulatePolicyResponse.builder()
        .evaluationResults(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private SimulatePolicyResponse principal(Call call, SimulatePrincipalPolicyRequest request) {
    String arn = required(request.policySourceArn(), "policySourceArn");
    SimulatedPolicies gathered = new SimulatedPolicies(parts.policies());
    Asked asked =
        new Asked(
            request.permissionsBoundaryPolicyInputListOrEmpty(),
            request.resourcePolicy(),
            request.resourceOwner(),
            request.callerArn(),
            request.contextEntriesOrEmpty());
    Simulated simulated =
        store.read(tx -> {
          Principal source = Principals.require(tx, call.account(), arn);
          List<AttachedPolicy> identity = new ArrayList<>(gathered.held(source.policies()));
          identity.addAll(
              gathered.given(
                  "PolicyInputList", request.policyInputListOrEmpty(), PolicyKind.IDENTITY));
          PolicySet policies = PolicySet.ofIdentity(identity);
          Optional<String> boundary = boundaryOf(tx, source);
          if (boundary.isPresent()) {
            String document =
                ManagedPolicies.document(tx, call.account(), boundary.get()).orElse(NOTHING);
            policies =
                policies.withBoundary(
                    gathered.given("Boundary", List.of(document), PolicyKind.IDENTITY));
          }
          policies = policies.withServiceControl(accounts.serviceControl(tx, call.account()));
          String callerArn = request.callerArn();
          RequestPrincipal caller =
              callerArn == null ? asCaller(source, call) : callerOf(tx, call, callerArn);
          return simulated(gathered, caller, policies, asked);
        });
    Markers.Page<EvaluationResult> page =
        page(
            call,
            simulator.results(
                simulated, request.actionNamesOrEmpty(), resources(request.resourceArnsOrEmpty())),
            new Markers.Wanted(request.marker(), request.maxItems()));
    return SimulatePolicyResponse.builder()
        .evaluationResults(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static Optional<String> boundaryOf(Transaction tx, Principal source) {
    return switch (source) {
      case Principal.OfUser(User user, List<HeldPolicy> ignored) ->
          Attachments.boundary(tx, user.account(), user.id());
      case Principal.OfRole(Role role, List<HeldPolicy> ignored) ->
          Attachments.boundary(tx, role.account(), role.id());
      case Principal.OfGroup ignored -> Optional.empty();
      case Principal.OfPolicy ignored -> Optional.empty();
    };
  }

  private static RequestPrincipal asCaller(Principal source, Call call) {
    return switch (source) {
      case Principal.OfUser(User user, List<HeldPolicy> ignored) ->
          RequestPrincipal.user(user.account(), user.arn().toString(), user.id());
      case Principal.OfRole(Role role, List<HeldPolicy> ignored) ->
          RequestPrincipal.roleSession(
              role.account(),
              "arn:aws:sts::" + role.account() + ":assumed-role/" + role.name() + "/simulated",
              role.arn().toString(),
              role.id() + ":simulated");
      case Principal.OfGroup(Group group, List<HeldPolicy> ignored) ->
          RequestPrincipal.user(group.account(), group.arn().toString(), group.id());
      case Principal.OfPolicy ignored ->
          throw EntityErrors.invalidInput(
              "PolicySourceArn must be the ARN of a user, group or role of account "
                  + call.account());
    };
  }

  private static RequestPrincipal callerOf(Transaction tx, Call call, String arn) {
    if (arn.matches("arn:aws:iam::\\d{12}:root")) {
      return RequestPrincipal.root(Arn.parse(arn).account());
    }
    if (arn.startsWith("arn:aws:iam::") && !arn.startsWith("arn:aws:iam::" + call.account())) {
      return RequestPrincipal.user(Arn.parse(arn).account(), arn, "AIDASIMULATED");
    }
    return asCaller(Principals.require(tx, call.account(), arn), call);
  }

  private static Simulated simulated(
      SimulatedPolicies gathered, RequestPrincipal principal, PolicySet identity, Asked asked) {
    PolicySet policies = identity;
    List<AttachedPolicy> all = new ArrayList<>(identity.identity());
    if (!asked.boundaries.isEmpty()) {
      List<AttachedPolicy> boundary =
          gathered.given(
              "PermissionsBoundaryPolicyInputList", asked.boundaries, PolicyKind.IDENTITY);
      policies = policies.withBoundary(boundary);
    }
    if (policies.permissionsBoundary() != null) {
      all.addAll(policies.permissionsBoundary());
    }
    if (asked.resourcePolicy != null) {
      if (asked.callerArn == null) {
        throw EntityErrors.invalidInput(
            "A resource policy can only be simulated with a CallerArn.");
      }
      List<AttachedPolicy> resource =
          gathered.given("ResourcePolicy", List.of(asked.resourcePolicy), PolicyKind.RESOURCE);
      policies = policies.withResource(resource, false);
      all.addAll(resource);
    }
    Map<String, List<String>> context = new HashMap<>();
    context.put("aws:PrincipalArn", List.of(principal.principalArn()));
    context.put("aws:PrincipalAccount", List.of(principal.account()));
    context.put("aws:userid", List.of(principal.uniqueId()));
    if (principal.arn().contains(":user/")) {
      context.put(
          "aws:username", List.of(principal.arn().substring(principal.arn().lastIndexOf('/') + 1)));
    }
    context.putAll(ContextEntries.of(asked.entries));
    return new Simulated(
        principal, policies, gathered.sources(), all, context, owner(asked.resourceOwner));
  }

  private static @Nullable String owner(@Nullable String arn) {
    try {
      return arn == null ? null : Arn.parse(arn).account();
    } catch (IllegalArgumentException notAnArn) {
      throw EntityErrors.invalidInput("Invalid ResourceOwner: " + arn);
    }
  }

  private static List<String> resources(List<String> given) {
    return given.isEmpty() ? List.of("*") : given;
  }

  /** Results have no key of their own: their place in the whole list is it. */
  private Markers.Page<EvaluationResult> page(
      Call call, List<EvaluationResult> results, Markers.Wanted wanted) {
    record Placed(String place, EvaluationResult result) {}
    List<Placed> placed = new ArrayList<>();
    for (EvaluationResult result : results) {
      placed.add(new Placed("%06d".formatted(placed.size()), result));
    }
    Markers.Page<Placed> page = markers.page(call, "simulation", placed, Placed::place, wanted);
    return new Markers.Page<>(page.map(Placed::result), page.marker());
  }
}
