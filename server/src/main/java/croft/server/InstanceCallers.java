package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.api.cloudformation.DescribeStackResourceInput;
import croft.api.cloudformation.SignalResourceInput;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.Stacks;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.metadata.InstanceIdentity;
import croft.services.ec2.tag.Tags;
import croft.store.Store;
import croft.store.Transaction;
import croft.wire.protocol.RoutedCall;
import croft.wire.schema.Shape;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Instances that say who they are by their identity document, as AWS's programs on instances do:
 * {@code Authorization: CFN_V1 DOCUMENT:SIGNATURE}. They may ask for the resources of the stack
 * they are part of, and signal them, and nothing else (decision 0186).
 */
record InstanceCallers(Store store, InstanceIdentity identity) implements Gateway.Instances {
  private static final String SCHEME = "CFN_V1 ";
  private static final String HOST = "ec2.amazonaws.com";
  private static final String STACK_TAG = "aws:cloudformation:stack-id";
  private static final String GROUP_TAG = "aws:autoscaling:groupName";

  @Override
  public Optional<Gateway.Instance> instance(RoutedCall routed) {
    String header = routed.request().headers().first("Authorization");
    if (header == null || !header.startsWith(SCHEME)) {
      return Optional.empty();
    }
    JsonNode document = document(header.substring(SCHEME.length()));
    String account = document.path("accountId").asString("");
    String region = document.path("region").asString("");
    String id = document.path("instanceId").asString("");
    String stack = stack(routed);
    boolean belongs =
        stack != null && store.read(tx -> belongs(tx, account + "/" + region, id, stack));
    if (!belongs) {
      throw new ServiceError(
          "AccessDenied",
          403,
          "Instance %s is not allowed to call %s on %s"
              .formatted(id, routed.operation().name(), Objects.requireNonNullElse(stack, "it")));
    }
    return Optional.of(new Gateway.Instance(Caller.service(account, HOST), region));
  }

  /** The document, if this server signed it. */
  private JsonNode document(String text) {
    int colon = text.indexOf(':');
    try {
      byte[] document = Base64.getDecoder().decode(text.substring(0, Math.max(0, colon)));
      byte[] signature = Base64.getDecoder().decode(text.substring(colon + 1));
      if (identity.isSigned(document, signature)) {
        return JsonMapper.shared().readTree(new String(document, UTF_8));
      }
    } catch (IllegalArgumentException | JacksonException malformed) {
      throw refused();
    }
    throw refused();
  }

  private static ServiceError refused() {
    return new ServiceError(
        "InvalidClientTokenId", 403, "The instance identity document is not signed by Croft");
  }

  /** The stack that is asked for; null for what instances may not ask. */
  private static @Nullable String stack(RoutedCall routed) {
    if (!routed.service().signingName().equals("cloudformation")) {
      return null;
    }
    Shape input = routed.input();
    return switch (input) {
      case DescribeStackResourceInput describe -> describe.stackName();
      case SignalResourceInput signal -> signal.stackName();
      default -> null;
    };
  }

  /** Whether the stack made the instance, or the group that launched it. */
  private static boolean belongs(Transaction tx, String scope, String id, String nameOrArn) {
    Optional<Stack> stack = Stacks.find(tx, scope, nameOrArn);
    Optional<Instance> instance = tx.get(Instances.TABLE, scope, id);
    if (stack.isEmpty() || instance.isEmpty()) {
      return false;
    }
    Map<String, String> tags = Tags.of(tx, scope, id);
    String group = tags.getOrDefault(GROUP_TAG, "");
    return stack.get().arn().equals(tags.get(STACK_TAG))
        || tx.list(StackResource.TABLE, stack.get().id()).stream()
            .map(StackResource::physicalId)
            .anyMatch(made -> made.equals(id) || (!group.isEmpty() && made.equals(group)));
  }
}
