package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Alarms and dashboards, by Terraform. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformCloudWatchTest {
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
      resource "aws_cloudwatch_metric_alarm" "busy" {
        alarm_name          = "busy"
        alarm_description   = "made by terraform"
        namespace           = "Shop"
        metric_name         = "load"
        dimensions          = { Host = "one" }
        statistic           = "Average"
        period              = 60
        evaluation_periods  = 3
        datapoints_to_alarm = 2
        threshold           = 80
        comparison_operator = "GreaterThanOrEqualToThreshold"
        treat_missing_data  = "notBreaching"
        alarm_actions       = ["arn:aws:sns:us-west-2:123456789012:ops"]
        tags                = { team = "web" }
      }
      resource "aws_cloudwatch_metric_alarm" "slow" {
        alarm_name          = "slow"
        evaluation_periods  = 1
        threshold           = 0.5
        comparison_operator = "GreaterThanThreshold"
        metric_query {
          id          = "e1"
          expression  = "errors / requests"
          label       = "error rate"
          return_data = true
        }
        metric_query {
          id = "errors"
          metric {
            namespace   = "Shop"
            metric_name = "errors"
            period      = 60
            stat        = "Sum"
          }
        }
        metric_query {
          id = "requests"
          metric {
            namespace   = "Shop"
            metric_name = "requests"
            period      = 60
            stat        = "p99.9"
            unit        = "Count"
          }
        }
      }
      resource "aws_cloudwatch_composite_alarm" "page" {
        alarm_name = "page"
        alarm_rule = "ALARM(${aws_cloudwatch_metric_alarm.busy.alarm_name}) OR ALARM(${aws_cloudwatch_metric_alarm.slow.alarm_name})"
        actions_suppressor {
          alarm            = aws_cloudwatch_metric_alarm.slow.alarm_name
          wait_period      = 60
          extension_period = 120
        }
        tags = { team = "web" }
      }
      resource "aws_cloudwatch_dashboard" "shop" {
        dashboard_name = "shop"
        dashboard_body = jsonencode({
          widgets = [{
            type = "metric", x = 0, y = 0, width = 12, height = 6
            properties = { metrics = [["Shop", "load"]], region = "us-west-2", period = 60 }
          }]
        })
      }
      output "alarm" { value = aws_cloudwatch_metric_alarm.busy.arn }
      """;

  @TempDir Path directory;

  @Test
  void appliesPlansNothingMoreAndDestroys() throws IOException {
    Machine.require("terraform", "it is the client this test is about");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("alarm"))
          .isEqualTo("arn:aws:cloudwatch:us-west-2:123456789012:alarm:busy");
      terraform.plansNothing();
      terraform.destroy();
      assertThat(
              croft
                  .run(
                      "aws",
                      "cloudwatch",
                      "describe-alarms",
                      "--query",
                      "length(MetricAlarms)",
                      "--output",
                      "text")
                  .succeeded())
          .isEqualTo("0");
    }
  }
}
