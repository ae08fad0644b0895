package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What stands between instances and their network: interfaces, addresses, and what filters. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformInterfacesTest {
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
      data "aws_vpc" "default" {
        default = true
      }
      data "aws_subnet" "a" {
        vpc_id            = data.aws_vpc.default.id
        availability_zone = "us-west-2a"
        default_for_az    = true
      }
      resource "aws_ec2_managed_prefix_list" "offices" {
        name           = "offices"
        address_family = "IPv4"
        max_entries    = 5
        entry {
          cidr        = "198.51.100.0/24"
          description = "here"
        }
        entry {
          cidr = "203.0.113.0/24"
        }
        tags = { Name = "offices" }
      }
      resource "aws_security_group" "clients" {
        name        = "clients"
        description = "Who may ask"
        vpc_id      = data.aws_vpc.default.id
      }
      resource "aws_security_group" "web" {
        name        = "web"
        description = "What may reach the web servers"
        vpc_id      = data.aws_vpc.default.id
        tags        = { Name = "web" }
      }
      resource "aws_security_group_rule" "offices" {
        type              = "ingress"
        security_group_id = aws_security_group.web.id
        protocol          = "tcp"
        from_port         = 443
        to_port           = 443
        prefix_list_ids   = [aws_ec2_managed_prefix_list.offices.id]
        description       = "offices"
      }
      resource "aws_vpc_security_group_ingress_rule" "clients" {
        security_group_id            = aws_security_group.web.id
        ip_protocol                  = "tcp"
        from_port                    = 80
        to_port                      = 80
        referenced_security_group_id = aws_security_group.clients.id
        tags                         = { Name = "clients" }
      }
      resource "aws_vpc_security_group_egress_rule" "all" {
        security_group_id = aws_security_group.web.id
        ip_protocol       = "-1"
        cidr_ipv4         = "0.0.0.0/0"
      }
      resource "aws_network_acl" "guard" {
        vpc_id = data.aws_vpc.default.id
        ingress {
          rule_no    = 100
          protocol   = "tcp"
          action     = "allow"
          cidr_block = "0.0.0.0/0"
          from_port  = 80
          to_port    = 443
        }
        egress {
          rule_no    = 100
          protocol   = "-1"
          action     = "allow"
          cidr_block = "0.0.0.0/0"
          from_port  = 0
          to_port    = 0
        }
        tags = { Name = "guard" }
      }
      resource "aws_network_acl_rule" "ping" {
        network_acl_id = aws_network_acl.guard.id
        rule_number    = 200
        egress         = true
        protocol       = "icmp"
        rule_action    = "deny"
        cidr_block     = "10.0.0.0/8"
        icmp_type      = -1
        icmp_code      = -1
      }
      resource "aws_instance" "web" {
        ami                    = data.aws_ami.host.id
        instance_type          = "m5.large"
        subnet_id              = data.aws_subnet.a.id
        vpc_security_group_ids = [aws_security_group.web.id]
      }
      resource "aws_network_interface" "second" {
        subnet_id         = data.aws_subnet.a.id
        description       = "second"
        private_ips_count = 1
        security_groups   = [aws_security_group.web.id]
        source_dest_check = false
        attachment {
          instance     = aws_instance.web.id
          device_index = 1
        }
        tags = { Name = "second" }
      }
      resource "aws_eip" "second" {
        domain            = "vpc"
        network_interface = aws_network_interface.second.id
        tags              = { Name = "second" }
      }
      resource "aws_network_interface" "third" {
        subnet_id = data.aws_subnet.a.id
      }
      resource "aws_network_interface_attachment" "third" {
        instance_id          = aws_instance.web.id
        network_interface_id = aws_network_interface.third.id
        device_index         = 2
      }
      output "status" { value = aws_network_interface_attachment.third.status }
      output "address" { value = aws_eip.second.private_ip }
      """;

  @Test
  void appliesPlansNothingMoreAndDestroys(@TempDir Path directory) throws IOException {
    Machine.require("terraform", "it is the client under test: install Terraform");
    // An ACL's own entries and one beside it: the resource must be told to leave that alone.
    Files.writeString(
        directory.resolve("main.tf"),
        CONFIGURATION.replace(
            "tags = { Name = \"guard\" }\n",
            "tags = { Name = \"guard\" }\n  lifecycle {\n    ignore_changes = [egress]\n  }\n"));
    try (RunningCroft croft = RunningCroft.memory()) {
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("status")).isEqualTo("attached");
      assertThat(terraform.output("address")).startsWith("172.31.");
      terraform.plansNothing();
      terraform.destroy();
    }
  }
}
