package croft.server;

import croft.drivers.blob.S3BlobLocation;
import croft.services.sns.mail.MailRelay;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a server is told at start, validated.
 *
 * @param home the directory of this Croft: credentials, log, run file, configuration
 * @param data images, volumes, instances and the embedded store; below home unless told otherwise
 * @param bind the address to listen on; loopback unless another was asked for by name
 * @param port the port to listen on; 0 takes any free one
 * @param region the region named to clients by default; every region answers
 * @param account the twelve digits of the account
 * @param auth whether signatures are checked
 * @param isolation how instances are kept from the host
 * @param diskMounts whether instances' file systems on disks are mounted for them when they ask
 * @param drivers what does the work behind the API
 * @param docker the engine and its image, for the Docker drivers
 * @param storeUrl a URL of PostgreSQL; absent for the embedded SQLite
 * @param blobs the S3 endpoint that keeps what is stored in buckets; absent for files in data
 * @param publicAddresses the IPv4 range, as CIDR, that public and Elastic IP addresses come from
 * @param dnsPort where DNS questions are answered on loopback, 0 for any free port; absent for
 *     nowhere
 * @param mail the relay that takes mail; absent for files in the home's folder {@code mail}
 * @param speed how many times faster than the machine's the time runs that cooldowns, alarms,
 *     retention and timeouts wait by
 * @param maxRequestBytes the largest request body, in bytes, that is not streamed to storage
 * @param logLevel the least severe level that is logged
 */
public record Config(
    Path home,
    Path data,
    InetAddress bind,
    int port,
    String region,
    String account,
    Auth auth,
    Isolation isolation,
    DiskMounts diskMounts,
    Drivers drivers,
    Docker docker,
    Optional<String> storeUrl,
    Optional<S3BlobLocation> blobs,
    String publicAddresses,
    Optional<Integer> dnsPort,
    Optional<MailRelay> mail,
    int speed,
    long maxRequestBytes,
    LogLevel logLevel) {

  /** Whether signatures are checked: {@code OPEN} takes any key pair as the account's root. */
  public enum Auth {
    SIGNED,
    OPEN
  }

  /** How instances are kept from the host. */
  public enum Isolation {
    /** Root inside is nobody on the host. */
    USER_NAMESPACE,
    /** Root inside has root's capabilities on the host: only for machines that cannot do better. */
    PRIVILEGED
  }

  /**
   * Whether the host mounts the file systems on instances' disks when they ask. {@code OFF} leaves
   * them raw: the host's kernel then never reads what an instance has formatted.
   */
  public enum DiskMounts {
    ON,
    OFF
  }

  /** What does the work behind the API. */
  public enum Drivers {
    /** Real instances, networks and volumes on this machine. */
    LINUX,
    /** Containers of a Docker engine or Podman's, in networks of this machine. */
    DOCKER,
    /** Nothing runs: for tests of the API alone. */
    MEMORY
  }

  /**
   * What the Docker drivers work with.
   *
   * @param socket the engine's unix socket
   * @param image the engine's name of the image that stands for the host's root
   */
  public record Docker(Path socket, String image) {}

  /** The least severe level that is logged. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /**
   * Reads the configuration: defaults, then the properties file, the environment and the command
   * line, later ones winning.
   *
   * @param arguments command-line options, as {@code --port 5000} or {@code --port=5000}
   * @param environment the variables of the process: {@code CROFT_HOME}, {@code CROFT_PORT}, ...
   * @param userHome the user's home directory, where {@code .croft} is unless CROFT_HOME says
   *     otherwise
   * @throws ConfigException with every problem found, not only the first
   */
  public static Config read(List<String> arguments, Map<String, String> environment, Path userHome)
      throws ConfigException {
    String homeText = environment.getOrDefault("CROFT_HOME", "");
    Path home = homeText.isBlank() ? userHome.resolve(".croft") : Path.of(homeText);
    List<String> problems = new ArrayList<>();
    ConfigSettings settings = new ConfigSettings(problems);
    settings.readSources(arguments, environment, home.toAbsolutePath());
    Config config =
        new ConfigReader(settings, problems, userHome, environment)
            .read(home.toAbsolutePath().normalize());
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }
}
