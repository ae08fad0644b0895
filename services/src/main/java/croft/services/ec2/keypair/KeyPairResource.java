package croft.services.ec2.keypair;

import static croft.services.resource.PropertyType.STRING;
import static java.nio.charset.StandardCharsets.UTF_8;

import croft.api.ec2.Ec2Model;
import croft.api.ssm.DeleteParameterRequest;
import croft.api.ssm.GetParameterRequest;
import croft.api.ssm.PutParameterRequest;
import croft.api.ssm.SsmApi;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.ec2.tag.StackTags;
import croft.services.resource.Missing;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::KeyPair}, known by its name.
 *
 * <p>The private half of one that EC2 makes is kept in Parameter Store, under {@code
 * /ec2/keypair/key-…}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-keypair.html">AWS::EC2::KeyPair</a>.
 */
public final class KeyPairResource extends TaggedResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::KeyPair", "KeyName")
          .with(
              Property.of("KeyFormat", STRING).replacing(),
              Property.of("KeyName", STRING).needed().replacing(),
              Property.of("KeyType", STRING).replacing(),
              Property.of("PublicKeyMaterial", STRING).replacing())
          .fixedTags()
          .attributes("KeyFingerprint", "KeyPairId");

  public KeyPairResource() {
    super(
        SCHEMA,
        new Noun("key-pair", Ec2Model.DESCRIBE_KEY_PAIRS, "KeyPairIds", "KeyPairs", "KeyPairId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    Ec2Calls ec2 = Ec2Calls.of(request);
    String material = request.text("PublicKeyMaterial");
    if (!material.isEmpty()) {
      String encoded = Base64.getEncoder().encodeToString(material.getBytes(UTF_8));
      members.put("PublicKeyMaterial", encoded);
      return ec2.call(Ec2Model.IMPORT_KEY_PAIR, members).path("KeyPairId").asString();
    }
    ObjectNode made = ec2.call(Ec2Model.CREATE_KEY_PAIR, members);
    String id = made.path("KeyPairId").asString();
    new SsmApi(request.calls())
        .putParameter(
            PutParameterRequest.builder()
                .name(parameter(id))
                .type("SecureString")
                .value(made.path("KeyMaterial").asString())
                .build());
    return id;
  }

  private static String parameter(String id) {
    return "/ec2/keypair/" + id;
  }

  /** A pair whose private half was lost on the way is made anew: nobody has it. */
  @Override
  protected void settle(ResourceRequest request, String id) {
    if (request.repeated() && request.text("PublicKeyMaterial").isEmpty()) {
      SsmApi ssm = new SsmApi(request.calls());
      GetParameterRequest question = GetParameterRequest.builder().name(parameter(id)).build();
      if (Missing.empty(() -> ssm.getParameter(question)).isEmpty()) {
        remove(request, id);
        ObjectNode members = request.properties().deepCopy();
        members.set("TagSpecifications", StackTags.specified(request, "key-pair"));
        make(request, members);
      }
    }
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request).call(Ec2Model.DELETE_KEY_PAIR, Ec2Calls.members("KeyPairId", id));
    if (request.text("PublicKeyMaterial").isEmpty()) {
      DeleteParameterRequest parameter =
          DeleteParameterRequest.builder().name(parameter(id)).build();
      Missing.passedOver(() -> new SsmApi(request.calls()).deleteParameter(parameter));
    }
  }

  @Override
  protected String physicalId(ResourceRequest request, String id) {
    return request.text("KeyName");
  }

  @Override
  protected String id(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(
            Ec2Model.DESCRIBE_KEY_PAIRS, "KeyPairs", Ec2Calls.ids("KeyNames", request.physicalId()))
        .getFirst()
        .path("KeyPairId")
        .asString();
  }

  @Override
  protected String listed(ObjectNode found, String id) {
    return found.path("KeyName").asString();
  }
}
