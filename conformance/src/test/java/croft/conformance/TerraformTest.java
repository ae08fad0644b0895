package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Terraform's resources of EC2. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformTest {
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
      resource "aws_key_pair" "admin" {
        key_name   = "admin"
        public_key = "ssh-ed25519 %s"
      }
      resource "aws_security_group" "web" {
        name        = "web"
        description = "What may reach the web servers"
        ingress {
          from_port   = 80
          to_port     = 80
          protocol    = "tcp"
          cidr_blocks = ["0.0.0.0/0"]
        }
        egress {
          from_port   = 0
          to_port     = 0
          protocol    = "-1"
          cidr_blocks = ["0.0.0.0/0"]
        }
      }
      resource "aws_instance" "web" {
        ami                    = data.aws_ami.host.id
        instance_type          = "m5.large"
        key_name               = aws_key_pair.admin.key_name
        vpc_security_group_ids = [aws_security_group.web.id]
        user_data              = "#!/bin/sh\\ntrue\\n"
        tags                   = { Name = "web" }
      }
      output "instance" { value = aws_instance.web.id }
      """
          .formatted("AAAAC3NzaC1lZDI1NTE5AAAAIOuVsEQKfHSNRAUdx43/zm94ld7v3rKNJHHAYHie40wc");

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("instance")).startsWith("i-");
      terraform.plansNothing();
      terraform.destroy();
    }
  }
}
