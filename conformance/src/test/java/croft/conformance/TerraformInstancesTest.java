package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Terraform's resources around instances: templates, placement groups, spot requests, states. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformInstancesTest {
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
      resource "aws_placement_group" "near" {
        name     = "near"
        strategy = "cluster"
      }
      resource "aws_launch_template" "web" {
        name                                 = "web"
        image_id                             = data.aws_ami.host.id
        instance_type                        = "m5.large"
        instance_initiated_shutdown_behavior = "terminate"
        metadata_options {
          http_endpoint = "enabled"
          http_tokens   = "required"
        }
        monitoring { enabled = true }
        placement { group_name = aws_placement_group.near.name }
        tag_specifications {
          resource_type = "instance"
          tags          = { Name = "from-template" }
        }
        tags = { team = "a" }
      }
      resource "aws_instance" "web" {
        launch_template {
          id      = aws_launch_template.web.id
          version = "$Latest"
        }
        # The provider wants the tags of an instance in its own block, the template's too.
        tags = { Name = "from-template" }
      }
      resource "aws_ec2_instance_state" "web" {
        instance_id = aws_instance.web.id
        state       = "stopped"
      }
      resource "aws_spot_instance_request" "worker" {
        ami                  = data.aws_ami.host.id
        instance_type        = "t3.small"
        wait_for_fulfillment = true
      }
      output "instance" { value = aws_instance.web.id }
      output "spot" { value = aws_spot_instance_request.worker.spot_instance_id }
      """;

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("instance")).startsWith("i-");
      assertThat(terraform.output("spot")).startsWith("i-");
      terraform.plansNothing();
      terraform.destroy();
    }
  }
}
