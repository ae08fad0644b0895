package croft.services.ec2instanceconnect;

import croft.api.ec2instanceconnect.Ec2instanceconnectModel;
import croft.api.ec2instanceconnect.SendSSHPublicKeyRequest;
import croft.api.ec2instanceconnect.SendSSHPublicKeyResponse;
import croft.api.ec2instanceconnect.SendSerialConsoleSSHPublicKeyRequest;
import croft.api.ec2instanceconnect.SendSerialConsoleSSHPublicKeyResponse;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.ServiceRoom;
import croft.store.Store;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * EC2 Instance Connect's front door. SendSSHPublicKey answers when the key opens, for clients
 * connect the moment they have their answer (decision 0110).
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/ec2-instance-connect/latest/APIReference/API_SendSSHPublicKey.html">SendSSHPublicKey</a>.
 */
public final class InstanceConnectService implements ServiceRoom {
  private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");
  private static final Pattern KEY =
      Pattern.compile(
          "(ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,4000}={0,2}");

  private final Store store;
  private final Ids ids;
  private final ConnectableInstances instances;
  private final ConnectKeys keys;

  public InstanceConnectService(
      Store store, Ids ids, ConnectableInstances instances, ConnectKeys keys) {
    this.store = store;
    this.ids = ids;
    this.instances = instances;
    this.keys = keys;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(ConnectKey.TABLE);
  }

  @Override
  public ServiceModel model() {
    return Ec2instanceconnectModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2instanceconnectModel.SEND_SSH_PUBLIC_KEY,
            (call, r) ->
                List.of(
                    Access.to(
                            "ec2-instance-connect:SendSSHPublicKey",
                            call.arn("ec2", "instance/" + r.instanceId()))
                        .with(
                            Map.of(
                                "ec2:osuser",
                                List.of(r.instanceOSUser() == null ? "" : r.instanceOSUser())))),
            this::sendKey),
        Binding.bind(
            Ec2instanceconnectModel.SEND_SERIAL_CONSOLE_SSH_PUBLIC_KEY,
            (call, r) ->
                List.of(
                    Access.to(
                        "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
                        call.arn("ec2", "instance/" + r.instanceId()))),
            InstanceConnectService::sendToSerialConsole));
  }

  private SendSSHPublicKeyResponse sendKey(Call call, SendSSHPublicKeyRequest request) {
    String instanceId = request.instanceId() == null ? "" : request.instanceId();
    ConnectableInstances.Found found = require(call, instanceId);
    if (request.availabilityZone() != null && !request.availabilityZone().equals(found.zone())) {
      throw notFound(instanceId);
    }
    ConnectKey key =
        new ConnectKey(
            call.scope(),
            ids.hex(16),
            instanceId,
            user(request.instanceOSUser()),
            publicKey(request.sshPublicKey()),
            call.at().plus(ConnectKeys.LIFETIME));
    // Written first: what is put in is known to be taken out.
    store.write(tx -> {
      tx.insert(ConnectKey.TABLE, key);
      return key;
    });
    keys.deliver(key)
        .ifPresent(why -> {
          store.write(tx -> tx.delete(ConnectKey.TABLE, key.scope(), key.id()));
          throw ServiceError.badRequest("EC2InstanceUnavailableException", why);
        });
    return SendSSHPublicKeyResponse.builder().requestId(call.requestId()).success(true).build();
  }

  private ConnectableInstances.Found require(Call call, String instanceId) {
    ConnectableInstances.Found found =
        instances.find(call.scope(), instanceId).orElseThrow(() -> notFound(instanceId));
    if (!found.running()) {
      throw ServiceError.badRequest(
          "EC2InstanceStateInvalidException",
          "Instance " + instanceId + " is not in the running state.");
    }
    return found;
  }

  private static ServiceError notFound(String instanceId) {
    return ServiceError.badRequest(
        "EC2InstanceNotFoundException",
        "Instance " + instanceId + " was not found. Provide a valid instance ID and try again.");
  }

  private static String user(@Nullable String given) {
    if (given == null || !USER.matcher(given).matches()) {
      throw ServiceError.badRequest(
          "InvalidArgsException", "The name of the OS user is invalid: " + given);
    }
    return given;
  }

  /** The type and the key; a comment says nothing to a server. */
  private static String publicKey(@Nullable String given) {
    String[] words = given == null ? new String[0] : given.strip().split("\\s+", 3);
    String key = words.length < 2 ? "" : words[0] + " " + words[1];
    if (!KEY.matcher(key).matches()) {
      throw ServiceError.badRequest(
          "InvalidArgsException", "The SSH public key is not one in OpenSSH's form.");
    }
    return key;
  }

  private static SendSerialConsoleSSHPublicKeyResponse sendToSerialConsole(
      Call call, SendSerialConsoleSSHPublicKeyRequest request) {
    throw ServiceError.badRequest(
        "SerialConsoleAccessDisabledException",
        "Instances here have no serial console. Their console's text is GetConsoleOutput's.");
  }
}
