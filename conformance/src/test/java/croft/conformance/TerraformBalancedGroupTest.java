package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A VPC, a load balancer and a group behind it, by Terraform: pages come from its instances. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformBalancedGroupTest {
  private static final Duration SOON = Duration.ofSeconds(60);

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
      resource "aws_internet_gateway" "out" { vpc_id = aws_vpc.main.id }
      resource "aws_subnet" "each" {
        for_each          = { us-west-2a = "10.1.1.0/24", us-west-2b = "10.1.2.0/24" }
        vpc_id            = aws_vpc.main.id
        availability_zone = each.key
        cidr_block        = each.value
      }
      resource "aws_route_table" "public" {
        vpc_id = aws_vpc.main.id
        route {
          cidr_block = "0.0.0.0/0"
          gateway_id = aws_internet_gateway.out.id
        }
      }
      resource "aws_route_table_association" "public" {
        for_each       = aws_subnet.each
        subnet_id      = each.value.id
        route_table_id = aws_route_table.public.id
      }
      resource "aws_security_group" "front" {
        name   = "front"
        vpc_id = aws_vpc.main.id
        ingress {
          from_port   = 8088
          to_port     = 8088
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
      resource "aws_security_group" "web" {
        name   = "web"
        vpc_id = aws_vpc.main.id
        ingress {
          from_port       = 8080
          to_port         = 8080
          protocol        = "tcp"
          security_groups = [aws_security_group.front.id]
        }
      }
      resource "aws_lb" "web" {
        name               = "web"
        load_balancer_type = "application"
        subnets            = [for subnet in aws_subnet.each : subnet.id]
        security_groups    = [aws_security_group.front.id]
        depends_on         = [aws_route_table_association.public]
      }
      resource "aws_lb_target_group" "web" {
        name                 = "web"
        port                 = 8080
        protocol             = "HTTP"
        vpc_id               = aws_vpc.main.id
        deregistration_delay = 1
        health_check {
          path                = "/"
          interval            = 5
          timeout             = 2
          healthy_threshold   = 2
          unhealthy_threshold = 2
        }
      }
      resource "aws_lb_listener" "web" {
        load_balancer_arn = aws_lb.web.arn
        port              = 8088
        protocol          = "HTTP"
        default_action {
          type             = "forward"
          target_group_arn = aws_lb_target_group.web.arn
        }
      }
      resource "aws_launch_template" "web" {
        name                   = "web"
        image_id               = data.aws_ami.host.id
        instance_type          = "t3.micro"
        vpc_security_group_ids = [aws_security_group.web.id]
        user_data = base64encode(<<-EOF
          #!/bin/sh
          mkdir -p /run/site && cd /run/site && hostname > index.html
          exec /usr/bin/python3 -m http.server 8080
        EOF
        )
      }
      resource "aws_autoscaling_group" "web" {
        name                      = "web"
        min_size                  = 2
        max_size                  = 4
        wait_for_elb_capacity     = 2
        health_check_type         = "ELB"
        health_check_grace_period = 60
        vpc_zone_identifier       = [for subnet in aws_subnet.each : subnet.id]
        target_group_arns         = [aws_lb_target_group.web.arn]
        depends_on                = [aws_lb_listener.web]
        launch_template {
          id      = aws_launch_template.web.id
          version = aws_launch_template.web.latest_version
        }
      }
      output "page" { value = "http://${aws_lb.web.dns_name}:8088/" }
      """;

  @TempDir Path directory;

  @Test
  void appliesServesPlansNothingMoreAndDestroys() throws IOException {
    Machine.require("terraform", "it is the client this test is about");
    Machine.require("haproxy", "balancers run by it: install the package haproxy");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.linux()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      String page = terraform.output("page");
      Set<String> seen = new HashSet<>();
      assertThat(
              Await.until(
                  SOON,
                  () -> {
                    Program.Outcome read = croft.run("curl", "-sf", "--max-time", "5", page);
                    if (read.status() == 0) {
                      seen.add(read.output().strip());
                    }
                    return seen;
                  },
                  names -> names.size() == 2))
          .allMatch(name -> name.startsWith("ip-10-1-"));
      terraform.plansNothing();
      terraform.destroy();
      assertThat(croft.run("curl", "-sf", "--max-time", "5", page).status()).isNotZero();
    }
  }
}
