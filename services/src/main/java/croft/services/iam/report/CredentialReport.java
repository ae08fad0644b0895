package croft.services.iam.report;

import croft.services.iam.credential.AccessKey;
import croft.services.iam.credential.LoginProfile;
import croft.services.iam.credential.MfaDevice;
import croft.services.iam.credential.SigningCertificate;
import croft.services.iam.setting.AccountSettings;
import croft.services.iam.setting.PasswordPolicy;
import croft.services.iam.user.User;
import croft.store.Transaction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The credential report of an account: a line for the root and each user, in AWS's columns.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html">Credential
 * reports</a>.
 */
final class CredentialReport {
  private static final String HEADER =
      "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
          + "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
          + "access_key_1_last_used_date,access_key_1_last_used_region,"
          + "access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
          + "access_key_2_last_used_date,access_key_2_last_used_region,"
          + "access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,"
          + "cert_2_last_rotated";
  private static final String NONE = "N/A";
  private static final int SLOTS = 2;

  private CredentialReport() {}

  /** The report as CSV. */
  static String of(Transaction tx, String account) {
    StringBuilder report = new StringBuilder(HEADER);
    report.append('\n').append(String.join(",", root(tx, account)));
    PasswordPolicy policy = AccountSettings.of(tx, account).passwordPolicy();
    for (User user : tx.list(User.TABLE, account)) {
      report.append('\n').append(String.join(",", line(tx, user, policy)));
    }
    return report.toString();
  }

  private static List<String> root(Transaction tx, String account) {
    List<String> cells = new ArrayList<>();
    cells.add("<root_account>");
    cells.add("arn:aws:iam::" + account + ":root");
    cells.add(text(Instant.EPOCH));
    cells.addAll(List.of("not_supported", "no_information", "not_supported", "not_supported"));
    cells.add(Boolean.toString(!MfaDevice.ofUser(tx, account, account).isEmpty()));
    // The root's key is in the server's home; nothing of its use is noted by key.
    cells.addAll(List.of("true", NONE, NONE, NONE, NONE));
    cells.addAll(List.of("false", NONE, NONE, NONE, NONE, "false", NONE, "false", NONE));
    return cells;
  }

  private static List<String> line(Transaction tx, User user, @Nullable PasswordPolicy policy) {
    List<String> cells = new ArrayList<>();
    cells.add(user.name());
    cells.add(user.arn().toString());
    cells.add(text(user.createdAt()));
    addPassword(cells, LoginProfile.ofUser(tx, user.account(), user.id()).orElse(null), policy);
    cells.add(Boolean.toString(!MfaDevice.ofUser(tx, user.account(), user.id()).isEmpty()));
    List<AccessKey> keys = AccessKey.ofUser(tx, user.id());
    List<SigningCertificate> certificates =
        SigningCertificate.ofUser(tx, user.account(), user.id());
    for (int slot = 0; slot < SLOTS; slot++) {
      addKey(cells, slot < keys.size() ? keys.get(slot) : null);
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      boolean there = slot < certificates.size();
      cells.add(Boolean.toString(there && certificates.get(slot).active()));
      cells.add(there ? text(certificates.get(slot).uploadedAt()) : NONE);
    }
    return cells;
  }

  private static void addPassword(
      List<String> cells, @Nullable LoginProfile profile, @Nullable PasswordPolicy policy) {
    if (profile == null) {
      cells.addAll(List.of("false", NONE, NONE, NONE));
      return;
    }
    int days = policy == null ? 0 : policy.maxAgeDays();
    cells.addAll(List.of("true", "no_information", text(profile.changedAt())));
    cells.add(days == 0 ? NONE : text(profile.changedAt().plus(days, ChronoUnit.DAYS)));
  }

  private static void addKey(List<String> cells, @Nullable AccessKey key) {
    if (key == null) {
      cells.addAll(List.of("false", NONE, NONE, NONE, NONE));
      return;
    }
    cells.add(Boolean.toString(key.active()));
    cells.add(text(key.createdAt()));
    AccessKey.LastUsed use = key.lastUsed();
    cells.addAll(
        use == null
            ? List.of(NONE, NONE, NONE)
            : List.of(text(use.at()), use.region(), use.serviceName()));
  }

  private static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).format(FORM);
  }

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
}
