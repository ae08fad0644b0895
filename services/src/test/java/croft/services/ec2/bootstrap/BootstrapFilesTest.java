package croft.services.ec2.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.InstanceFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BootstrapFilesTest {
  private static final Pattern IMPORT = Pattern.compile("(?m)^from cfn(?:\\.(\\w+))? import (.+)$");
  private static final Pattern STARTED = Pattern.compile("\"cfn\\.(\\w+)\"");
  private static final String MODULES = "/opt/aws/lib/cfn/";

  private final Map<String, InstanceFile> files =
      BootstrapPrograms.files().stream().collect(Collectors.toMap(InstanceFile::path, f -> f));

  @Test
  void everyModuleThatIsImportedIsThere() {
    TreeSet<String> wanted = new TreeSet<>();
    files.forEach((path, file) -> {
      if (path.startsWith(MODULES)) {
        String text = file.content().text();
        IMPORT
            .matcher(text)
            .results()
            .forEach(found ->
                wanted.addAll(
                    found.group(1) == null
                        ? Arrays.asList(found.group(2).split(", "))
                        : List.of(found.group(1))));
        STARTED.matcher(text).results().forEach(found -> wanted.add(found.group(1)));
      }
    });
    assertThat(wanted).contains("init", "hup", "aws", "packages");
    assertThat(files.keySet()).containsAll(wanted.stream().map(m -> MODULES + m + ".py").toList());
  }

  @Test
  void programsNameThemselvesAndMayBeRun() {
    for (String name : new String[] {"cfn-init", "cfn-signal", "cfn-get-metadata", "cfn-hup"}) {
      InstanceFile program = Objects.requireNonNull(files.get("/opt/aws/bin/" + name), name);
      assertThat(program.mode()).isEqualTo(0755);
      assertThat(program.content().text())
          .startsWith("#!/bin/sh\n")
          .contains("start.py " + name + " \"$@\"")
          .doesNotContain("NAME");
      assertThat(files).containsKey("/usr/local/bin/" + name);
    }
  }
}
