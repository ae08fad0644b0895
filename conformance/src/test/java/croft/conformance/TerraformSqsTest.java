package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Queues, their policies and dead letters, by Terraform. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformSqsTest {
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
      resource "aws_sns_topic" "news" {
        name = "news"
      }
      resource "aws_sqs_queue" "dead" {
        name = "dead"
      }
      resource "aws_sqs_queue" "jobs" {
        name                       = "jobs"
        delay_seconds              = 2
        max_message_size           = 2048
        message_retention_seconds  = 86400
        receive_wait_time_seconds  = 10
        visibility_timeout_seconds = 45
        redrive_policy = jsonencode({
          deadLetterTargetArn = aws_sqs_queue.dead.arn
          maxReceiveCount     = 4
        })
        tags = { team = "web" }
      }
      resource "aws_sqs_queue_redrive_allow_policy" "dead" {
        queue_url = aws_sqs_queue.dead.id
        redrive_allow_policy = jsonencode({
          redrivePermission = "byQueue"
          sourceQueueArns   = [aws_sqs_queue.jobs.arn]
        })
      }
      resource "aws_sqs_queue" "orders" {
        name                        = "orders.fifo"
        fifo_queue                  = true
        content_based_deduplication = true
        deduplication_scope         = "messageGroup"
        fifo_throughput_limit       = "perMessageGroupId"
      }
      resource "aws_sqs_queue_policy" "jobs" {
        queue_url = aws_sqs_queue.jobs.id
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect    = "Allow"
            Principal = { Service = "sns.amazonaws.com" }
            Action    = "sqs:SendMessage"
            Resource  = aws_sqs_queue.jobs.arn
            Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.news.arn } }
          }]
        })
      }
      resource "aws_sns_topic_subscription" "jobs" {
        topic_arn = aws_sns_topic.news.arn
        protocol  = "sqs"
        endpoint  = aws_sqs_queue.jobs.arn
      }
      data "aws_sqs_queue" "jobs" {
        name       = "jobs"
        depends_on = [aws_sqs_queue.jobs]
      }
      output "arn" { value = data.aws_sqs_queue.jobs.arn }
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
      assertThat(terraform.output("arn")).isEqualTo("arn:aws:sqs:us-west-2:123456789012:jobs");
      terraform.plansNothing();
      terraform.destroy();
      assertThat(
              croft
                  .run(
                      "aws",
                      "--endpoint-url",
                      croft.endpoint(),
                      "sqs",
                      "list-queues",
                      "--query",
                      "length(QueueUrls || `[]`)",
                      "--output",
                      "text")
                  .succeeded())
          .isEqualTo("0");
    }
  }
}
