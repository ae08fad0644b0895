package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Terraform's resources of IAM. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformIamTest {
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
      resource "aws_iam_account_alias" "this" {
        account_alias = "acme-builds"
      }
      resource "aws_iam_account_password_policy" "strict" {
        minimum_password_length        = 12
        require_lowercase_characters   = true
        require_numbers                = true
        require_uppercase_characters   = true
        require_symbols                = false
        allow_users_to_change_password = true
        max_password_age               = 90
        password_reuse_prevention      = 5
      }
      resource "aws_iam_user" "ann" {
        name                 = "ann"
        path                 = "/team/"
        permissions_boundary = aws_iam_policy.read.arn
        tags                 = { team = "red" }
      }
      resource "aws_iam_access_key" "ann" {
        user = aws_iam_user.ann.name
      }
      resource "aws_iam_user_login_profile" "ann" {
        user            = aws_iam_user.ann.name
        password_length = 20
      }
      resource "aws_iam_user_policy" "ann" {
        name   = "inline"
        user   = aws_iam_user.ann.name
        policy = data.aws_iam_policy_document.read.json
      }
      resource "aws_iam_group" "devs" {
        name = "devs"
      }
      resource "aws_iam_group_policy_attachment" "devs" {
        group      = aws_iam_group.devs.name
        policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
      }
      resource "aws_iam_group_membership" "devs" {
        name  = "devs"
        group = aws_iam_group.devs.name
        users = [aws_iam_user.ann.name]
      }
      data "aws_iam_policy_document" "read" {
        statement {
          actions   = ["s3:GetObject"]
          resources = ["arn:aws:s3:::builds/*"]
        }
      }
      data "aws_iam_policy_document" "trust" {
        statement {
          actions = ["sts:AssumeRole"]
          principals {
            type        = "Service"
            identifiers = ["ec2.amazonaws.com"]
          }
        }
        statement {
          actions = ["sts:AssumeRoleWithWebIdentity"]
          principals {
            type        = "Federated"
            identifiers = [aws_iam_openid_connect_provider.ci.arn]
          }
          condition {
            test     = "StringEquals"
            variable = "ci.example.com:aud"
            values   = ["sts.amazonaws.com"]
          }
        }
      }
      resource "aws_iam_policy" "read" {
        name   = "read"
        policy = data.aws_iam_policy_document.read.json
        tags   = { team = "red" }
      }
      resource "aws_iam_role" "app" {
        name               = "app"
        assume_role_policy = data.aws_iam_policy_document.trust.json
        tags               = { team = "red" }
      }
      resource "aws_iam_role_policy" "app" {
        name   = "inline"
        role   = aws_iam_role.app.name
        policy = data.aws_iam_policy_document.read.json
      }
      resource "aws_iam_role_policy_attachment" "app" {
        for_each = {
          own     = aws_iam_policy.read.arn
          deploy  = "arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforAWSCodeDeploy"
          systems = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
        }
        role       = aws_iam_role.app.name
        policy_arn = each.value
      }
      resource "aws_iam_instance_profile" "app" {
        name = "app"
        role = aws_iam_role.app.name
      }
      resource "aws_iam_openid_connect_provider" "ci" {
        url             = "https://ci.example.com"
        client_id_list  = ["sts.amazonaws.com"]
        thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]
      }
      resource "aws_iam_server_certificate" "site" {
        name             = "site"
        certificate_body = file("body.pem")
        private_key      = file("key.pem")
      }
      resource "aws_iam_service_linked_role" "scaling" {
        aws_service_name = "autoscaling.amazonaws.com"
      }
      output "role" { value = aws_iam_role.app.arn }
      """;

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.makeCertificate("site.example.com");
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("role")).endsWith(":role/app");
      terraform.plansNothing();
      terraform.destroy();
    }
  }
}
