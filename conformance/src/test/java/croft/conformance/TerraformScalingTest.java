package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Terraform's resources of Auto Scaling. */
@Execution(ExecutionMode.CONCURRENT)
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
        instance_refresh {
          strategy = "Rolling"
          preferences {
            min_healthy_percentage = 50
            auto_rollback          = true
          }
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
      resource "aws_autoscaling_policy" "track" {
        name                   = "track"
        autoscaling_group_name = aws_autoscaling_group.web.name
        policy_type            = "TargetTrackingScaling"
        target_tracking_configuration {
          predefined_metric_specification {
            predefined_metric_type = "ASGAverageCPUUtilization"
          }
          target_value = 50
        }
      }
      resource "aws_autoscaling_policy" "simple" {
        name                   = "simple"
        autoscaling_group_name = aws_autoscaling_group.old.name
        adjustment_type        = "ChangeInCapacity"
        scaling_adjustment     = -1
        cooldown               = 60
      }
      resource "aws_cloudwatch_metric_alarm" "busy" {
        alarm_name          = "busy"
        namespace           = "AWS/EC2"
        metric_name         = "CPUUtilization"
        dimensions          = { AutoScalingGroupName = aws_autoscaling_group.web.name }
        statistic           = "Average"
        period              = 60
        evaluation_periods  = 2
        threshold           = 80
        comparison_operator = "GreaterThanThreshold"
        alarm_actions       = [aws_autoscaling_policy.step.arn, aws_sns_topic.ops.arn]
      }
      resource "aws_sns_topic" "ops" { name = "ops" }
      resource "aws_autoscaling_notification" "ops" {
        group_names   = [aws_autoscaling_group.web.name, aws_autoscaling_group.old.name]
        topic_arn     = aws_sns_topic.ops.arn
        notifications = ["autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_TERMINATE"]
      }
      resource "aws_launch_configuration" "old" {
        name_prefix   = "old-"
        image_id      = data.aws_ami.host.id
        instance_type = "t3.micro"
        lifecycle { create_before_destroy = true }
      }
      resource "aws_autoscaling_group" "old" {
        name                 = "old"
        min_size             = 0
        max_size             = 2
        launch_configuration = aws_launch_configuration.old.name
        vpc_zone_identifier  = [aws_subnet.a.id]
        suspended_processes  = ["AZRebalance"]
        termination_policies = ["OldestInstance", "Default"]
        lifecycle { ignore_changes = [tag] }
        warm_pool {
          pool_state                  = "Stopped"
          min_size                    = 1
          max_group_prepared_capacity = 2
          instance_reuse_policy { reuse_on_scale_in = true }
        }
      }
      resource "aws_autoscaling_group_tag" "team" {
        autoscaling_group_name = aws_autoscaling_group.old.name
        tag {
          key                 = "team"
          value               = "shop"
          propagate_at_launch = false
        }
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
