package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.compute.CommandOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Packages by Amazon Linux's names, as the sample templates of AWS have them, from the archive of
 * the image's distribution.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BootstrapPackagesTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  /** The same metadata as of the sample LAMP_Single_Instance. */
  private static final String LAMP =
      """
      {"AWS::CloudFormation::Init": {"config": {
        "packages": {"yum": {"mysql": [], "mysql-server": [], "mysql-libs": [], "httpd": [],
                             "php": [], "php-mysql": []}},
        "sources": {"/var/www/html":
            "https://s3.amazonaws.com/cloudformation-examples/CloudFormationPHPSample.zip"},
        "files": {
          "/tmp/setup.mysql": {"content":
            "CREATE DATABASE shop;\\nGRANT ALL ON shop.* TO 'admin'@localhost IDENTIFIED BY 'word';\\n",
            "mode": "000644", "owner": "root", "group": "root"},
          "/etc/httpd/conf.d/away.conf": {"content": "Redirect /away http://example.com/\\n"},
          "/var/www/html/owned": {"content": "", "owner": "apache", "group": "apache"}},
        "services": {"sysvinit": {
          "mysqld": {"enabled": "true", "ensureRunning": "true"},
          "httpd": {"enabled": "true", "ensureRunning": "true",
                    "files": ["/etc/httpd/conf.d/away.conf"]},
          "sendmail": {"enabled": "false", "ensureRunning": "false"}}}}}}
      """;

  private static final String PAGE =
      "<?php $m = new mysqli('localhost', 'admin', 'word', 'shop');"
          + " echo 'database ' . $m->query('select database() d')->fetch_assoc()['d']; ?>";

  /** What the sample's user data does after cfn-init. */
  private static final String SETUP =
      """
      mysqladmin -u root password 'secret'
      mysql -u root --password='secret' < /tmp/setup.mysql
      sed -i 's/AllowOverride None/AllowOverride All/g' /etc/httpd/conf/httpd.conf
      service httpd restart
      grep -c 'AllowOverride All' /etc/apache2/apache2.conf
      """;

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private String id = "";

  @BeforeAll
  void launch() {
    id = new Cloud(ec2).run(r -> r.instanceType("t3.medium")).instanceId();
    croft.awaitBoot(id);
    String found =
        croft
            .inside(id, "timeout 40 apt-get -q update 2>&1; apt-cache policy apache2")
            .stdout()
            .text();
    assumeTrue(
        found.contains("Candidate: "),
        "packages are fetched by apt: its archive is out of reach from instances: " + found);
  }

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  @Test
  void aPageOfLampIsServed() throws IOException {
    bucket("cloudformation-examples", "CloudFormationPHPSample.zip");
    croft.told(id, "cat > /tmp/lamp.json <<'METADATA'\n" + LAMP + "METADATA\n");
    CommandOutput made = croft.inside(id, "cfn-init -v /tmp/lamp.json", LONG);
    assertThat(made.stderr().text() + croft.told(id, "tail -40 /var/log/cfn-init.log"))
        .contains("Build complete");
    assertThat(croft.told(id, SETUP)).isNotEqualTo("0");
    assertThat(croft.told(id, "curl -s http://127.0.0.1/")).isEqualTo("database shop");
    assertThat(croft.told(id, "curl -si http://127.0.0.1/away | head -1")).contains("302");
    assertThat(croft.told(id, "stat -c %U:%G /var/www/html/owned; systemctl is-enabled apache2"))
        .isIn("www-data:www-data\nenabled", "apache:apache\nenabled");
    assertThat(croft.told(id, "readlink -e /var/lib/mysql/mysql.sock")).endsWith("mysqld.sock");
  }

  @Test
  void gemsAndPackagesOfPythonAreInstalled() {
    croft.told(
        id,
        """
        cat > /tmp/kinds.json <<'METADATA'
        {"AWS::CloudFormation::Init": {"config": {"packages": {
          "yum": {"rubygems": []}, "rubygems": {"rack": ["1.3.6"]},
          "python": {"mustache": ["0.1.4"]}, "apt": {"sl": []}}}}}
        METADATA
        """);
    CommandOutput made = croft.inside(id, "cfn-init -v /tmp/kinds.json", LONG);
    String log = croft.told(id, "cat /var/log/cfn-init.log");
    assertThat(log).contains("Apt installed ['sl']", "Yum installed ['rubygems']");
    assumeTrue(
        made.exitStatus() == 0
            || !log.matches(
                "(?s).*(Could not find a valid gem|Unable to download|Failed to establish).*"),
        "gems and packages of Python are fetched from their registries, out of reach here: " + log);
    assertThat(made.exitStatus()).as(log).isZero();
    assertThat(croft.told(id, "gem list rack; pip3 list 2>/dev/null | grep -i mustache"))
        .contains("rack (1.3.6", "0.1.4");
  }

  @Test
  void yumOfUserDataAsksApt() {
    assertThat(
            croft
                .inside(id, "yum -y install gcc-c++ tree && tree --version && g++ --version", LONG)
                .stdout()
                .text())
        .contains("tree v", "g++");
    assertThat(croft.inside(id, "yum update -y aws-cfn-bootstrap", LONG).exitStatus()).isZero();
    assertThat(croft.inside(id, "yum whatprovides tree").exitStatus()).isEqualTo(1);
  }

  @Test
  void aPackageThatIsNotThereIsNamed() {
    CommandOutput failed =
        croft.inside(
            id,
            "echo '{\"AWS::CloudFormation::Init\": {\"config\": {\"packages\": {\"yum\":"
                + " {\"no-such-thing\": []}}}}}' > /tmp/none.json; cfn-init /tmp/none.json",
            LONG);
    assertThat(failed.exitStatus()).isEqualTo(1);
    assertThat(failed.stderr().text())
        .contains("Failed to install the package no-such-thing: apt has no no-such-thing");
  }

  /** A bucket by the name of AWS's own, with a page to unpack for everybody. */
  private void bucket(String name, String key) throws IOException {
    Path page = croft.home().resolve("index.php");
    Files.writeString(page, PAGE);
    new Program(List.of("python3", "-m", "zipfile", "-c", key, "index.php"), Map.of(), croft.home())
        .run()
        .succeeded();
    croft
        .python(
            """
            import boto3, sys
            s3 = boto3.client('s3')
            name, key = sys.argv[1:]
            s3.create_bucket(Bucket=name, ObjectOwnership='ObjectWriter',
                CreateBucketConfiguration={'LocationConstraint': 'us-west-2'})
            s3.delete_public_access_block(Bucket=name)
            s3.upload_file(key, name, key, ExtraArgs={'ACL': 'public-read'})
            """,
            name,
            key)
        .succeeded();
  }
}
