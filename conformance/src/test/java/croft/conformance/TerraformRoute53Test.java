package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Zones, records and health checks, by Terraform. */
@Execution(ExecutionMode.CONCURRENT)
final class TerraformRoute53Test {
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
      provider "aws" {
        alias                   = "frankfurt"
        region                  = "eu-central-1"
        skip_metadata_api_check = true
      }
      data "aws_vpc" "here" { default = true }
      data "aws_vpc" "there" {
        provider = aws.frankfurt
        default  = true
      }
      resource "aws_route53_delegation_set" "main" {
        reference_name = "main"
      }
      resource "aws_route53_zone" "open" {
        name              = "example.com"
        comment           = "made by terraform"
        delegation_set_id = aws_route53_delegation_set.main.id
        tags              = { team = "web" }
      }
      resource "aws_route53_zone" "inside" {
        name = "corp.example"
        vpc { vpc_id = data.aws_vpc.here.id }
        lifecycle { ignore_changes = [vpc] }
      }
      resource "aws_route53_zone_association" "there" {
        zone_id    = aws_route53_zone.inside.zone_id
        vpc_id     = data.aws_vpc.there.id
        vpc_region = "eu-central-1"
      }
      resource "aws_route53_health_check" "web" {
        fqdn              = "www.example.com"
        port              = 80
        type              = "HTTP"
        resource_path     = "/up"
        failure_threshold = 3
        request_interval  = 30
        tags              = { Name = "web" }
      }
      resource "aws_route53_health_check" "all" {
        type                   = "CALCULATED"
        child_health_threshold = 1
        child_healthchecks     = [aws_route53_health_check.web.id]
      }
      resource "aws_route53_record" "www" {
        zone_id = aws_route53_zone.open.zone_id
        name    = "www"
        type    = "A"
        ttl     = 60
        records = ["192.0.2.1", "192.0.2.2"]
      }
      resource "aws_route53_record" "apex" {
        zone_id = aws_route53_zone.open.zone_id
        name    = ""
        type    = "A"
        alias {
          name                   = aws_route53_record.www.fqdn
          zone_id                = aws_route53_zone.open.zone_id
          evaluate_target_health = true
        }
      }
      resource "aws_route53_record" "any" {
        zone_id = aws_route53_zone.open.zone_id
        name    = "*.wild"
        type    = "CNAME"
        ttl     = 60
        records = ["www.example.com"]
      }
      resource "aws_route53_record" "text" {
        zone_id = aws_route53_zone.open.zone_id
        name    = "text"
        type    = "TXT"
        ttl     = 60
        records = ["v=spf1 -all"]
      }
      resource "aws_route53_record" "weighted" {
        for_each       = { one = 10, two = 20 }
        zone_id        = aws_route53_zone.open.zone_id
        name           = "spread"
        type           = "A"
        ttl            = 5
        records        = ["192.0.2.${each.value}"]
        set_identifier = each.key
        weighted_routing_policy { weight = each.value }
      }
      resource "aws_route53_record" "failover" {
        for_each        = { PRIMARY = "192.0.2.31", SECONDARY = "192.0.2.32" }
        zone_id         = aws_route53_zone.open.zone_id
        name            = "fail"
        type            = "A"
        ttl             = 5
        records         = [each.value]
        set_identifier  = each.key
        health_check_id = each.key == "PRIMARY" ? aws_route53_health_check.all.id : null
        failover_routing_policy { type = each.key }
      }
      output "server" { value = aws_route53_zone.open.name_servers[0] }
      """;

  @TempDir Path directory;

  @Test
  void appliesPlansNothingMoreAndDestroys() throws IOException {
    Machine.require("terraform", "it is the client this test is about");
    Files.writeString(directory.resolve("main.tf"), CONFIGURATION);
    try (RunningCroft croft = RunningCroft.memory("--dns-port", "0")) {
      croft.run("aws", "ec2", "describe-vpcs").succeeded();
      croft.run("aws", "ec2", "describe-vpcs", "--region", "eu-central-1").succeeded();
      Terraform terraform = new Terraform(croft, directory);
      terraform.initialise();
      terraform.apply();
      assertThat(terraform.output("server")).endsWith(".dns.localhost");
      Dig dig = Dig.of(croft);
      assertThat(dig.values("example.com", "A")).containsExactly("192.0.2.1", "192.0.2.2");
      assertThat(dig.values("x.wild.example.com", "A"))
          .containsExactly("192.0.2.1", "192.0.2.2", "www.example.com.");
      terraform.plansNothing();
      terraform.destroy();
      assertThat(dig.values("www.example.com", "A")).containsExactly("REFUSED");
      assertThat(
              croft
                  .run("aws", "route53", "list-hosted-zones", "--query", "length(HostedZones)")
                  .succeeded())
          .isEqualTo("0");
    }
  }
}
