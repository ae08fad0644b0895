package croft.services.kms.key;

import static croft.services.operation.Binding.bind;

import croft.api.kms.DisableKeyRotationRequest;
import croft.api.kms.DisableKeyRotationResponse;
import croft.api.kms.EnableKeyRotationRequest;
import croft.api.kms.EnableKeyRotationResponse;
import croft.api.kms.GetKeyRotationStatusRequest;
import croft.api.kms.GetKeyRotationStatusResponse;
import croft.api.kms.KmsModel;
import croft.api.kms.ListKeyRotationsRequest;
import croft.api.kms.ListKeyRotationsResponse;
import croft.api.kms.RotateKeyOnDemandRequest;
import croft.api.kms.RotateKeyOnDemandResponse;
import croft.api.kms.RotationsListEntry;
import croft.services.kms.key.Key.Material;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rotation by time and on demand, of symmetric keys. */
public final class RotationOperations {
  private static final int MOST_ON_DEMAND = 25;
  private static final int USUAL_PAGE = 100;

  private final Store store;
  private final Pages pages;
  private final KeyAccess access;
  private final Rotation rotation;

  public RotationOperations(KmsParts parts) {
    this.store = parts.store();
    this.pages = parts.pages();
    this.access = new KeyAccess(parts);
    this.rotation = new Rotation(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            KmsModel.ENABLE_KEY_ROTATION,
            (call, request) ->
                access.on(
                    call,
                    "kms:EnableKeyRotation",
                    request.keyId(),
                    Requests.key("kms:RotationPeriodInDays", days(request))),
            this::enable),
        bind(
            KmsModel.DISABLE_KEY_ROTATION,
            (call, request) -> access.on(call, "kms:DisableKeyRotation", request.keyId()),
            this::disable),
        bind(
            KmsModel.GET_KEY_ROTATION_STATUS,
            (call, request) -> access.on(call, "kms:GetKeyRotationStatus", request.keyId()),
            this::status),
        bind(
            KmsModel.ROTATE_KEY_ON_DEMAND,
            (call, request) -> access.on(call, "kms:RotateKeyOnDemand", request.keyId()),
            this::rotate),
        bind(
            KmsModel.LIST_KEY_ROTATIONS,
            (call, request) -> access.on(call, "kms:ListKeyRotations", request.keyId()),
            this::list));
  }

  private static int days(EnableKeyRotationRequest request) {
    return Objects.requireNonNullElse(request.rotationPeriodInDays(), Rotation.USUAL_DAYS);
  }

  private static Key rotatable(Transaction tx, Call call, @Nullable String keyId) {
    Key key = Keys.changeable(tx, call, keyId);
    requireSymmetric(key);
    if (key.state() == KeyState.DISABLED) {
      throw KeyErrors.disabled(key);
    }
    return key;
  }

  private static void requireSymmetric(Key key) {
    if (key.spec() != KeySpec.SYMMETRIC_DEFAULT) {
      throw KeyErrors.unsupported("You cannot perform this operation on a key of this spec.");
    }
  }

  private EnableKeyRotationResponse enable(Call call, EnableKeyRotationRequest request) {
    int days = days(request);
    return store.write(tx -> {
      Key key = rotatable(tx, call, request.keyId());
      tx.put(Key.TABLE, key.rotatedEvery(days, call.at().plus(Duration.ofDays(days))));
      return EnableKeyRotationResponse.builder().build();
    });
  }

  private DisableKeyRotationResponse disable(Call call, DisableKeyRotationRequest request) {
    return store.write(tx -> {
      Key key = rotatable(tx, call, request.keyId());
      tx.put(Key.TABLE, key.rotatedEvery(0, null));
      return DisableKeyRotationResponse.builder().build();
    });
  }

  private GetKeyRotationStatusResponse status(Call call, GetKeyRotationStatusRequest request) {
    Key key = store.read(tx -> Keys.own(tx, call, request.keyId()));
    boolean rotates = key.rotationDays() > 0 && key.state() != KeyState.PENDING_DELETION;
    return GetKeyRotationStatusResponse.builder()
        .keyId(key.arn().toString())
        .keyRotationEnabled(rotates)
        .rotationPeriodInDays(rotates ? key.rotationDays() : null)
        .nextRotationDate(rotates ? key.nextRotationAt() : null)
        .build();
  }

  private RotateKeyOnDemandResponse rotate(Call call, RotateKeyOnDemandRequest request) {
    return store.write(tx -> {
      Key key = rotatable(tx, call, request.keyId());
      if (key.materials().stream().filter(Material::onDemand).count() >= MOST_ON_DEMAND) {
        throw KeyErrors.limit(
            "The key has reached the limit of " + MOST_ON_DEMAND + " on-demand rotations.");
      }
      tx.put(Key.TABLE, rotation.rotated(key, call.at(), true));
      return RotateKeyOnDemandResponse.builder().keyId(key.arn().toString()).build();
    });
  }

  private ListKeyRotationsResponse list(Call call, ListKeyRotationsRequest request) {
    Key key = store.read(tx -> Keys.own(tx, call, request.keyId()));
    requireSymmetric(key);
    Pages.Page<Material> page =
        pages.page(
            call,
            "kms rotations " + key.id(),
            key.materials().subList(1, key.materials().size()),
            material -> Integer.toString(material.number()),
            Pages.Wanted.of(
                request.marker(), request.limit(), USUAL_PAGE, KeyErrors::invalidMarker));
    return ListKeyRotationsResponse.builder()
        .rotations(
            page.map(material ->
                RotationsListEntry.builder()
                    .keyId(key.arn().toString())
                    .rotationDate(material.since())
                    .rotationType(material.onDemand() ? "ON_DEMAND" : "AUTOMATIC")
                    .build()))
        .nextMarker(page.token())
        .truncated(page.truncated())
        .build();
  }
}
