package croft.services.ec2.instance;

import croft.api.ec2.DescribeInstanceCreditSpecificationsRequest;
import croft.api.ec2.DescribeInstanceCreditSpecificationsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.GetDefaultCreditSpecificationRequest;
import croft.api.ec2.GetDefaultCreditSpecificationResult;
import croft.api.ec2.InstanceCreditSpecification;
import croft.api.ec2.InstanceCreditSpecificationRequest;
import croft.api.ec2.InstanceFamilyCreditSpecification;
import croft.api.ec2.ModifyDefaultCreditSpecificationRequest;
import croft.api.ec2.ModifyDefaultCreditSpecificationResult;
import croft.api.ec2.ModifyInstanceCreditSpecificationRequest;
import croft.api.ec2.ModifyInstanceCreditSpecificationResult;
import croft.api.ec2.SuccessfulInstanceCreditSpecificationItem;
import croft.api.ec2.UnsuccessfulInstanceCreditSpecificationItem;
import croft.api.ec2.UnsuccessfulInstanceCreditSpecificationItemError;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The credit specifications of T instances. Credits are said, not counted: no instance is slowed
 * down for having spent them (decision 0111).
 */
public final class CreditOperations {
  /** A family's default in a region, where it is not AWS's. */
  record FamilyDefault(String scope, String family, String cpuCredits) {}

  public static final Table<FamilyDefault> DEFAULTS =
      Table.of(
          "ec2_credit_default", FamilyDefault.class, FamilyDefault::scope, FamilyDefault::family);

  private static final Set<String> FAMILIES = Set.of("t2", "t3", "t3a", "t4g");

  private final Store store;
  private final Paging paging;

