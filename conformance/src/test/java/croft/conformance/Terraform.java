package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Terraform with HashiCorp's own provider, over the configuration in a directory. The provider
 * comes from the registry, or from the directory in its layout that {@code
 * CROFT_TEST_TERRAFORM_PLUGINS} names.
 */
record Terraform(RunningCroft croft, Path directory) {

  /** Skips the test where there is no provider. */
  void initialise() {
    String plugins = System.getenv("CROFT_TEST_TERRAFORM_PLUGINS");
    Program.Outcome init = plugins == null ? run("init") : run("init", "-plugin-dir=" + plugins);
    assumeTrue(init.status() == 0, "terraform cannot get its aws provider: " + init.errors());
  }

  /** Makes {@code body.pem}, a certificate that signs itself, and its {@code key.pem}. */
  void makeCertificate(String name) {
    Machine.require("openssl", "it makes the certificate that the configuration brings along");
    String request = "openssl req -x509 -newkey rsa:2048 -nodes -days 300";
    List<String> command = new ArrayList<>(List.of(request.split(" ", -1)));
    command.addAll(List.of("-subj", "/CN=" + name, "-keyout", "key.pem", "-out", "body.pem"));
    new Program(command, Map.of(), directory).run().succeeded();
  }

  void apply() {
    run("apply", "-auto-approve").succeeded();
  }

  String output(String name) {
    return run("output", "-raw", name).succeeded();
  }

  /** What was applied must be what is there: nothing is left to do. */
  void plansNothing() {
    Program.Outcome plan = run("plan", "-detailed-exitcode");
    assertThat(plan.status()).as(plan.output() + plan.errors()).isZero();
  }

  void destroy() {
    run("destroy", "-auto-approve").succeeded();
  }

  private Program.Outcome run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("terraform"));
    command.addAll(List.of(arguments));
    if (!arguments[0].equals("output")) {
      command.add("-no-color");
    }
    Map<String, String> environment = new HashMap<>(croft.environment());
    environment.put("TF_IN_AUTOMATION", "1");
    environment.put("TF_INPUT", "0");
    environment.put("CHECKPOINT_DISABLE", "1");
    return new Program(command, environment, directory).run();
  }
}
