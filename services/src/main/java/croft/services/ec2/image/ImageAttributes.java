package croft.services.ec2.image;

import croft.api.ec2.AttributeValue;
import croft.api.ec2.DescribeImageAttributeRequest;
import croft.api.ec2.DisableImageBlockPublicAccessResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.EnableImageBlockPublicAccessRequest;
import croft.api.ec2.EnableImageBlockPublicAccessResult;
import croft.api.ec2.GetImageBlockPublicAccessStateResult;
import croft.api.ec2.ImageAttribute;
import croft.api.ec2.LaunchPermission;
import croft.api.ec2.ModifyImageAttributeRequest;
import croft.api.ec2.ModifyImageAttributeResponse;
import croft.api.ec2.ResetImageAttributeRequest;
import croft.api.ec2.ResetImageAttributeResponse;
import croft.base.ServiceError;
import croft.services.ec2.image.Image.Sharing;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image's attributes: its description and who may launch it, and whether the account lets
 * everyone.
 */
final class ImageAttributes {
  private static final String BLOCKED = "block-new-sharing";
  private static final String UNBLOCKED = "unblocked";

  private final Store store;
  private final ImageAccess access;

  ImageAttributes(Store store) {
    this.store = store;
    this.access = new ImageAccess(store);
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_IMAGE_ATTRIBUTE,
            (call, r) -> access.on(call, "ec2:DescribeImageAttribute", r.imageId()),
            this::describe),
        Binding.bind(
                Ec2Model.MODIFY_IMAGE_ATTRIBUTE,
                (call, r) -> access.on(call, "ec2:ModifyImageAttribute", r.imageId()),
                this::modify)
            .honouring(
                "Attribute",
                "Description",
                "ImageId",
                "LaunchPermission.Add.Group",
                "LaunchPermission.Add.UserId",
                "LaunchPermission.Remove.Group",
                "LaunchPermission.Remove.UserId",
                "OperationType",
                "UserGroups",
                "UserIds",
                "Value"),
        Binding.bind(
            Ec2Model.RESET_IMAGE_ATTRIBUTE,
            (call, r) -> access.on(call, "ec2:ResetImageAttribute", r.imageId()),
            this::reset),
        Binding.bind(
            Ec2Model.ENABLE_IMAGE_BLOCK_PUBLIC_ACCESS,
            AccessRule.toAll("ec2:EnableImageBlockPublicAccess"),
            this::block),
        Binding.bind(
            Ec2Model.DISABLE_IMAGE_BLOCK_PUBLIC_ACCESS,
            AccessRule.toAll("ec2:DisableImageBlockPublicAccess"),
            (call, r) -> {
              store.write(tx -> put(tx, call, false));
              return DisableImageBlockPublicAccessResult.builder()
                  .imageBlockPublicAccessState(UNBLOCKED)
                  .build();
            }),
        Binding.bind(
            Ec2Model.GET_IMAGE_BLOCK_PUBLIC_ACCESS_STATE,
            AccessRule.toAll("ec2:GetImageBlockPublicAccessState"),
            (call, r) ->
                GetImageBlockPublicAccessStateResult.builder()
                    .imageBlockPublicAccessState(
                        store.<Boolean>read(tx -> PublicAccessBlock.isOn(tx, call.scope()))
                            ? BLOCKED
                            : UNBLOCKED)
                    .build()));
  }

  private static PublicAccessBlock put(Transaction tx, Call call, boolean blocked) {
    PublicAccessBlock block = new PublicAccessBlock(call.scope(), blocked);
    tx.put(PublicAccessBlock.TABLE, block);
    return block;
  }

  private EnableImageBlockPublicAccessResult block(
      Call call, EnableImageBlockPublicAccessRequest request) {
    String wanted = request.imageBlockPublicAccessState();
    if (!BLOCKED.equals(wanted)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Invalid value '" + wanted + "' for ImageBlockPublicAccessState.");
    }
    store.write(tx -> put(tx, call, true));
    return EnableImageBlockPublicAccessResult.builder()
        .imageBlockPublicAccessState(BLOCKED)
        .build();
  }

  private ImageAttribute describe(Call call, DescribeImageAttributeRequest request) {
    Image image =
        store.read(tx -> Images.own(tx, call.scope(), required("ImageId", request.imageId())));
    ImageAttribute.Builder answer = ImageAttribute.builder().imageId(image.id());
    String attribute = required("Attribute", request.attribute());
    switch (attribute) {
      case "description" -> answer.description(value(image.description()));
      case "launchPermission" -> answer.launchPermissions(permissions(image.sharing()));
      case "blockDeviceMapping" -> answer.blockDeviceMappings(ImageShapes.disks(image));
      case "sriovNetSupport" -> answer.sriovNetSupport(value("simple"));
      case "deregistrationProtection" ->
          answer.deregistrationProtection(value(ImageShapes.protection(image)));
      case "productCodes" -> answer.productCodes(List.of());
      case "kernel", "ramdisk", "bootMode", "tpmSupport", "imdsSupport", "lastLaunchedTime" -> {
        // None has one: the answer holds the image's id alone, as AWS's does.
      }
      default -> throw unknown(attribute);
    }
    return answer.build();
  }

  private static AttributeValue value(String text) {
    return AttributeValue.builder().value(text).build();
  }

  private static List<LaunchPermission> permissions(Sharing sharing) {
    List<LaunchPermission> all = new ArrayList<>();
    if (sharing.everyone()) {
      all.add(LaunchPermission.builder().group("all").build());
    }
    sharing.accounts().forEach(id -> all.add(LaunchPermission.builder().userId(id).build()));
    return all;
  }

  private ModifyImageAttributeResponse modify(Call call, ModifyImageAttributeRequest request) {
    store.write(tx -> {
      Image image = Images.own(tx, call.scope(), required("ImageId", request.imageId()));
      Image after = image;
      String description = description(request);
      if (description != null) {
        after = after.described(description);
      }
      SharingChange change = SharingChange.of(request);
      if (!change.isNothing()) {
        requireShareable(tx, call, image, change);
        after = after.with(change.apply(image.sharing()));
      } else if (description == null) {
        throw ServiceError.badRequest("InvalidParameterCombination", "No attributes specified.");
      }
      tx.put(Images.TABLE, after);
      return after;
    });
    return ModifyImageAttributeResponse.builder().build();
  }

  private static @Nullable String description(ModifyImageAttributeRequest request) {
    AttributeValue given = request.description();
    if (given != null) {
      return Objects.requireNonNullElse(given.value(), "");
    }
    return "description".equals(request.attribute())
        ? Objects.requireNonNullElse(request.value(), "")
        : null;
  }

  private static void requireShareable(
      Transaction tx, Call call, Image image, SharingChange change) {
    if (image.state() == ImageState.DISABLED) {
      throw ServiceError.badRequest(
          "InvalidAMIID.Unavailable",
          "The image id '[" + image.id() + "]' is not available: a disabled image is not shared");
    }
    if (change.addsEveryone()
        && !image.sharing().everyone()
        && PublicAccessBlock.isOn(tx, call.scope())) {
      throw ServiceError.badRequest(
          "OperationNotPermitted",
          "You can't publicly share this image because block public access for AMIs is enabled for"
              + " this account. To publicly share the image, you must call the"
              + " DisableImageBlockPublicAccess API.");
    }
  }

  private ResetImageAttributeResponse reset(Call call, ResetImageAttributeRequest request) {
    String attribute = required("Attribute", request.attribute());
    if (!attribute.equals("launchPermission")) {
      throw unknown(attribute);
    }
    store.write(tx -> {
      Image image = Images.own(tx, call.scope(), required("ImageId", request.imageId()));
      tx.put(Images.TABLE, image.with(Sharing.NOBODY));
      return image;
    });
    return ResetImageAttributeResponse.builder().build();
  }

  private static ServiceError unknown(String attribute) {
    return ServiceError.badRequest(
        "InvalidParameterValue", "Value (" + attribute + ") for parameter attribute is invalid.");
  }

  static String required(String parameter, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    return value;
  }
}
