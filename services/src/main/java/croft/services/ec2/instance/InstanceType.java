package croft.services.ec2.instance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A size an instance can have: its limits are the ones its control group gets.
 *
 * @param clockGigahertz as AWS documents it; shown, not enforced
 * @param burstable a T family type
 */
public record InstanceType(
    String name,
    int virtualCpus,
    int memoryMebibytes,
    int threadsPerCore,
    double clockGigahertz,
    boolean currentGeneration,
    boolean burstable) {

  /** The memory its control group gets. */
  public long memoryBytes() {
    return (long) memoryMebibytes << 20;
  }

  /** Such as {@code t3}. */
  public String family() {
    return name.substring(0, name.indexOf('.'));
  }

  /** Who makes its processor: {@code amd} for families such as {@code m5a}, else {@code intel}. */
  public String manufacturer() {
    return family().endsWith("a") ? "amd" : "intel";
  }

  /** The type with that name, or null. */
  public static @Nullable InstanceType find(String name) {
    return Catalogue.TYPES.get(name);
  }

  /** Every known type, by name, in the catalogue's order. */
  public static Map<String, InstanceType> all() {
    return Catalogue.TYPES;
  }

  /** Read at first use: most starts of the server need no type. */
  private static final class Catalogue {
    static final Map<String, InstanceType> TYPES = read();

    private static Map<String, InstanceType> read() {
      Map<String, InstanceType> types = new LinkedHashMap<>();
      InputStream in =
          Objects.requireNonNull(
              InstanceType.class.getResourceAsStream("/croft/services/ec2/instance-types.tsv"));
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
        lines
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(InstanceType::parse)
            .forEach(type -> types.put(type.name(), type));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return types;
    }
  }

  private static InstanceType parse(String line) {
    String[] fields = line.split("\t", -1);
    return new InstanceType(
        fields[0],
        Integer.parseInt(fields[1]),
        Integer.parseInt(fields[2]),
        Integer.parseInt(fields[3]),
        Double.parseDouble(fields[4]),
        Boolean.parseBoolean(fields[5]),
        Boolean.parseBoolean(fields[6]));
  }
}
