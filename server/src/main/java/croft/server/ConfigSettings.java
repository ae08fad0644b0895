package croft.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Collects the text of each option and where it came from. Later sources win: defaults, the
 * properties file, the environment, the command line. A name that is no option is a problem, so
 * that a misspelt one cannot be passed over in silence.
 */
final class ConfigSettings {
  /** Variables that begin like options but belong to the launcher. */
  private static final List<String> OTHER_VARIABLES =
      List.of("CROFT_HOME", "CROFT_CONFIG", "CROFT_JAVA_OPTIONS", "CROFT_JVM_DIRECTORY");

  private static final String TEST_VARIABLES = "CROFT_TEST_";

  /** The text of an option and the source that set it, as a message names it. */
  record Setting(String text, String origin) {}

  private final Map<ConfigOption, Setting> settings = new EnumMap<>(ConfigOption.class);
  private final List<String> problems;

  ConfigSettings(List<String> problems) {
    this.problems = problems;
    for (ConfigOption option : ConfigOption.values()) {
      settings.put(option, new Setting(option.defaultText(), "the default"));
    }
  }

  Setting get(ConfigOption option) {
    Setting setting = settings.get(option);
    if (setting == null) {
      throw new IllegalStateException("no default for " + option);
    }
    return setting;
  }

  void readSources(List<String> arguments, Map<String, String> environment, Path home) {
    Map<String, String> flags = readFlags(arguments);
    readFile(configFile(flags, environment, home));
    readEnvironment(environment);
    flags.forEach((flag, text) -> put(flag.substring(2), text, flag));
  }

  /** The file to read; one that was asked for by name must exist, the one in the home may not. */
  private Optional<Path> configFile(
      Map<String, String> flags, Map<String, String> environment, Path home) {
    String flag = flags.remove("--config");
    String named = flag == null ? environment.get("CROFT_CONFIG") : flag;
    if (named == null) {
      return Optional.of(home.resolve("croft.properties")).filter(Files::exists);
    }
    Path file = Path.of(named);
    if (!Files.isReadable(file)) {
      problems.add(
          "config = %s (from %s): no readable file; give the path of a properties file"
              .formatted(named, flag == null ? "CROFT_CONFIG" : "--config"));
      return Optional.empty();
    }
    return Optional.of(file);
  }

  private Map<String, String> readFlags(List<String> arguments) {
    Map<String, String> flags = new TreeMap<>();
    List<String> rest = new ArrayList<>(arguments);
    while (!rest.isEmpty()) {
      String argument = rest.removeFirst();
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--")) {
        problems.add("unexpected argument '" + argument + "'; options begin with --");
      } else if (equals > 0) {
        flags.put(argument.substring(0, equals), argument.substring(equals + 1));
      } else if (rest.isEmpty()) {
        problems.add(argument + " needs a value");
      } else {
        flags.put(argument, rest.removeFirst());
      }
    }
    return flags;
  }

  private void readFile(Optional<Path> file) {
    if (file.isEmpty()) {
      return;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add("cannot read " + file.get() + ": " + e.getMessage());
    }
    for (String key : properties.stringPropertyNames()) {
      put(key, properties.getProperty(key), file.get().toString());
    }
  }

  private void readEnvironment(Map<String, String> environment) {
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith("CROFT_")
          || OTHER_VARIABLES.contains(name)
          || name.startsWith(TEST_VARIABLES)) {
        continue;
      }
      boolean known = false;
      for (ConfigOption option : ConfigOption.values()) {
        if (option.environmentVariable().equals(name)) {
          settings.put(option, new Setting(variable.getValue().strip(), name));
          known = true;
        }
      }
      if (!known) {
        problems.add("unknown option " + name + " in the environment; " + whereOptionsAre());
      }
    }
  }

  private void put(String key, String text, String origin) {
    Optional<ConfigOption> option = ConfigOption.withKey(key);
    if (option.isPresent()) {
      settings.put(option.get(), new Setting(text.strip(), origin));
    } else if (origin.startsWith("--")) {
      problems.add("unknown option " + origin + "; " + whereOptionsAre());
    } else {
      problems.add("unknown option " + key + " in " + origin + "; " + whereOptionsAre());
    }
  }

  private static String whereOptionsAre() {
    return "croft.example.properties lists them all";
  }
}
