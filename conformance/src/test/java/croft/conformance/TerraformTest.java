package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Terraform with HashiCorp's own provider. The provider comes from the registry, or from the
 * directory in its layout that {@code CROFT_TEST_TERRAFORM_PLUGINS} names.
 */
final class TerraformTest {
  private static final String CONFIGURATION =
      """
      terraform {
        required_providers {
          aws = { source = "hashicorp/aws" }
        }
      }
      provider "aws" {
        skip_metadata_api_check = true
      }
      data "aws_ami" "host" {
        owners      = ["amazon"]
        most_recent = true
      }
      resource "aws_key_pair" "admin" {
        key_name   = "admin"
        public_key = "ssh-ed25519 %s"
      }
      resource "aws_security_group" "web" {
        name        = "web"
        description = "What may reach the web servers"
        ingress {
          from_port   = 80
          to_port     = 80
          protocol    = "tcp"
          cidr_blocks = ["0.0.0.0/0"]
        }
        egress {
          from_port   = 0
          to_port     = 0
          protocol    = "-1"
          cidr_blocks = ["0.0.0.0/0"]
        }
      }
      resource "aws_instance" "web" {
        ami                    = data.aws_ami.host.id
        instance_type          = "m5.large"
        key_name               = aws_key_pair.admin.key_name
        vpc_security_group_ids = [aws_security_group.web.id]
        user_data              = "#!/bin/sh\\ntrue\\n"
        tags                   = { Name = "web" }
      }
      output "instance" { value = aws_instance.web.id }
      """
          .formatted("AAAAC3NzaC1lZDI1NTE5AAAAIOuVsEQKfHSNRAUdx43/zm94ld7v3rKNJHHAYHie40wc");

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory()) {
      Program.Outcome init = terraform(croft, directory, initialisation());
      assumeTrue(init.status() == 0, "terraform cannot get its aws provider: " + init.errors());

      terraform(croft, directory, "apply", "-auto-approve").succeeded();
      assertThat(terraform(croft, directory, "output", "-raw", "instance").succeeded())
          .startsWith("i-");
      Program.Outcome again = terraform(croft, directory, "plan", "-detailed-exitcode");
      assertThat(again.status()).as(again.output() + again.errors()).isZero();
      terraform(croft, directory, "destroy", "-auto-approve").succeeded();
    }
  }

  private static String[] initialisation() {
    String plugins = System.getenv("CROFT_TEST_TERRAFORM_PLUGINS");
    return plugins == null
        ? new String[] {"init"}
        : new String[] {"init", "-plugin-dir=" + plugins};
  }

  private static Program.Outcome terraform(
      RunningCroft croft, Path directory, String... arguments) {
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
