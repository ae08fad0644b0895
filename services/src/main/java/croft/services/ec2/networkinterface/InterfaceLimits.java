package croft.services.ec2.networkinterface;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How many interfaces an instance type takes, and how many private addresses each of them.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html">Maximum IP
 * addresses per network interface</a>.
 */
public record InterfaceLimits(int interfaces, int addressesEach) {
  /** The most any type takes: for an interface that has no instance yet. */
  public static final InterfaceLimits WIDEST = new InterfaceLimits(15, 50);

  /** What a type takes; the least there is for one nobody knows. */
  public static InterfaceLimits of(String instanceType) {
    return Catalogue.LIMITS.getOrDefault(instanceType, new InterfaceLimits(2, 2));
  }

  /** Read at first use: most starts of the server need none. */
  private static final class Catalogue {
    static final Map<String, InterfaceLimits> LIMITS = read();

    private static Map<String, InterfaceLimits> read() {
      Map<String, InterfaceLimits> limits = new HashMap<>();
      InputStream in =
          Objects.requireNonNull(
              InterfaceLimits.class.getResourceAsStream(
                  "/croft/services/ec2/interface-limits.tsv"));
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
        lines
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("\t", -1))
            .forEach(fields ->
                limits.put(
                    fields[0],
                    new InterfaceLimits(Integer.parseInt(fields[1]), Integer.parseInt(fields[2]))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return limits;
    }
  }
}
