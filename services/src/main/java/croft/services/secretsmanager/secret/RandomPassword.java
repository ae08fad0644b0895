package croft.services.secretsmanager.secret;

import static croft.services.operation.Binding.bind;
import static croft.services.operation.Requests.on;

import croft.api.secretsmanager.GetRandomPasswordRequest;
import croft.api.secretsmanager.GetRandomPasswordResponse;
import croft.api.secretsmanager.SecretsmanagerModel;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * GetRandomPassword.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html">GetRandomPassword</a>.
 */
public final class RandomPassword {
  private static final long USUAL_LENGTH = 32;
  private static final long LONGEST = 4096;
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String NUMBERS = "0123456789";
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private final SecureRandom random;

  public RandomPassword(SecretsParts parts) {
    this.random = parts.random();
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SecretsmanagerModel.GET_RANDOM_PASSWORD,
            AccessRule.toAll("secretsmanager:GetRandomPassword"),
            this::make));
  }

  private GetRandomPasswordResponse make(Call call, GetRandomPasswordRequest request) {
    long length = Objects.requireNonNullElse(request.passwordLength(), USUAL_LENGTH);
    List<String> types = types(request);
    boolean each = request.requireEachIncludedType() == null || request.requireEachIncludedType();
    if (types.isEmpty()) {
      throw SecretErrors.parameter(
          "The password must have at least one character type: all of them are excluded.");
    }
    if (length < 1 || length > LONGEST || (each && length < types.size())) {
      throw SecretErrors.parameter(
          "The password length is not valid: it must be at most 4096, and long enough for one"
              + " character of each included type.");
    }
    return GetRandomPasswordResponse.builder()
        .randomPassword(password((int) length, types, each))
        .build();
  }

  /** The characters of each type that are left. */
  private static List<String> types(GetRandomPasswordRequest request) {
    List<String> types = new ArrayList<>();
    String excluded = Objects.requireNonNullElse(request.excludeCharacters(), "");
    add(types, !on(request.excludeLowercase()), LOWER, excluded);
    add(types, !on(request.excludeUppercase()), UPPER, excluded);
    add(types, !on(request.excludeNumbers()), NUMBERS, excluded);
    add(types, !on(request.excludePunctuation()), PUNCTUATION, excluded);
    add(types, on(request.includeSpace()), " ", excluded);
    return types;
  }

  private static void add(List<String> types, boolean wanted, String letters, String excluded) {
    StringBuilder left = new StringBuilder();
    letters.chars().filter(c -> excluded.indexOf(c) < 0).forEach(left::appendCodePoint);
    if (wanted && !left.isEmpty()) {
      types.add(left.toString());
    }
  }

  private String password(int length, List<String> types, boolean each) {
    String all = String.join("", types);
    char[] letters = new char[length];
    for (int i = 0; i < length; i++) {
      String from = each && i < types.size() ? types.get(i) : all;
      letters[i] = from.charAt(random.nextInt(from.length()));
    }
    // The characters of each type are not always the first ones.
    for (int i = length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      char kept = letters[i];
      letters[i] = letters[other];
      letters[other] = kept;
    }
    return new String(letters);
  }
}
