package croft.wire.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One service as its model describes it.
 *
 * @param id the room's name in Croft, lower case, such as {@code ec2}
 * @param signingName the service in a credential scope
 * @param endpointPrefix the host name's first label
 * @param apiVersion as in {@code Version=2016-11-15}
 * @param targetPrefix of {@code X-Amz-Target}, empty if none
 * @param shapeName the service's name in rpc-v2-cbor paths
 * @param protocols those it speaks, the usual one first
 * @param xmlNamespace of its XML bodies, or null
 * @param queryCompatible whether JSON errors carry {@code x-amzn-query-error}
 * @param operations those generated, by name
 * @param otherOperations names the model has and Croft does not generate: refused by name
 * @param errors every generated error
 * @param xmlErrorsUnwrapped whether REST-XML errors stand without {@code ErrorResponse} around
 * @param queryPathMember what the path of a query stands for that does not say it; empty for
 *     nothing
 */
public record ServiceModel(
    String id,
    String signingName,
    String endpointPrefix,
    String apiVersion,
    String targetPrefix,
    String shapeName,
    List<Protocol> protocols,
    @Nullable XmlNamespace xmlNamespace,
    boolean queryCompatible,
    Map<String, Operation<?, ?>> operations,
    Set<String> otherOperations,
    List<ErrorModel> errors,
    boolean xmlErrorsUnwrapped,
    String queryPathMember) {

  /** A service whose XML errors are wrapped, as all but S3's are, and whose paths say nothing. */
  public ServiceModel(
      String id,
      String signingName,
      String endpointPrefix,
      String apiVersion,
      String targetPrefix,
      String shapeName,
      List<Protocol> protocols,
      @Nullable XmlNamespace xmlNamespace,
      boolean queryCompatible,
      Map<String, Operation<?, ?>> operations,
      Set<String> otherOperations,
      List<ErrorModel> errors) {
    this(
        id,
        signingName,
        endpointPrefix,
        apiVersion,
        targetPrefix,
        shapeName,
        protocols,
        xmlNamespace,
        queryCompatible,
        operations,
        otherOperations,
        errors,
        false,
        "");
  }
}
