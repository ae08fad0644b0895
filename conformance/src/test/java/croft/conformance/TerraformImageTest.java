package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Terraform's resources and data of images. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformImageTest {
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
      data "aws_ssm_parameter" "linux" {
        name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-ARCH"
      }
      data "aws_ami" "linux" {
        owners      = ["amazon"]
        most_recent = true
        filter {
          name   = "name"
          values = ["al2023-ami-2023.*-ARCH"]
        }
        filter {
          name   = "architecture"
          values = ["ARCH"]
        }
        filter {
          name   = "virtualization-type"
          values = ["hvm"]
        }
        filter {
          name   = "root-device-type"
          values = ["ebs"]
        }
        filter {
          name   = "state"
          values = ["available"]
        }
      }
      resource "aws_instance" "base" {
        ami           = data.aws_ssm_parameter.linux.value
        instance_type = "m5.large"
      }
      resource "aws_ami_from_instance" "golden" {
        name               = "golden"
        description        = "What base has become"
        source_instance_id = aws_instance.base.id
        tags               = { stage = "gold" }
      }
      resource "aws_ami_copy" "abroad" {
        name              = "golden-copy"
        source_ami_id     = aws_ami_from_instance.golden.id
        source_ami_region = "us-west-2"
      }
      resource "aws_ami_launch_permission" "partner" {
        image_id   = aws_ami_from_instance.golden.id
        account_id = "222222222222"
      }
      resource "aws_instance" "copy" {
        ami           = aws_ami_from_instance.golden.id
        instance_type = "m5.large"
      }
      output "known" { value = data.aws_ami.linux.id }
      output "named" {
        value     = data.aws_ssm_parameter.linux.value
        sensitive = true
      }
      output "golden" { value = aws_ami_from_instance.golden.id }
      """;

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION.replace("ARCH", architecture));
    try (RunningCroft croft = RunningCroft.memory()) {
      Files.writeString(directory.resolve("file"), "a root of one file");
      Path archive = directory.resolve("root.tar");
      croft.run("tar", "-C", directory.toString(), "-cf", archive.toString(), "file").succeeded();
      String id = new Catalogue(croft).importImage(archive, "amazon-linux", "al2023");
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("known")).isEqualTo(id);
      assertThat(terraform.output("named")).isEqualTo(id);
      assertThat(terraform.output("golden")).startsWith("ami-").isNotEqualTo(id);
      terraform.plansNothing();
      terraform.destroy();
      assertThat(
              croft
                  .run("aws", "ec2", "describe-images", "--owners", "self", "--output", "text")
                  .succeeded())
          .isBlank();
    }
  }
}
