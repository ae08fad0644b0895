package croft.services.route53.change;

import static croft.services.operation.Binding.bind;

import croft.api.route53.GetChangeRequest;
import croft.api.route53.GetChangeResponse;
import croft.api.route53.Route53Model;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.route53.entity.Faults;
import croft.services.route53.entity.Route53Parts;
import java.util.List;

/** GetChange. */
public final class ChangeOperations {
  private final Route53Parts parts;

  public ChangeOperations(Route53Parts parts) {
    this.parts = parts;
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Route53Model.GET_CHANGE,
            (call, request) ->
                Faults.access("route53:GetChange", "change", Faults.bare(request.id())),
            this::get));
  }

  /** A change is in sync when the resolvers answer by it, which is looked at here. */
  private GetChangeResponse get(Call call, GetChangeRequest request) {
    String id = Faults.bare(request.id());
    ZoneChange change =
        parts
            .store()
            .read(tx -> tx.get(ZoneChange.TABLE, call.account(), id))
            .orElseThrow(() ->
                Faults.notFound("NoSuchChange", "A change with id " + id + " does not exist."));
    boolean served = parts.zones().serves(change.zoneId(), change.version());
    return GetChangeResponse.builder()
        .changeInfo(change.info(served ? "INSYNC" : "PENDING"))
        .build();
  }
}
