package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Buckets with all their settings, by Terraform. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformS3Test {
  private static final String CONFIGURATION =
      """
      terraform {
        required_providers {
          aws = { source = "hashicorp/aws" }
        }
      }
      provider "aws" {
        skip_metadata_api_check = true
        s3_use_path_style       = true
      }
      resource "aws_s3_bucket" "site" {
        bucket        = "croft-terraform-site"
        force_destroy = true
        tags          = { Name = "site" }
      }
      resource "aws_s3_bucket" "logs" {
        bucket        = "croft-terraform-logs"
        force_destroy = true
      }
      resource "aws_s3_bucket_versioning" "site" {
        bucket = aws_s3_bucket.site.id
        versioning_configuration { status = "Enabled" }
      }
      resource "aws_s3_bucket_ownership_controls" "site" {
        bucket = aws_s3_bucket.site.id
        rule { object_ownership = "BucketOwnerPreferred" }
      }
      resource "aws_s3_bucket_acl" "site" {
        bucket     = aws_s3_bucket.site.id
        acl        = "private"
        depends_on = [aws_s3_bucket_ownership_controls.site]
      }
      resource "aws_s3_bucket_public_access_block" "site" {
        bucket                  = aws_s3_bucket.site.id
        block_public_acls       = true
        ignore_public_acls      = true
        block_public_policy     = false
        restrict_public_buckets = false
      }
      data "aws_iam_policy_document" "site" {
        statement {
          actions   = ["s3:GetObject"]
          resources = ["${aws_s3_bucket.site.arn}/*"]
          principals {
            type        = "*"
            identifiers = ["*"]
          }
        }
      }
      resource "aws_s3_bucket_policy" "site" {
        bucket     = aws_s3_bucket.site.id
        policy     = data.aws_iam_policy_document.site.json
        depends_on = [aws_s3_bucket_public_access_block.site]
      }
      resource "aws_s3_bucket_website_configuration" "site" {
        bucket = aws_s3_bucket.site.id
        index_document { suffix = "index.html" }
        error_document { key = "error.html" }
        routing_rule {
          condition { key_prefix_equals = "docs/" }
          redirect { replace_key_prefix_with = "documents/" }
        }
      }
      resource "aws_s3_bucket_cors_configuration" "site" {
        bucket = aws_s3_bucket.site.id
        cors_rule {
          allowed_headers = ["*"]
          allowed_methods = ["GET", "PUT"]
          allowed_origins = ["https://example.com"]
          expose_headers  = ["ETag"]
          max_age_seconds = 3000
        }
      }
      resource "aws_s3_bucket_lifecycle_configuration" "site" {
        bucket = aws_s3_bucket.site.id
        rule {
          id     = "old"
          status = "Enabled"
          filter { prefix = "tmp/" }
          expiration { days = 30 }
          noncurrent_version_expiration {
            noncurrent_days           = 7
            newer_noncurrent_versions = 3
          }
          abort_incomplete_multipart_upload { days_after_initiation = 2 }
        }
        depends_on = [aws_s3_bucket_versioning.site]
      }
      resource "aws_s3_bucket_server_side_encryption_configuration" "site" {
        bucket = aws_s3_bucket.site.id
        rule {
          apply_server_side_encryption_by_default { sse_algorithm = "AES256" }
        }
      }
      resource "aws_s3_bucket_logging" "site" {
        bucket        = aws_s3_bucket.site.id
        target_bucket = aws_s3_bucket.logs.id
        target_prefix = "site/"
      }
      resource "aws_s3_object" "index" {
        bucket       = aws_s3_bucket.site.id
        key          = "index.html"
        content      = "<h1>terraformed</h1>"
        content_type = "text/html"
        tags         = { page = "index" }
      }
      output "page" { value = "${aws_s3_bucket.site.id}/${aws_s3_object.index.key}" }
      """;

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      String page = terraform.output("page");
      assertThat(page).isEqualTo("croft-terraform-site/index.html");
      assertThat(croft.run("curl", "-sf", croft.endpoint() + "/" + page).succeeded())
          .isEqualTo("<h1>terraformed</h1>");
      terraform.plansNothing();
      terraform.destroy();
      assertThat(croft.run("aws", "s3", "ls").succeeded()).isEmpty();
    }
  }
}
