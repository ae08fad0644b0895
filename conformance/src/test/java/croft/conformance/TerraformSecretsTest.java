package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Keys, parameters, secrets and certificates by Terraform; see {@link TerraformTest}. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformSecretsTest {
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
      resource "aws_kms_key" "app" {
        description             = "Of the application"
        deletion_window_in_days = 7
        enable_key_rotation     = true
        tags                    = { team = "a" }
      }
      resource "aws_kms_alias" "app" {
        name          = "alias/app"
        target_key_id = aws_kms_key.app.key_id
      }
      resource "aws_ssm_parameter" "url" {
        name  = "/app/url"
        type  = "String"
        value = "http://a"
        tags  = { team = "a" }
      }
      resource "aws_ssm_parameter" "password" {
        name   = "/app/password"
        type   = "SecureString"
        value  = "correct horse"
        key_id = aws_kms_key.app.arn
      }
      resource "aws_secretsmanager_secret" "db" {
        name                    = "app/db"
        kms_key_id              = aws_kms_key.app.arn
        recovery_window_in_days = 0
      }
      resource "aws_secretsmanager_secret_version" "db" {
        secret_id     = aws_secretsmanager_secret.db.id
        secret_string = "correct horse"
      }
      resource "aws_acm_certificate" "brought" {
        private_key      = file("key.pem")
        certificate_body = file("body.pem")
      }
      resource "aws_acm_certificate" "issued" {
        domain_name       = "app.example.com"
        validation_method = "DNS"
      }
      resource "aws_acm_certificate_validation" "issued" {
        certificate_arn = aws_acm_certificate.issued.arn
      }
      data "aws_caller_identity" "me" {}
      resource "aws_kms_key" "guarded" {
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect    = "Allow"
            Action    = "kms:*"
            Resource  = "*"
            Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }
          }]
        })
      }
      resource "aws_iam_user" "reader" {
        name = "reader"
      }
      resource "aws_kms_grant" "reader" {
        key_id            = aws_kms_key.guarded.key_id
        grantee_principal = aws_iam_user.reader.arn
        operations        = ["Decrypt", "DescribeKey"]
      }
      resource "aws_secretsmanager_secret_policy" "db" {
        secret_arn = aws_secretsmanager_secret.db.arn
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect    = "Allow"
            Action    = "secretsmanager:GetSecretValue"
            Resource  = "*"
            Principal = { AWS = aws_iam_user.reader.arn }
          }]
        })
      }
      data "aws_ssm_parameters_by_path" "app" {
        path       = "/app"
        depends_on = [aws_ssm_parameter.url, aws_ssm_parameter.password]
      }
      data "aws_secretsmanager_secret_version" "db" {
        secret_id  = aws_secretsmanager_secret.db.id
        depends_on = [aws_secretsmanager_secret_version.db]
      }
      data "aws_secretsmanager_random_password" "other" {
        password_length = 20
      }
      output "secret" { value = aws_secretsmanager_secret.db.arn }
      """;

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.makeCertificate("brought.example.com");
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("secret")).contains(":secret:app/db-");
      terraform.plansNothing();
      terraform.destroy();
    }
  }
}
