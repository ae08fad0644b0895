package croft.services.ec2.image;

import croft.api.ec2.CancelImageLaunchPermissionResult;
import croft.api.ec2.DeregisterImageRequest;
import croft.api.ec2.DeregisterImageResponse;
import croft.api.ec2.DisableImageDeprecationResult;
import croft.api.ec2.DisableImageDeregistrationProtectionResult;
import croft.api.ec2.DisableImageResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.EnableImageDeprecationRequest;
import croft.api.ec2.EnableImageDeprecationResult;
import croft.api.ec2.EnableImageDeregistrationProtectionRequest;
import croft.api.ec2.EnableImageDeregistrationProtectionResult;
import croft.api.ec2.EnableImageResult;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.image.Image.Keeping;
import croft.services.ec2.image.Image.Sharing;
import croft.services.ec2.image.Image.Status;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How long an image stays and whether it is launched: DeregisterImage with its protection,
 * EnableImage, DisableImage, deprecation, and giving back a launch permission.
 */
final class ImageKeeping {
  private static final Duration COOLDOWN = Duration.ofHours(24);
  private static final Duration LONGEST_USE = Duration.ofDays(3653);

  private final Store store;
  private final Wake wake;
  private final ImageAccess access;

  ImageKeeping(Store store, Wake wake) {
    this.store = store;
    this.wake = wake;
    this.access = new ImageAccess(store);
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.DEREGISTER_IMAGE,
                (call, r) -> access.on(call, "ec2:DeregisterImage", r.imageId()),
                this::deregister)
            .honouring("ImageId"),
        Binding.bind(
            Ec2Model.ENABLE_IMAGE,
            (call, r) -> access.on(call, "ec2:EnableImage", r.imageId()),
            (call, r) -> {
              change(call, r.imageId(), this::enabled);
              return EnableImageResult.builder().return_(true).build();
            }),
        Binding.bind(
            Ec2Model.DISABLE_IMAGE,
            (call, r) -> access.on(call, "ec2:DisableImage", r.imageId()),
            (call, r) -> {
              change(call, r.imageId(), ImageKeeping::disabled);
              return DisableImageResult.builder().return_(true).build();
            }),
        Binding.bind(
            Ec2Model.ENABLE_IMAGE_DEPRECATION,
            (call, r) -> access.on(call, "ec2:EnableImageDeprecation", r.imageId()),
            this::deprecate),
        Binding.bind(
            Ec2Model.DISABLE_IMAGE_DEPRECATION,
            (call, r) -> access.on(call, "ec2:DisableImageDeprecation", r.imageId()),
            (call, r) -> {
              change(call, r.imageId(), image -> image.with(image.keeping().deprecated(null)));
              return DisableImageDeprecationResult.builder().return_(true).build();
            }),
        Binding.bind(
            Ec2Model.ENABLE_IMAGE_DEREGISTRATION_PROTECTION,
            (call, r) -> access.on(call, "ec2:EnableImageDeregistrationProtection", r.imageId()),
            this::protect),
        Binding.bind(
            Ec2Model.DISABLE_IMAGE_DEREGISTRATION_PROTECTION,
            (call, r) -> access.on(call, "ec2:DisableImageDeregistrationProtection", r.imageId()),
            (call, r) -> {
              change(call, r.imageId(), image -> unprotected(image, call.at()));
              return DisableImageDeregistrationProtectionResult.builder().return_("true").build();
            }),
        Binding.bind(
            Ec2Model.CANCEL_IMAGE_LAUNCH_PERMISSION,
            (call, r) -> access.on(call, "ec2:CancelImageLaunchPermission", r.imageId()),
            (call, r) -> {
              giveBack(call, r.imageId());
              return CancelImageLaunchPermissionResult.builder().return_(true).build();
            }));
  }

  private Image change(Call call, @Nullable String id, UnaryOperator<Image> change) {
    return store.write(tx -> {
      Image after = change.apply(Images.own(tx, call.scope(), required(id)));
      tx.put(Images.TABLE, after);
      wake.image(tx, after.scope(), after.id());
      return after;
    });
  }

  /** Instances made of it go on; the reconciler removes it when the last one is gone. */
  private DeregisterImageResponse deregister(Call call, DeregisterImageRequest request) {
    change(
        call,
        request.imageId(),
        image -> {
          if (image.keeping().isProtected(call.at())) {
            throw ServiceError.badRequest(
                "OperationNotPermitted",
                "The image '"
                    + image.id()
                    + "' cannot be deregistered: its deregistration protection is "
                    + ImageShapes.protection(image));
          }
          return image.with(new Status(ImageState.DEREGISTERED, null, null));
        });
    return DeregisterImageResponse.builder().build();
  }

  private Image enabled(Image image) {
    return switch (image.state()) {
      case AVAILABLE -> image;
      case DISABLED -> image.with(Status.AVAILABLE);
      case PENDING, FAILED, DEREGISTERED -> throw unavailable(image);
    };
  }

  /** AWS makes a disabled image private, and enabling does not undo that. */
  private static Image disabled(Image image) {
    return switch (image.state()) {
      case DISABLED -> image;
      case AVAILABLE ->
          image.with(new Status(ImageState.DISABLED, null, null)).with(Sharing.NOBODY);
      case PENDING, FAILED, DEREGISTERED -> throw unavailable(image);
    };
  }

  private static ServiceError unavailable(Image image) {
    return ServiceError.badRequest(
        "InvalidAMIID.Unavailable",
        "The image id '[" + image.id() + "]' is not available: it is " + image.state().text());
  }

  /** To the minute, as AWS rounds it. */
  private EnableImageDeprecationResult deprecate(Call call, EnableImageDeprecationRequest request) {
    Instant given = request.deprecateAt();
    if (given == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter DeprecateAt");
    }
    Instant at = given.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES);
    if (at.isBefore(call.at()) || at.isAfter(call.at().plus(LONGEST_USE))) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "The deprecation date must be in the future and at most 10 years from now.");
    }
    change(call, request.imageId(), image -> image.with(image.keeping().deprecated(at)));
    return EnableImageDeprecationResult.builder().return_(true).build();
  }

  private EnableImageDeregistrationProtectionResult protect(
      Call call, EnableImageDeregistrationProtectionRequest request) {
    boolean cooldown = Boolean.TRUE.equals(request.withCooldown());
    change(
        call,
        request.imageId(),
        image -> image.with(new Keeping(image.keeping().deprecatedAt(), true, cooldown, null)));
    return EnableImageDeregistrationProtectionResult.builder().return_("true").build();
  }

  private static Image unprotected(Image image, Instant at) {
    Keeping now = image.keeping();
    if (!now.protectedNow()) {
      return image;
    }
    Instant until = now.cooldown() ? at.plus(COOLDOWN) : null;
    return image.with(new Keeping(now.deprecatedAt(), false, false, until));
  }

  private void giveBack(Call call, @Nullable String id) {
    store.write(tx -> {
      Image image = Images.require(tx, call.scope(), required(id));
      List<String> accounts = new ArrayList<>(image.sharing().accounts());
      if (image.isOfCatalogue() || !accounts.remove(call.account())) {
        throw ServiceError.badRequest(
            "InvalidRequest", "The image " + id + " is not shared with this account by its id");
      }
      tx.put(Images.TABLE, image.with(new Sharing(image.sharing().everyone(), accounts)));
      return image;
    });
  }

  private static String required(@Nullable String id) {
    if (id == null || id.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter ImageId");
    }
    return id;
  }
}