  public CreditOperations(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS,
            AccessRule.toAll("ec2:DescribeInstanceCreditSpecifications"),
            this::describe),
        Binding.bind(
            Ec2Model.MODIFY_INSTANCE_CREDIT_SPECIFICATION,
            (call, r) ->
                StateOperations.instanceAccesses(
                    store,
                    call,
                    "ec2:ModifyInstanceCreditSpecification",
                    r.instanceCreditSpecificationsOrEmpty().stream()
                        .map(s -> s.instanceId() == null ? "" : s.instanceId())
                        .toList()),
            this::modify),
        Binding.bind(
            Ec2Model.GET_DEFAULT_CREDIT_SPECIFICATION,
            AccessRule.toAll("ec2:GetDefaultCreditSpecification"),
            this::getDefault),
        Binding.bind(
            Ec2Model.MODIFY_DEFAULT_CREDIT_SPECIFICATION,
            AccessRule.toAll("ec2:ModifyDefaultCreditSpecification"),
            this::modifyDefault));
  }

  /** What an instance has, or null for a type without credits. */
  static @Nullable String of(Transaction tx, Instance instance) {
    InstanceType type = InstanceType.find(instance.options().type());
    if (type == null || !FAMILIES.contains(type.family())) {
      return null;
    }
    String own = instance.settings().cpuCredits();
    return own != null ? own : ofFamily(tx, instance.scope(), type.family());
  }

  private static String ofFamily(Transaction tx, String scope, String family) {
    return tx.get(DEFAULTS, scope, family)
        .map(FamilyDefault::cpuCredits)
        .orElse(family.equals("t2") ? "standard" : "unlimited");
  }

  private DescribeInstanceCreditSpecificationsResult describe(
      Call call, DescribeInstanceCreditSpecificationsRequest request) {
    List<String> ids = request.instanceIdsOrEmpty();
    return store.read(tx -> {
      Filters<Instance> filters = new Filters<Instance>().on("instance-id", Instance::id);
      List<Instance> found =
          DescribeInstances.asked(tx, call, ids).stream()
              .filter(i -> !i.state().ending())
              // Without ids EC2 shows those on unlimited credits only.
              .filter(i -> ids.isEmpty() ? "unlimited".equals(of(tx, i)) : of(tx, i) != null)
              .filter(filters.matching(request.filtersOrEmpty()))
              .toList();
      Paging.Page<Instance> page =
          paging.page(call, found, Instance::id, request.maxResults(), request.nextToken());
      return DescribeInstanceCreditSpecificationsResult.builder()
          .instanceCreditSpecifications(
              page.items().stream()
                  .map(i ->
                      InstanceCreditSpecification.builder()
                          .instanceId(i.id())
                          .cpuCredits(of(tx, i))
                          .build())
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private ModifyInstanceCreditSpecificationResult modify(
      Call call, ModifyInstanceCreditSpecificationRequest request) {
    return store.write(tx -> {
      List<SuccessfulInstanceCreditSpecificationItem> done = new ArrayList<>();
      List<UnsuccessfulInstanceCreditSpecificationItem> failed = new ArrayList<>();
      for (InstanceCreditSpecificationRequest asked :
          request.instanceCreditSpecificationsOrEmpty()) {
        String id = asked.instanceId() == null ? "" : asked.instanceId();
        try {
          modify(tx, Instances.require(tx, call.scope(), id), asked.cpuCredits());
          done.add(SuccessfulInstanceCreditSpecificationItem.builder().instanceId(id).build());
        } catch (ServiceError e) {
          failed.add(failed(id, e));
        }
      }
      return ModifyInstanceCreditSpecificationResult.builder()
          .successfulInstanceCreditSpecifications(done)
          .unsuccessfulInstanceCreditSpecifications(failed)
          .build();
    });
  }

  private static void modify(Transaction tx, Instance instance, @Nullable String asked) {
    InstanceType type = LaunchRequest.type(instance.options().type());
    if (!FAMILIES.contains(type.family())) {
      throw ServiceError.badRequest(
          "InstanceCreditSpecification.NotSupported",
          "The instance type of '" + instance.id() + "' has no CPU credits.");
    }
    String credits = LaunchSettings.credits(asked, type);
    tx.put(Instances.TABLE, instance.with(instance.settings().withCpuCredits(credits)));
  }

  private static UnsuccessfulInstanceCreditSpecificationItem failed(String id, ServiceError e) {
    return UnsuccessfulInstanceCreditSpecificationItem.builder()
        .instanceId(id)
        .error(
            UnsuccessfulInstanceCreditSpecificationItemError.builder()
                .code(e.code())
                .message(e.message())
                .build())
        .build();
  }

  private GetDefaultCreditSpecificationResult getDefault(
      Call call, GetDefaultCreditSpecificationRequest request) {
    String family = family(request.instanceFamily());
    return GetDefaultCreditSpecificationResult.builder()
        .instanceFamilyCreditSpecification(
            InstanceFamilyCreditSpecification.builder()
                .instanceFamily(family)
                .cpuCredits(store.read(tx -> ofFamily(tx, call.scope(), family)))
                .build())
        .build();
  }

  private ModifyDefaultCreditSpecificationResult modifyDefault(
      Call call, ModifyDefaultCreditSpecificationRequest request) {
    String family = family(request.instanceFamily());
    String credits = request.cpuCredits() == null ? "" : request.cpuCredits();
    if (!credits.equals("standard") && !credits.equals("unlimited")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid value '" + credits + "' for CpuCredits.");
    }
    store.write(tx -> {
      tx.put(DEFAULTS, new FamilyDefault(call.scope(), family, credits));
      return true;
    });
    return ModifyDefaultCreditSpecificationResult.builder()
        .instanceFamilyCreditSpecification(
            InstanceFamilyCreditSpecification.builder()
                .instanceFamily(family)
                .cpuCredits(credits)
                .build())
        .build();
  }

  private static String family(@Nullable String given) {
    if (given == null || !FAMILIES.contains(given)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid value '" + given + "' for InstanceFamily.");
    }
    return given;
  }
}
