package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Volumes, attachments and snapshots, as Terraform keeps them. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformVolumesTest {
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
      resource "aws_instance" "server" {
        ami               = data.aws_ami.host.id
        instance_type     = "m5.large"
        availability_zone = "us-west-2a"
        root_block_device {
          volume_size           = 20
          volume_type           = "gp3"
          delete_on_termination = false
          tags                  = { Name = "root" }
        }
      }
      resource "aws_instance" "store" {
        ami           = data.aws_ami.host.id
        instance_type = "m5.large"
        ebs_block_device {
          device_name = "/dev/sdg"
          volume_size = 2
          volume_type = "gp2"
        }
      }
      resource "aws_ebs_volume" "data" {
        availability_zone = "us-west-2a"
        size              = 8
        type              = "gp3"
        iops              = 4000
        throughput        = 150
        tags              = { Name = "data" }
      }
      resource "aws_volume_attachment" "data" {
        device_name = "/dev/sdf"
        volume_id   = aws_ebs_volume.data.id
        instance_id = aws_instance.server.id
      }
      resource "aws_ebs_snapshot" "data" {
        volume_id   = aws_ebs_volume.data.id
        description = "before the change"
        tags        = { Name = "kept" }
      }
      resource "aws_ebs_volume" "restored" {
        availability_zone = "us-west-2b"
        snapshot_id       = aws_ebs_snapshot.data.id
      }
      output "volume" { value = aws_ebs_volume.data.id }
      """;

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("volume")).startsWith("vol-");
      terraform.plansNothing();
      Files.writeString(
          directory.resolve("main.tf"),
          CONFIGURATION
              .replace("size              = 8", "size              = 10")
              .replace("volume_size           = 20", "volume_size           = 25")
              .replace("delete_on_termination = false", "delete_on_termination = true"));
      terraform.apply();
      terraform.plansNothing();
      terraform.destroy();
    }
  }
}
