package croft.services.iam.setting;

import croft.base.ServiceError;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules an account's passwords keep.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html">Account
 * password policy</a>.
 *
 * @param maxAgeDays 0 for passwords that do not expire
 * @param reusePrevention how many former passwords may not come again, 0 to 24
 * @param hardExpiry null when it was not said
 */
public record PasswordPolicy(
    int minimumLength,
    boolean requireSymbols,
    boolean requireNumbers,
    boolean requireUppercase,
    boolean requireLowercase,
    boolean allowUsersToChange,
    int maxAgeDays,
    int reusePrevention,
    @Nullable Boolean hardExpiry) {
  /** The characters that count as symbols. */
  private static final String SYMBOLS = "!@#$%^&*()_+-=[]{}|'";

  private static final int USUAL_LENGTH = 8;
  private static final int USUAL_KINDS = 3;

  /**
   * Passes a password that keeps the rules; without a policy, eight characters of three kinds.
   *
   * @throws ServiceError {@code PasswordPolicyViolation} naming the first rule it breaks
   */
  public static void check(@Nullable PasswordPolicy policy, String password) {
    if (policy == null) {
      checkUsual(password);
      return;
    }
    require(
        password.length() >= policy.minimumLength,
        "Password should have a minimum length of " + policy.minimumLength);
    require(
        !policy.requireUppercase || has(password, PasswordPolicy::isUpper),
        "Password should have at least one uppercase letter");
    require(
        !policy.requireLowercase || has(password, PasswordPolicy::isLower),
        "Password should have at least one lowercase letter");
    require(
        !policy.requireNumbers || has(password, PasswordPolicy::isDigit),
        "Password should have at least one number");
    require(
        !policy.requireSymbols || has(password, c -> SYMBOLS.indexOf(c) >= 0),
        "Password should have at least one of the following symbols: ! @ # $ % ^ & * ( ) _ + - ="
            + " [ ] { } | '");
  }

  private static void checkUsual(String password) {
    require(
        password.length() >= USUAL_LENGTH,
        "Password should have a minimum length of " + USUAL_LENGTH);
    long kinds =
        Stream.<IntPredicate>of(
                PasswordPolicy::isUpper,
                PasswordPolicy::isLower,
                PasswordPolicy::isDigit,
                c -> !isUpper(c) && !isLower(c) && !isDigit(c))
            .filter(kind -> has(password, kind))
            .count();
    require(
        kinds >= USUAL_KINDS,
        "Password should have at least three of uppercase letters, lowercase letters, numbers and"
            + " symbols");
  }

  private static boolean has(String password, IntPredicate kind) {
    return password.chars().anyMatch(kind);
  }

  private static boolean isUpper(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw violation(message);
    }
  }

  /** 400: a password breaks a rule. */
  public static ServiceError violation(String message) {
    return ServiceError.badRequest("PasswordPolicyViolation", message);
  }
}
