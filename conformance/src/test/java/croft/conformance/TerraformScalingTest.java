package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terraform's resources of Auto Scaling. */
final class TerraformScalingTest {
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
      resource "aws_vpc" "main" { cidr_block = "10.1.0.0/16" }
      resource "aws_subnet" "a" {
        vpc_id            = aws_vpc.main.id
        cidr_block        = "10.1.1.0/24"
        availability_zone = "us-west-2a"
      }
      resource "aws_subnet" "b" {
        vpc_id            = aws_vpc.main.id
        cidr_block        = "10.1.2.0/24"
        availability_zone = "us-west-2b"
      }
      resource "aws_launch_template" "web" {
        name          = "web"
        image_id      = data.aws_ami.host.id
        instance_type = "t3.micro"
      }
      resource "aws_autoscaling_group" "web" {
        name                      = "web"
        min_size                  = 1
        max_size                  = 3
        desired_capacity          = 2
        health_check_grace_period = 30
        default_instance_warmup   = 10
        vpc_zone_identifier       = [aws_subnet.a.id, aws_subnet.b.id]
        enabled_metrics           = ["GroupDesiredCapacity", "GroupInServiceInstances"]
        launch_template {
          id      = aws_launch_template.web.id
          version = aws_launch_template.web.latest_version
        }
        tag {
          key                 = "Name"
          value               = "web"
          propagate_at_launch = true
        }
      }
      resource "aws_autoscaling_lifecycle_hook" "leave" {
        name                   = "leave"
        autoscaling_group_name = aws_autoscaling_group.web.name
        lifecycle_transition   = "autoscaling:EC2_INSTANCE_TERMINATING"
        heartbeat_timeout      = 30
        default_result         = "CONTINUE"
      }
      resource "aws_autoscaling_policy" "step" {
        name                   = "step"
        autoscaling_group_name = aws_autoscaling_group.web.name
        policy_type            = "StepScaling"
        adjustment_type        = "ChangeInCapacity"
        step_adjustment {
          metric_interval_lower_bound = 0
          scaling_adjustment          = 1
        }
      }
      resource "aws_autoscaling_schedule" "night" {
        scheduled_action_name  = "night"
        autoscaling_group_name = aws_autoscaling_group.web.name
        recurrence             = "0 22 * * *"
        min_size               = 0
        max_size               = 1
        desired_capacity       = 0
      }
      output "group" { value = aws_autoscaling_group.web.arn }
      """;

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("group")).contains(":autoScalingGroup:");
      terraform.plansNothing();
      terraform.destroy();
    }
  }
}
