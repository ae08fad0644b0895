package croft.services.ec2.instance;

import croft.base.ServiceError;
import croft.store.Table;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds instances inside a transaction. */
public final class Instances {
  public static final Table<Instance> TABLE =
      Table.of("ec2_instance", Instance.class, Instance::scope, Instance::id)
          .index("client_token", instance -> instance.launch().clientToken())
          .index("vpc_id", instance -> instance.place().vpcId())
          .index("state", instance -> instance.state().text());

  private static final Pattern ID = Pattern.compile("i-[0-9a-f]{8,17}");

  private Instances() {}

  /**
   * The instances of those ids, in their order.
   *
   * @throws ServiceError {@code InvalidInstanceID.Malformed} or {@code InvalidInstanceID.NotFound},
   *     naming every one that is not there
   */
  public static List<Instance> require(Transaction tx, String scope, List<String> ids) {
    List<Instance> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String id : ids) {
      if (!ID.matcher(id).matches()) {
        throw ServiceError.badRequest(
            "InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\" (expecting \"i-...\")");
      }
      tx.get(TABLE, scope, id).ifPresentOrElse(found::add, () -> missing.add(id));
    }
    if (!missing.isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidInstanceID.NotFound",
          missing.size() == 1
              ? "The instance ID '" + missing.getFirst() + "' does not exist"
              : "The instance IDs '" + String.join(", ", missing) + "' do not exist");
    }
    return found;
  }

  /** One instance. */
  public static Instance require(Transaction tx, String scope, String id) {
    return require(tx, scope, List.of(id)).getFirst();
  }
}
