package croft.services.ec2.spot;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.tag.Tags;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds and writes spot requests inside a transaction. */
public final class SpotRequests {
  public static final Table<SpotRequest> TABLE =
      Table.of("ec2_spot_request", SpotRequest.class, SpotRequest::scope, SpotRequest::id);

  private SpotRequests() {}

  /**
   * Writes the request that an instance answers; its id.
   *
   * @throws ServiceError when it answers one anew that launches no more
   */
  public static String fulfilled(
      Transaction tx, Ids ids, Instance instance, SpotTerms terms, Instant at) {
    if (terms.requestId() != null) {
      SpotRequest before =
          tx.get(TABLE, instance.scope(), terms.requestId())
              .filter(request -> request.isKept(at) && hasEnded(tx, request))
              .orElseThrow(() ->
                  ServiceError.badRequest(
                      "IncorrectSpotRequestState",
                      "The request '" + terms.requestId() + "' is not open"));
      tx.put(TABLE, before.answeredBy(instance.id()));
      return before.id();
    }
    // EC2's ids of spot requests are eight characters long.
    String id = "sir-" + ids.hex(8);
    tx.insert(
        TABLE,
        new SpotRequest(
            instance.scope(),
            id,
            instance.id(),
            terms.type(),
            terms.maxPrice(),
            terms.interruption(),
            at,
            terms.validUntil(),
            null,
            terms.renewal(),
            null));
    if (!terms.tags().isEmpty()) {
      Tags.put(tx, instance.scope(), id, terms.tags());
    }
    return id;
  }

  /** Whether the instance that answers it has been terminated, or is about to be. */
  static boolean hasEnded(Transaction tx, SpotRequest request) {
    return tx.get(Instances.TABLE, request.scope(), request.instanceId())
        .map(instance -> instance.state().ending())
        .orElse(true);
  }

  static List<SpotRequest> require(Transaction tx, String scope, List<String> ids) {
    List<SpotRequest> found = new ArrayList<>();
    for (String id : ids) {
      found.add(
          tx.get(TABLE, scope, id)
              .orElseThrow(() ->
                  ServiceError.badRequest(
                      "InvalidSpotInstanceRequestID.NotFound",
                      "The spot instance request ID '" + id + "' does not exist")));
    }
    return found;
  }
}
