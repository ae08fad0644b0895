package croft.services.ssm.parameter;

import croft.base.Arn;
import croft.store.Table;
import java.util.Map;

/**
 * A parameter; what it holds is in its versions.
 *
 * @param latest the number of its newest version, from 1
 */
public record Parameter(
    String account, String region, String name, long latest, Map<String, String> tags) {

  public static final Table<Parameter> TABLE =
      Table.of("ssm_parameter", Parameter.class, Parameter::scope, Parameter::name);

  public String scope() {
    return account + "/" + region;
  }

  Arn arn() {
    return arn(account, region, name);
  }

  /** {@code arn:aws:ssm:region:account:parameter/name}, whether the name is a path or not. */
  static Arn arn(String account, String region, String name) {
    return Arn.of("ssm", region, account, "parameter" + (name.startsWith("/") ? "" : "/") + name);
  }

  Parameter withTags(Map<String, String> all) {
    return new Parameter(account, region, name, latest, all);
  }

  Parameter at(long version) {
    return new Parameter(account, region, name, version, tags);
  }
}
