package croft.wire.conformance;

import croft.wire.conformance.amazons3.Amazons3Model;
import croft.wire.conformance.awsjson10.Awsjson10Model;
import croft.wire.conformance.awsjson11.Awsjson11Model;
import croft.wire.conformance.awsquery.AwsqueryModel;
import croft.wire.conformance.ec2query.Ec2queryModel;
import croft.wire.conformance.restjson.RestjsonModel;
import croft.wire.conformance.restjsonvalidation.RestjsonvalidationModel;
import croft.wire.conformance.restxml.RestxmlModel;
import croft.wire.conformance.restxmlwithnamespace.RestxmlwithnamespaceModel;
import croft.wire.conformance.rpcv2cbor.Rpcv2cborModel;
import croft.wire.schema.ServiceModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The cases that were generated, and those of them that are left out. */
final class Cases {
  static final List<ServiceModel> SERVICES =
      List.of(
          AwsqueryModel.MODEL,
          Ec2queryModel.MODEL,
          Awsjson10Model.MODEL,
          Awsjson11Model.MODEL,
          RestjsonModel.MODEL,
          RestjsonvalidationModel.MODEL,
          RestxmlModel.MODEL,
          RestxmlwithnamespaceModel.MODEL,
          Amazons3Model.MODEL,
          Rpcv2cborModel.MODEL);

  private Cases() {}

  record Case(ServiceModel service, Map<?, ?> body) {
    String id() {
      return service.id() + " " + text("operation") + " " + text("id");
    }

    String text(String name) {
      Object value = body.get(name);
      return value == null ? "" : value.toString();
    }

    Map<?, ?> map(String name) {
      return body.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    List<?> list(String name) {
      return body.get(name) instanceof List<?> list ? list : List.of();
    }
  }

  /** Every case of a kind: requests, responses, errors, malformedRequests. */
  static List<Case> of(String kind) {
    List<Case> cases = new ArrayList<>();
    for (ServiceModel service : SERVICES) {
      try (InputStream in = Cases.class.getResourceAsStream(service.id() + ".json")) {
        Map<?, ?> all = new JsonMapper().readValue(Objects.requireNonNull(in), Map.class);
        for (Object each : (List<?>) Objects.requireNonNull(all.get(kind))) {
          cases.add(new Case(service, (Map<?, ?>) each));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return cases;
  }

  /** The reasons of the cases left out, by kind and id. */
  static Map<String, String> leftOut() {
    Map<String, String> reasons = new LinkedHashMap<>();
    try (InputStream in = Cases.class.getResourceAsStream("left-out.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
        int colon = line.indexOf(": ");
        if (!line.startsWith("#") && colon > 0) {
          reasons.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }
}
