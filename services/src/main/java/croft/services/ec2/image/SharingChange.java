package croft.services.ec2.image;

import croft.api.ec2.LaunchPermission;
import croft.api.ec2.LaunchPermissionModifications;
import croft.api.ec2.ModifyImageAttributeRequest;
import croft.base.ServiceError;
import croft.services.ec2.image.Image.Sharing;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Launch permissions to add and to take away, in either of the two forms a request may have. */
record SharingChange(
    List<String> addedAccounts,
    List<String> removedAccounts,
    boolean addsEveryone,
    boolean removesEveryone) {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  static SharingChange of(ModifyImageAttributeRequest request) {
    LaunchPermissionModifications given = request.launchPermission();
    List<LaunchPermission> added = new ArrayList<>();
    List<LaunchPermission> removed = new ArrayList<>();
    if (given != null) {
      added.addAll(given.addOrEmpty());
      removed.addAll(given.removeOrEmpty());
    }
    List<LaunchPermission> listed = listed(request);
    if (!listed.isEmpty()) {
      String operation = request.operationType();
      switch (operation == null ? "" : operation) {
        case "add" -> added.addAll(listed);
        case "remove" -> removed.addAll(listed);
        default ->
            throw ServiceError.badRequest(
                "InvalidParameterValue",
                "Value (" + operation + ") for parameter operationType is invalid.");
      }
    }
    return new SharingChange(
        accounts(added), accounts(removed), hasEveryone(added), hasEveryone(removed));
  }

  private static List<LaunchPermission> listed(ModifyImageAttributeRequest request) {
    List<LaunchPermission> listed = new ArrayList<>();
    request.userIdsOrEmpty().forEach(id -> listed.add(permission(null, id)));
    request.userGroupsOrEmpty().forEach(group -> listed.add(permission(group, null)));
    return listed;
  }

  private static LaunchPermission permission(@Nullable String group, @Nullable String userId) {
    return LaunchPermission.builder().group(group).userId(userId).build();
  }

  private static List<String> accounts(List<LaunchPermission> permissions) {
    List<String> accounts = new ArrayList<>();
    for (LaunchPermission permission : permissions) {
      String id = permission.userId();
      if (id != null) {
        if (!ACCOUNT.matcher(id).matches()) {
          throw invalid(id, "userId");
        }
        accounts.add(id);
      }
    }
    return accounts;
  }

  private static boolean hasEveryone(List<LaunchPermission> permissions) {
    boolean found = false;
    for (LaunchPermission permission : permissions) {
      String group = permission.group();
      if (group != null && !group.equals("all")) {
        throw invalid(group, "userGroup");
      }
      found |= group != null;
    }
    return found;
  }

  private static ServiceError invalid(String value, String item) {
    return ServiceError.badRequest(
        "InvalidAMIAttributeItemValue",
        "Invalid attribute item value \"" + value + "\" for " + item + " item type.");
  }

  boolean isNothing() {
    return addedAccounts.isEmpty()
        && removedAccounts.isEmpty()
        && !addsEveryone
        && !removesEveryone;
  }

  Sharing apply(Sharing sharing) {
    TreeSet<String> accounts = new TreeSet<>(sharing.accounts());
    accounts.addAll(addedAccounts);
    removedAccounts.forEach(accounts::remove);
    boolean everyone = (sharing.everyone() || addsEveryone) && !removesEveryone;
    return new Sharing(everyone, List.copyOf(accounts));
  }
}
