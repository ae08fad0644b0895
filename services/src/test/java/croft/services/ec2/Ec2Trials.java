package croft.services.ec2;

import croft.services.resource.ResourceTrial;
import croft.services.resource.ResourceType;
import java.nio.file.Path;

/** Trials of EC2's resource types over one EC2, and what they need around them. */
public final class Ec2Trials implements AutoCloseable {
  public final Ec2Fixture fixture;

  public Ec2Trials(Path directory) {
    this.fixture = new Ec2Fixture(directory);
  }

  /** A trial of the type of that name, such as {@code Subnet}. */
  public ResourceTrial trial(String name) {
    ResourceType type =
        fixture.room.resourceTypes().stream()
            .filter(one -> one.schema().name().equals("AWS::EC2::" + name))
            .findFirst()
            .orElseThrow();
    return new ResourceTrial(type, fixture.resources(), this::reconcile);
  }

  /** One look at everything. */
  public void reconcile() {
    fixture.reconcile();
    fixture.reconcileNetworks();
    fixture.reconcileDisks();
  }

  public String vpc() {
    return trial("VPC").create("{'CidrBlock': '10.9.0.0/16'}");
  }

  public String subnet(String vpc) {
    return trial("Subnet").create("{'CidrBlock': '10.9.1.0/24', 'VpcId': '%s'}".formatted(vpc));
  }

  @Override
  public void close() {
    fixture.close();
  }
}
