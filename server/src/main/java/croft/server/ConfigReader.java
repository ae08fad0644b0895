package croft.server;

import croft.drivers.blob.S3BlobLocation;
import croft.drivers.docker.engine.EngineSocket;
import croft.server.ConfigSettings.Setting;
import croft.services.sns.mail.MailRelay;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the settings' text into values; each that cannot be one adds a problem. */
final class ConfigReader {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,3}(-[a-z]+)+-[0-9]{1,2}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern IMAGE =
      Pattern.compile("[a-z0-9][a-z0-9._/:-]{0,200}(@sha256:[0-9a-f]{64})?");
  private static final Pattern HARD_TO_MOUNT = Pattern.compile("[:,\\\\\\s]");
  private static final Pattern CIDR =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
  private static final long SMALLEST_REQUEST_LIMIT_BYTES = 64 * 1024;

  private final ConfigSettings settings;
  private final List<String> problems;
  private final Path userHome;
  private final Map<String, String> environment;

  ConfigReader(
      ConfigSettings settings,
      List<String> problems,
      Path userHome,
      Map<String, String> environment) {
    this.settings = settings;
    this.problems = problems;
    this.userHome = userHome;
    this.environment = environment;
  }

  Config read(Path home) {
    Config config =
        new Config(
            home,
            data(home),
            bind(),
            (int) number(ConfigOption.PORT, 0, 65535),
            matching(ConfigOption.REGION, REGION, "a region such as us-west-2 or eu-central-1"),
            matching(ConfigOption.ACCOUNT, ACCOUNT, "the twelve digits of an account"),
            oneOf(ConfigOption.AUTH, Config.Auth.class),
            oneOf(ConfigOption.ISOLATION, Config.Isolation.class),
            oneOf(ConfigOption.DISK_MOUNTS, Config.DiskMounts.class),
            oneOf(ConfigOption.DRIVERS, Config.Drivers.class),
            docker(),
            storeUrl(),
            blobs(),
            publicAddresses(),
            dnsPort(),
            mail(),
            (int) number(ConfigOption.SPEED, 1, 3600),
            number(ConfigOption.MAX_REQUEST_BYTES, SMALLEST_REQUEST_LIMIT_BYTES, Integer.MAX_VALUE),
            oneOf(ConfigOption.LOG_LEVEL, Config.LogLevel.class));
    if (config.auth() == Config.Auth.OPEN && !config.bind().isLoopbackAddress()) {
      problem(
          ConfigOption.AUTH,
          "anyone who reaches "
              + config.bind().getHostAddress()
              + " would be root of the account; bind to 127.0.0.1 or use auth=signed");
    }
    return config;
  }

  private Path data(Path home) {
    String text = settings.get(ConfigOption.DATA).text();
    Path data = text.isEmpty() ? home.resolve("data") : Path.of(text);
    if (!data.isAbsolute()) {
      problem(ConfigOption.DATA, "must be an absolute path");
    }
    if (HARD_TO_MOUNT.matcher(data.toString()).find()) {
      // The options of an overlay mount have no spelling for these that every kernel understands.
      problems.add(
          "data = %s: must be a path without colon, comma, backslash or space; set data or CROFT_HOME"
              .formatted(data));
    }
    return data.normalize();
  }

  private InetAddress bind() {
    try {
      // Literals only: a name would be looked up, and could mean another address tomorrow.
      return InetAddress.ofLiteral(settings.get(ConfigOption.BIND).text());
    } catch (IllegalArgumentException e) {
      problem(ConfigOption.BIND, "must be an IP address of this machine such as 127.0.0.1");
      return InetAddress.getLoopbackAddress();
    }
  }

  private Config.Docker docker() {
    String option = settings.get(ConfigOption.DOCKER_SOCKET).text();
    String variable = environment.getOrDefault(EngineSocket.VARIABLE, "");
    String image = matching(ConfigOption.DOCKER_IMAGE, IMAGE, "an image's name: debian:stable");
    boolean used =
        settings.get(ConfigOption.DRIVERS).text().equals(spelling(Config.Drivers.DOCKER));
    try {
      return new Config.Docker(EngineSocket.choose(option, used ? variable : "", userHome), image);
    } catch (IllegalArgumentException e) {
      problems.add("docker-socket or " + EngineSocket.VARIABLE + ": " + e.getMessage());
      return new Config.Docker(Path.of("/"), image);
    }
  }

  private Optional<String> storeUrl() {
    String text = settings.get(ConfigOption.STORE).text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.startsWith("postgresql://")) {
      // The URL may hold a password: it is not repeated.
      problems.add(
          "store (from %s): must be a URL such as postgresql://croft@localhost/croft;"
                  .formatted(settings.get(ConfigOption.STORE).origin())
              + " leave it empty for the embedded SQLite");
    }
    return Optional.of(text);
  }

  private Optional<S3BlobLocation> blobs() {
    String text = settings.get(ConfigOption.BLOBS).text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(S3BlobLocation.parse(text));
    } catch (IllegalArgumentException e) {
      // The URL holds a secret: it is not repeated.
      problems.add(
          "blobs (from %s): %s; it must be a URL such as s3://KEY:SECRET@HOST/BUCKET,"
                  .formatted(settings.get(ConfigOption.BLOBS).origin(), e.getMessage())
              + " or empty for files in the data directory");
      return Optional.empty();
    }
  }

  private Optional<MailRelay> mail() {
    String text = settings.get(ConfigOption.MAIL).text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MailRelay.parse(text));
    } catch (IllegalArgumentException e) {
      // The URL may hold a password: it is not repeated.
      problems.add(
          "mail (from %s): %s; it must be a URL such as smtp://HOST:25?from=croft@example.org,"
                  .formatted(settings.get(ConfigOption.MAIL).origin(), e.getMessage())
              + " or empty for files in the home's folder 'mail'");
      return Optional.empty();
    }
  }

  private Optional<Integer> dnsPort() {
    return settings.get(ConfigOption.DNS_PORT).text().isEmpty()
        ? Optional.empty()
        : Optional.of((int) number(ConfigOption.DNS_PORT, 0, 65535));
  }

  private String publicAddresses() {
    String text = settings.get(ConfigOption.PUBLIC_ADDRESSES).text();
    if (!isNetwork(text)) {
      problem(
          ConfigOption.PUBLIC_ADDRESSES,
          "must be an IPv4 network of /8 to /20 without host bits, such as 100.96.0.0/12");
    }
    return text;
  }

  private static boolean isNetwork(String text) {
    var matcher = CIDR.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    long address = 0;
    for (int group = 1; group <= 4; group++) {
      int octet = Integer.parseInt(matcher.group(group));
      if (octet > 255) {
        return false;
      }
      address = address << 8 | octet;
    }
    int prefixLength = Integer.parseInt(matcher.group(5));
    return prefixLength >= 8
        && prefixLength <= 20
        && (address & (0xffffffffL >> prefixLength)) == 0;
  }

  private long number(ConfigOption option, long least, long most) {
    try {
      long value = Long.parseLong(settings.get(option).text());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number out of range.
    }
    problem(option, "must be a whole number from " + least + " to " + most);
    return least;
  }

  private String matching(ConfigOption option, Pattern pattern, String what) {
    String text = settings.get(option).text();
    if (!pattern.matcher(text).matches()) {
      problem(option, "must be " + what);
    }
    return text;
  }

  private <E extends Enum<E>> E oneOf(ConfigOption option, Class<E> type) {
    String text = settings.get(option).text();
    E[] values = type.getEnumConstants();
    for (E value : values) {
      if (spelling(value).equals(text)) {
        return value;
      }
    }
    problem(
        option,
        "must be one of "
            + Stream.of(values).map(ConfigReader::spelling).collect(Collectors.joining(", ")));
    return values[0];
  }

  private static String spelling(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void problem(ConfigOption option, String advice) {
    Setting setting = settings.get(option);
    problems.add(
        "%s = %s (from %s): %s".formatted(option.key(), setting.text(), setting.origin(), advice));
  }
}
