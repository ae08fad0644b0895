package croft.services.ec2.instance;

import croft.api.ec2.Ec2Model;
import croft.api.ec2.GetInstanceMetadataDefaultsRequest;
import croft.api.ec2.GetInstanceMetadataDefaultsResult;
import croft.api.ec2.InstanceMetadataDefaultsResponse;
import croft.api.ec2.InstanceMetadataOptionsRequest;
import croft.api.ec2.ModifyInstanceMetadataDefaultsRequest;
import croft.api.ec2.ModifyInstanceMetadataDefaultsResult;
import croft.api.ec2.ModifyInstanceMetadataOptionsRequest;
import croft.api.ec2.ModifyInstanceMetadataOptionsResult;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ModifyInstanceMetadataOptions, and the defaults a region has for new instances.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html">Configure
 * instance metadata options for new instances</a>.
 */
public final class MetadataOptionOperations {
  /** A region's defaults; null where there is no preference. */
  record Defaults(
      String scope,
      @Nullable String httpTokens,
      @Nullable Integer hopLimit,
      @Nullable String httpEndpoint,
      @Nullable String instanceTags) {
    static final String ID = "account";

    String id() {
      return ID;
    }
  }

  public static final Table<Defaults> DEFAULTS =
      Table.of("ec2_metadata_defaults", Defaults.class, Defaults::scope, Defaults::id);

  private final Store store;

  public MetadataOptionOperations(Store store) {
    this.store = store;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.MODIFY_INSTANCE_METADATA_OPTIONS,
                (call, r) ->
                    StateOperations.instanceAccesses(
                        store,
                        call,
                        "ec2:ModifyInstanceMetadataOptions",
                        AttributeOperations.id(r.instanceId())),
                this::modifyOptions)
            .honouring(
                "InstanceId",
                "HttpTokens",
                "HttpPutResponseHopLimit",
                "HttpEndpoint",
                "InstanceMetadataTags"),
        Binding.bind(
            Ec2Model.MODIFY_INSTANCE_METADATA_DEFAULTS,
            AccessRule.toAll("ec2:ModifyInstanceMetadataDefaults"),
            this::modifyDefaults),
        Binding.bind(
            Ec2Model.GET_INSTANCE_METADATA_DEFAULTS,
            AccessRule.toAll("ec2:GetInstanceMetadataDefaults"),
            this::getDefaults));
  }

  /** What a launch means: its own words, else the region's, else EC2's. */
  static Instance.MetadataOptions of(
      Transaction tx, String scope, @Nullable InstanceMetadataOptionsRequest given) {
    Defaults usual = defaults(tx, scope);
    InstanceMetadataOptionsRequest asked =
        given == null ? InstanceMetadataOptionsRequest.builder().build() : given;
    String endpoint = first(asked.httpEndpoint(), usual.httpEndpoint(), "enabled");
    String tokens = first(asked.httpTokens(), usual.httpTokens(), "optional");
    String tags = first(asked.instanceMetadataTags(), usual.instanceTags(), "disabled");
    Integer hops = asked.httpPutResponseHopLimit();
    if (hops == null) {
      hops = usual.hopLimit() == null ? 1 : usual.hopLimit();
    }
    return new Instance.MetadataOptions(
        endpoint.equals("enabled"),
        tokens.equals("required"),
        checkedHops(hops),
        tags.equals("enabled"));
  }

  private static String first(@Nullable String asked, @Nullable String usual, String otherwise) {
    if (asked != null) {
      return asked;
    }
    return usual == null ? otherwise : usual;
  }

  private static int checkedHops(int hops) {
    if (hops < 1 || hops > 64) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value ("
              + hops
              + ") for parameter HttpPutResponseHopLimit is invalid. Expecting a value between 1"
              + " and 64.");
    }
    return hops;
  }

  private static Defaults defaults(Transaction tx, String scope) {
    return tx.get(DEFAULTS, scope, Defaults.ID).orElse(new Defaults(scope, null, null, null, null));
  }

  private ModifyInstanceMetadataOptionsResult modifyOptions(
      Call call, ModifyInstanceMetadataOptionsRequest r) {
    return store.write(tx -> {
      Instance instance =
          Instances.require(tx, call.scope(), AttributeOperations.required(r.instanceId()));
      if (instance.state().ending()) {
        throw ServiceError.badRequest(
            "IncorrectInstanceState",
            "The instance '" + instance.id() + "' is not in a valid state for this operation.");
      }
      Instance.MetadataOptions was = instance.options().metadata();
      Instance.MetadataOptions now =
          new Instance.MetadataOptions(
              r.httpEndpoint() == null ? was.enabled() : r.httpEndpoint().equals("enabled"),
              r.httpTokens() == null ? was.tokensRequired() : r.httpTokens().equals("required"),
              r.httpPutResponseHopLimit() == null
                  ? was.hopLimit()
                  : checkedHops(r.httpPutResponseHopLimit()),
              r.instanceMetadataTags() == null
                  ? was.tagsEnabled()
                  : r.instanceMetadataTags().equals("enabled"));
      tx.put(Instances.TABLE, instance.with(instance.options().withMetadata(now)));
      return ModifyInstanceMetadataOptionsResult.builder()
          .instanceId(instance.id())
          .instanceMetadataOptions(InstanceShapes.metadata(now))
          .build();
    });
  }

  private ModifyInstanceMetadataDefaultsResult modifyDefaults(
      Call call, ModifyInstanceMetadataDefaultsRequest r) {
    store.write(tx -> {
      Defaults was = defaults(tx, call.scope());
      Integer hops = r.httpPutResponseHopLimit();
      tx.put(
          DEFAULTS,
          new Defaults(
              call.scope(),
              preference(r.httpTokens(), was.httpTokens()),
              hops == null ? was.hopLimit() : hopPreference(hops),
              preference(r.httpEndpoint(), was.httpEndpoint()),
              preference(r.instanceMetadataTags(), was.instanceTags())));
      return true;
    });
    return ModifyInstanceMetadataDefaultsResult.builder().return_(true).build();
  }

  private static @Nullable String preference(@Nullable String given, @Nullable String was) {
    if (given == null) {
      return was;
    }
    return given.equals("no-preference") ? null : given;
  }

  private static @Nullable Integer hopPreference(int hops) {
    return hops == -1 ? null : Integer.valueOf(checkedHops(hops));
  }

  private GetInstanceMetadataDefaultsResult getDefaults(
      Call call, GetInstanceMetadataDefaultsRequest request) {
    Defaults found = store.read(tx -> defaults(tx, call.scope()));
    return GetInstanceMetadataDefaultsResult.builder()
        .accountLevel(
            InstanceMetadataDefaultsResponse.builder()
                .httpTokens(found.httpTokens())
                .httpPutResponseHopLimit(found.hopLimit())
                .httpEndpoint(found.httpEndpoint())
                .instanceMetadataTags(found.instanceTags())
                .build())
        .build();
  }
}
