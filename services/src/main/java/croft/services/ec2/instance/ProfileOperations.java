package croft.services.ec2.instance;

import croft.api.ec2.AssociateIamInstanceProfileRequest;
import croft.api.ec2.AssociateIamInstanceProfileResult;
import croft.api.ec2.DescribeIamInstanceProfileAssociationsRequest;
import croft.api.ec2.DescribeIamInstanceProfileAssociationsResult;
import croft.api.ec2.DisassociateIamInstanceProfileRequest;
import croft.api.ec2.DisassociateIamInstanceProfileResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.IamInstanceProfile;
import croft.api.ec2.IamInstanceProfileAssociation;
import croft.api.ec2.IamInstanceProfileSpecification;
import croft.api.ec2.ReplaceIamInstanceProfileAssociationRequest;
import croft.api.ec2.ReplaceIamInstanceProfileAssociationResult;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.instance.ProfileLookup.Profile;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instance profiles given to, taken from and changed on instances that are there. The metadata
 * service follows at once.
 */
public final class ProfileOperations {
  private final Store store;
  private final Ids ids;
  private final Paging paging;
  private final ProfileLookup profiles;

  public ProfileOperations(Store store, Ids ids, Paging paging, ProfileLookup profiles) {
    this.store = store;
    this.ids = ids;
    this.paging = paging;
    this.profiles = profiles;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.ASSOCIATE_IAM_INSTANCE_PROFILE,
            (call, r) ->
                withRole(
                    call,
                    StateOperations.instanceAccesses(
                        store,
                        call,
                        "ec2:AssociateIamInstanceProfile",
                        AttributeOperations.id(r.instanceId())),
                    r.iamInstanceProfile()),
            this::associate),
        Binding.bind(
            Ec2Model.REPLACE_IAM_INSTANCE_PROFILE_ASSOCIATION,
            (call, r) ->
                withRole(
                    call,
                    List.of(
                        Access.to(
                            "ec2:ReplaceIamInstanceProfileAssociation",
                            call.arn("ec2", "instance/*"))),
                    r.iamInstanceProfile()),
            this::replace),
        Binding.bind(
            Ec2Model.DISASSOCIATE_IAM_INSTANCE_PROFILE,
            (call, r) ->
                List.of(
                    Access.to("ec2:DisassociateIamInstanceProfile", call.arn("ec2", "instance/*"))),
            this::disassociate),
        Binding.bind(
            Ec2Model.DESCRIBE_IAM_INSTANCE_PROFILE_ASSOCIATIONS,
            AccessRule.toAll("ec2:DescribeIamInstanceProfileAssociations"),
            this::describe));
  }

  private List<Access> withRole(
      Call call, List<Access> accesses, @Nullable IamInstanceProfileSpecification given) {
    List<Access> all = new ArrayList<>(accesses);
    new RunInstancesAccess(profiles).passRole(call, given).ifPresent(all::add);
    return all;
  }

  private Profile profile(Call call, @Nullable IamInstanceProfileSpecification given) {
    Profile found = RunInstances.profile(profiles, call, given);
    if (found == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter IamInstanceProfile");
    }
    return found;
  }

  private AssociateIamInstanceProfileResult associate(
      Call call, AssociateIamInstanceProfileRequest request) {
    Profile profile = profile(call, request.iamInstanceProfile());
    return store.write(tx -> {
      Instance instance =
          Instances.require(tx, call.scope(), AttributeOperations.required(request.instanceId()));
      if (instance.state().ending()) {
        throw ServiceError.badRequest(
            "IncorrectInstanceState",
            "The instance '" + instance.id() + "' is not in a state that can take a profile.");
      }
      if (instance.options().profileArn() != null) {
        throw ServiceError.badRequest(
            "IncorrectState", "There is an existing association for instance " + instance.id());
      }
      Instance changed = with(instance, profile, call);
      tx.put(Instances.TABLE, changed);
      return AssociateIamInstanceProfileResult.builder()
          .iamInstanceProfileAssociation(shape(changed, "associating"))
          .build();
    });
  }

  private Instance with(Instance instance, Profile profile, Call call) {
    return instance
        .with(instance.options().withProfile(profile.arn(), profile.id()))
        .with(
            instance
                .settings()
                .withAssociation(
                    new InstanceSettings.Association(ids.resource("iip-assoc"), call.at())));
  }

  private ReplaceIamInstanceProfileAssociationResult replace(
      Call call, ReplaceIamInstanceProfileAssociationRequest request) {
    Profile profile = profile(call, request.iamInstanceProfile());
    return store.write(tx -> {
      Instance changed = with(associated(tx, call, request.associationId()), profile, call);
      tx.put(Instances.TABLE, changed);
      return ReplaceIamInstanceProfileAssociationResult.builder()
          .iamInstanceProfileAssociation(shape(changed, "associating"))
          .build();
    });
  }

  private DisassociateIamInstanceProfileResult disassociate(
      Call call, DisassociateIamInstanceProfileRequest request) {
    return store.write(tx -> {
      Instance instance = associated(tx, call, request.associationId());
      tx.put(
          Instances.TABLE,
          instance
              .with(instance.options().withProfile(null, null))
              .with(instance.settings().withAssociation(null)));
      return DisassociateIamInstanceProfileResult.builder()
          .iamInstanceProfileAssociation(shape(instance, "disassociating"))
          .build();
    });
  }

  private static Instance associated(Transaction tx, Call call, @Nullable String associationId) {
    String id = associationId == null ? "" : associationId;
    return tx.list(Instances.TABLE, call.scope()).stream()
        .filter(ProfileOperations::isAssociated)
        .filter(i -> id(i).equals(id))
        .findFirst()
        .orElseThrow(() ->
            ServiceError.badRequest(
                "NoSuchAssociation", "An invalid association-id of '" + id + "' was given"));
  }

  private static boolean isAssociated(Instance instance) {
    return instance.options().profileArn() != null && !instance.state().ending();
  }

  /** An instance of an earlier Croft has a profile and no association: it is named after it. */
  private static String id(Instance instance) {
    InstanceSettings.Association association = instance.settings().association();
    return association != null
        ? association.id()
        : "iip-assoc-" + instance.id().substring("i-".length());
  }

  private DescribeIamInstanceProfileAssociationsResult describe(
      Call call, DescribeIamInstanceProfileAssociationsRequest request) {
    List<String> asked = request.associationIdsOrEmpty();
    return store.read(tx -> {
      asked.forEach(id -> associated(tx, call, id));
      Filters<Instance> filters =
          new Filters<Instance>().on("instance-id", Instance::id).on("state", i -> "associated");
      Paging.Page<Instance> page =
          paging.page(
              call,
              tx.list(Instances.TABLE, call.scope()).stream()
                  .filter(ProfileOperations::isAssociated)
                  .filter(i -> asked.isEmpty() || asked.contains(id(i)))
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .toList(),
              Instance::id,
              request.maxResults(),
              request.nextToken());
      return DescribeIamInstanceProfileAssociationsResult.builder()
          .iamInstanceProfileAssociations(
              page.items().stream().map(i -> shape(i, "associated")).toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static IamInstanceProfileAssociation shape(Instance instance, String state) {
    InstanceSettings.Association association = instance.settings().association();
    return IamInstanceProfileAssociation.builder()
        .associationId(id(instance))
        .instanceId(instance.id())
        .iamInstanceProfile(
            IamInstanceProfile.builder()
                .arn(instance.options().profileArn())
                .id(instance.options().profileId())
                .build())
        .state(state)
        .timestamp(association == null ? instance.launch().at() : association.at())
        .build();
  }
}
