package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The network that most configurations begin with: public and private subnets, and ways out. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformVpcTest {
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
      data "aws_availability_zones" "all" {
        state = "available"
      }
      resource "aws_vpc" "main" {
        cidr_block           = "10.0.0.0/16"
        enable_dns_hostnames = true
        tags                 = { Name = "main" }
      }
      resource "aws_internet_gateway" "out" {
        vpc_id = aws_vpc.main.id
      }
      resource "aws_subnet" "public" {
        vpc_id                  = aws_vpc.main.id
        cidr_block              = "10.0.1.0/24"
        availability_zone       = data.aws_availability_zones.all.names[0]
        map_public_ip_on_launch = true
      }
      resource "aws_subnet" "private" {
        vpc_id            = aws_vpc.main.id
        cidr_block        = "10.0.2.0/24"
        availability_zone = data.aws_availability_zones.all.names[1]
      }
      resource "aws_eip" "nat" {
        domain = "vpc"
      }
      resource "aws_nat_gateway" "nat" {
        allocation_id = aws_eip.nat.id
        subnet_id     = aws_subnet.public.id
        tags          = { Name = "way out" }
        depends_on    = [aws_internet_gateway.out]
      }
      resource "aws_route_table" "public" {
        vpc_id = aws_vpc.main.id
        route {
          cidr_block = "0.0.0.0/0"
          gateway_id = aws_internet_gateway.out.id
        }
      }
      resource "aws_route_table" "private" {
        vpc_id = aws_vpc.main.id
      }
      resource "aws_route" "private" {
        route_table_id         = aws_route_table.private.id
        destination_cidr_block = "0.0.0.0/0"
        nat_gateway_id         = aws_nat_gateway.nat.id
      }
      resource "aws_route_table_association" "public" {
        subnet_id      = aws_subnet.public.id
        route_table_id = aws_route_table.public.id
      }
      resource "aws_route_table_association" "private" {
        subnet_id      = aws_subnet.private.id
        route_table_id = aws_route_table.private.id
      }
      resource "aws_security_group" "web" {
        name   = "web"
        vpc_id = aws_vpc.main.id
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
      resource "aws_security_group" "app" {
        name   = "app"
        vpc_id = aws_vpc.main.id
        ingress {
          from_port       = 8080
          to_port         = 8080
          protocol        = "tcp"
          security_groups = [aws_security_group.web.id]
        }
        egress {
          from_port   = 0
          to_port     = 0
          protocol    = "-1"
          cidr_blocks = ["0.0.0.0/0"]
        }
      }
      resource "aws_vpc_dhcp_options" "names" {
        domain_name         = "example.internal"
        domain_name_servers = ["AmazonProvidedDNS"]
      }
      resource "aws_vpc_dhcp_options_association" "names" {
        vpc_id          = aws_vpc.main.id
        dhcp_options_id = aws_vpc_dhcp_options.names.id
      }
      resource "aws_vpc_endpoint" "s3" {
        vpc_id          = aws_vpc.main.id
        service_name    = "com.amazonaws.us-west-2.s3"
        route_table_ids = [aws_route_table.private.id]
      }
      resource "aws_vpc" "other" {
        cidr_block = "10.1.0.0/16"
      }
      resource "aws_vpc_peering_connection" "both" {
        vpc_id      = aws_vpc.main.id
        peer_vpc_id = aws_vpc.other.id
        auto_accept = true
      }
      resource "aws_route" "other" {
        route_table_id            = aws_route_table.private.id
        destination_cidr_block    = aws_vpc.other.cidr_block
        vpc_peering_connection_id = aws_vpc_peering_connection.both.id
      }
      resource "aws_instance" "web" {
        ami                    = data.aws_ami.host.id
        instance_type          = "m5.large"
        subnet_id              = aws_subnet.public.id
        vpc_security_group_ids = [aws_security_group.web.id]
      }
      resource "aws_instance" "app" {
        ami                    = data.aws_ami.host.id
        instance_type          = "m5.large"
        subnet_id              = aws_subnet.private.id
        vpc_security_group_ids = [aws_security_group.app.id]
      }
      output "web" { value = aws_instance.web.public_ip }
      output "app" { value = aws_instance.app.private_ip }
      output "out" { value = aws_nat_gateway.nat.public_ip }
      """;

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("web")).isNotEmpty();
      assertThat(terraform.output("app")).startsWith("10.0.2.");
      assertThat(terraform.output("out")).isNotEmpty().isNotEqualTo(terraform.output("web"));
      terraform.plansNothing();
      terraform.destroy();
    }
  }
}
