package croft.cli;

import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.sigv4.AccessKey;
import croft.wire.sigv4.SigV4Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * Sends the mix of requests that the AOT cache is recorded over: what the first minutes of a server
 * see, failures included, so that their classes load from the cache. It judges no answer: a server
 * that lacks an operation is still worth a cache.
 */
@CommandLine.Command(
    name = "train",
    hidden = true,
    description = "Sends the requests that the AOT cache is recorded over.")
final class TrainCommand implements Callable<Integer> {
  private static final int ROUNDS = 20;
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
  private static final String EC2_VERSION = "&Version=2016-11-15";
  private static final List<String> EC2_READS =
      List.of(
          "Action=DescribeVpcs",
          "Action=DescribeSubnets",
          "Action=DescribeSecurityGroups",
          "Action=DescribeInstances&Filter.1.Name=tag:Name&Filter.1.Value.1=QConEC2",
          "Action=DescribeInstanceStatus&IncludeAllInstances=true",
          "Action=DescribeInstanceTypes&InstanceType.1=t3.micro",
          "Action=DescribeRegions",
          "Action=DescribeAvailabilityZones",
          "Action=DescribeTags",
          "Action=DescribeKeyPairs",
          "Action=DescribeInstances&InstanceId.1=i-0123456789abcdef0",
          "Action=NoSuchAction");
  private static final List<String> IDENTITY_READS =
      List.of("Action=ListUsers", "Action=ListRoles", "Action=GetUser&UserName=nobody");

  private final Environment environment;

  TrainCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    ServerFacts server = new ServerFacts(environment.home());
    try (HttpClient client = HttpClient.newHttpClient()) {
      AccessKey key = AccessKey.of(server.accessKeyId(), server.secretAccessKey(), null);
      Mix mix = new Mix(client, URI.create(server.endpoint()), key, server.region());
      for (int round = 0; round < ROUNDS; round++) {
        mix.read();
      }
      mix.launchAndTerminate();
      mix.sendForged();
    }
    return 0;
  }

  /** The requests, over one client. */
  private record Mix(HttpClient client, URI endpoint, AccessKey key, String region) {

    void read() throws IOException, InterruptedException {
      for (String parameters : EC2_READS) {
        form("ec2", parameters + EC2_VERSION);
      }
      for (String parameters : IDENTITY_READS) {
        form("iam", parameters + "&Version=2010-05-08");
      }
      form("sts", "Action=GetCallerIdentity&Version=2011-06-15");
    }

    void launchAndTerminate() throws IOException, InterruptedException {
      String image = first("ami-[0-9a-f]+", form("ec2", "Action=DescribeImages" + EC2_VERSION));
      String launched =
          form(
              "ec2",
              "Action=RunInstances&MinCount=2&MaxCount=2&InstanceType=t3.micro&ImageId="
                  + image
                  + "&UserData=IyEvYmluL3NoCg%3D%3D"
                  + EC2_VERSION);
      String instance = first("\\bi-[0-9a-f]+", launched);
      form(
          "ec2",
          "Action=CreateTags&Tag.1.Key=Name&Tag.1.Value=QConEC2&ResourceId.1="
              + instance
              + EC2_VERSION);
      form("ec2", "Action=DescribeInstances" + EC2_VERSION);
      form("ec2", "Action=TerminateInstances&InstanceId.1=" + instance + EC2_VERSION);
    }

    void sendForged() throws IOException, InterruptedException {
      AccessKey forged = AccessKey.of(key.accessKeyId(), "forged", null);
      post(forged, "sts", "Action=GetCallerIdentity&Version=2011-06-15");
    }

    private String form(String service, String parameters)
        throws IOException, InterruptedException {
      return post(key, service, parameters);
    }

    private String post(AccessKey signingKey, String service, String parameters)
        throws IOException, InterruptedException {
      byte[] body = parameters.getBytes(StandardCharsets.UTF_8);
      Headers headers = Headers.of("Host", endpoint.getAuthority(), "Content-Type", FORM);
      var unsigned =
          new croft.wire.http.HttpRequest("POST", "/", headers, Bytes.of(body), "", false);
      var signed =
          new SigV4Signer(signingKey, region, service, InstantSource.system()).sign(unsigned);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(endpoint.resolve("/"))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      signed
          .headers()
          .asMap()
          .forEach((name, values) -> {
            // The client sets Host itself, to the same text.
            if (!name.equalsIgnoreCase("Host")) {
              values.forEach(value -> request.header(name, value));
            }
          });
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String first(String pattern, String text) {
      Matcher matcher = Pattern.compile(pattern).matcher(text);
      return matcher.find() ? matcher.group() : "none";
    }
  }
}
