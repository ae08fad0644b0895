package croft.server;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options a server is started with. Each has one name in three spellings: {@code
 * public-addresses} in the file, {@code CROFT_PUBLIC_ADDRESSES} in the environment and {@code
 * --public-addresses} on the command line. {@code croft.example.properties} explains them; a test
 * keeps that file and this list equal.
 */
public enum ConfigOption {
  BIND("bind", "127.0.0.1"),
  PORT("port", "4566"),
  REGION("region", "us-west-2"),
  ACCOUNT("account", "123456789012"),
  AUTH("auth", "signed"),
  ISOLATION("isolation", "user-namespace"),
  DISK_MOUNTS("disk-mounts", "on"),
  DRIVERS("drivers", "linux"),
  DOCKER_SOCKET("docker-socket", ""),
  DOCKER_IMAGE("docker-image", "debian:stable"),
  STORE("store", ""),
  BLOBS("blobs", ""),
  DATA("data", ""),
  PUBLIC_ADDRESSES("public-addresses", "100.96.0.0/12"),
  DNS_PORT("dns-port", ""),
  MAIL("mail", ""),
  SPEED("speed", "1"),
  MAX_REQUEST_BYTES("max-request-bytes", "67108864"),
  LOG_LEVEL("log-level", "info");

  private final String key;
  private final String defaultText;

  ConfigOption(String key, String defaultText) {
    this.key = key;
    this.defaultText = defaultText;
  }

  /** The name in a properties file. */
  public String key() {
    return key;
  }

  /** The name on the command line. */
  public String flag() {
    return "--" + key;
  }

  /** The name in the environment. */
  public String environmentVariable() {
    return "CROFT_" + key.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The value when nothing sets the option; empty when it then follows from others. */
  public String defaultText() {
    return defaultText;
  }

  static Optional<ConfigOption> withKey(String key) {
    return Stream.of(values()).filter(option -> option.key.equals(key)).findFirst();
  }
}
