package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Topics and subscriptions, by Terraform. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformSnsTest {
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
        name              = "news"
        display_name      = "The News"
        signature_version = 2
        delivery_policy = jsonencode({
          http = {
            defaultHealthyRetryPolicy = {
              minDelayTarget = 5, maxDelayTarget = 20, numRetries = 4, numMaxDelayRetries = 1,
              numNoDelayRetries = 1, numMinDelayRetries = 1, backoffFunction = "linear"
            }
            disableSubscriptionOverrides = false
          }
        })
        tags = { team = "web" }
      }
      resource "aws_sns_topic_policy" "news" {
        arn = aws_sns_topic.news.arn
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Sid       = "alarms"
            Effect    = "Allow"
            Principal = { Service = "cloudwatch.amazonaws.com" }
            Action    = "sns:Publish"
            Resource  = aws_sns_topic.news.arn
          }]
        })
      }
      resource "aws_sns_topic" "orders" {
        name                        = "orders.fifo"
        fifo_topic                  = true
        content_based_deduplication = true
      }
      resource "aws_sns_topic_subscription" "queue" {
        topic_arn            = aws_sns_topic.news.arn
        protocol             = "sqs"
        endpoint             = "arn:aws:sqs:us-west-2:123456789012:news"
        raw_message_delivery = true
        filter_policy_scope  = "MessageBody"
        filter_policy        = jsonencode({ order = { state = ["sent", { prefix = "lost-" }] } })
        redrive_policy = jsonencode({
          deadLetterTargetArn = "arn:aws:sqs:us-west-2:123456789012:dead"
        })
      }
      resource "aws_sns_topic_subscription" "orders" {
        topic_arn = aws_sns_topic.orders.arn
        protocol  = "sqs"
        endpoint  = "arn:aws:sqs:us-west-2:123456789012:orders.fifo"
      }
      output "topic" { value = aws_sns_topic.news.arn }
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
      assertThat(terraform.output("topic")).isEqualTo("arn:aws:sns:us-west-2:123456789012:news");
      terraform.plansNothing();
      terraform.destroy();
      assertThat(
              croft
                  .run("aws", "sns", "list-topics", "--query", "length(Topics)", "--output", "text")
                  .succeeded())
          .isEqualTo("0");
    }
  }
}
