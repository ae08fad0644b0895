package croft.services.sns.filter;

import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.services.sns.filter.FilterPolicy.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class FilterPolicyTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static boolean wants(String policy, String attributes) {
    JsonNode given = MAPPER.readTree(attributes.replace('\'', '"'));
    return FilterPolicy.parse(policy.replace('\'', '"'), Scope.ATTRIBUTES)
        .wantsAttributes(name -> {
          JsonNode value = given.path(name);
          if (value.isMissingNode()) {
            return java.util.List.of();
          }
          return value.isArray() ? value.valueStream().toList() : java.util.List.of(value);
        });
  }

  private static boolean wantsBody(String policy, String body) {
    return FilterPolicy.parse(policy.replace('\'', '"'), Scope.BODY)
        .wantsBody(body.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                          | {}                         | true
          {'a':['x','y']}                             | {'a':'y'}                  | true
          {'a':['x','y']}                             | {'a':'z'}                  | false
          {'a':['x','y']}                             | {}                         | false
          {'a':['x'],'b':['y']}                       | {'a':'x'}                  | false
          {'a':['x'],'b':['y']}                       | {'a':'x','b':'y'}          | true
          {'a':['x']}                                 | {'a':['w','x']}            | true
          {'a':[{'prefix':'ba'}]}                     | {'a':'baseball'}           | true
          {'a':[{'prefix':'ba'}]}                     | {'a':'rugby'}              | false
          {'a':[{'suffix':'ball'}]}                   | {'a':'baseball'}           | true
          {'a':[{'suffix':'ball'}]}                   | {'a':'balls'}              | false
          {'a':[{'wildcard':'*ba*l'}]}                | {'a':'baseball'}           | true
          {'a':[{'wildcard':'*ba*l'}]}                | {'a':'ballet'}             | false
          {'a':[{'equals-ignore-case':'TeNNis'}]}     | {'a':'tennis'}             | true
          {'a':[{'anything-but':'rugby'}]}            | {'a':'tennis'}             | true
          {'a':[{'anything-but':['rugby','golf']}]}   | {'a':'golf'}               | false
          {'a':[{'anything-but':['rugby','golf']}]}   | {'a':['golf','tennis']}    | true
          {'a':[{'anything-but':['rugby','golf']}]}   | {}                         | false
          {'a':[{'anything-but':[100]}]}              | {'a':100.0}                | false
          {'a':[{'anything-but':{'prefix':'o-'}}]}    | {'a':'o-1'}                | false
          {'a':[{'anything-but':{'suffix':'l'}}]}     | {'a':'o-1'}                | true
          {'a':[301.5]}                               | {'a':3.015e2}              | true
          {'a':[301.5]}                               | {'a':'301.5'}              | false
          {'a':[{'numeric':['=',3]}]}                 | {'a':3}                    | true
          {'a':[{'numeric':['>',0,'<=',150]}]}        | {'a':150}                  | true
          {'a':[{'numeric':['>',0,'<=',150]}]}        | {'a':0}                    | false
          {'a':[{'numeric':['<',0]}]}                 | {'a':'-1'}                 | false
          {'a':[{'exists':true}]}                     | {'a':'x'}                  | true
          {'a':[{'exists':true}]}                     | {'b':'x'}                  | false
          {'a':[{'exists':false}]}                    | {'b':'x'}                  | true
          {'a':[{'exists':false},'x']}                | {'a':'x'}                  | true
          {'a':[{'cidr':'10.0.0.0/24'}]}              | {'a':'10.0.0.255'}         | true
          {'a':[{'cidr':'10.0.0.0/24'}]}              | {'a':'10.0.1.0'}           | false
          {'a':[{'cidr':'2001:db8::/32'}]}            | {'a':'2001:db8:1::1'}      | true
          {'a':[{'cidr':'10.0.0.0/24'}]}              | {'a':'example.org'}        | false
          {'$or':[{'a':['x']},{'b':['y']}]}           | {'b':'y'}                  | true
          {'$or':[{'a':['x']},{'b':['y']}]}           | {'b':'x'}                  | false
          {'c':['z'],'$or':[{'a':['x']},{'b':['y']}]} | {'b':'y'}                  | false
          {'$or':['x']}                               | {'$or':'x'}                | true
          """)
  void wantsMessagesByTheirAttributes(String policy, String attributes, boolean wanted) {
    assertThat(wants(policy, attributes)).as("%s of %s", policy, attributes).isEqualTo(wanted);
  }

  @Test
  void wantsMessagesByTheirBodies() {
    String body = "{'order':{'state':'sent','items':[{'id':1},{'id':2}],'note':null},'tags':['x']}";
    assertThat(wantsBody("{'order':{'state':['sent']}}", body)).isTrue();
    assertThat(wantsBody("{'order':{'items':{'id':[2]}}}", body)).isTrue();
    assertThat(wantsBody("{'order':{'items':{'id':[3]}}}", body)).isFalse();
    assertThat(wantsBody("{'order':{'note':[null]}}", body)).isTrue();
    assertThat(wantsBody("{'tags':['x','y']}", body)).isTrue();
    assertThat(wantsBody("{'order':{'who':[{'exists':false}]}}", body)).isTrue();
    assertThat(wantsBody("{'order':{'$or':[{'state':['new']},{'items':{'id':[1]}}]}}", body))
        .isTrue();
    assertThat(wantsBody("{'a':['x']}", "no JSON")).isFalse();
    assertThat(wantsBody("{'a':['x']}", "[]")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          not json                                   | failed to parse JSON.
          ['x']                                      | Filter must be an object
          {'a':'x'}                                  | "a" must be an object or an array
          {'a':[]}                                   | Empty arrays are not allowed
          {'a':{'b':['x']}}                          | does not support nested filter policy
          {'a':[['x']]}                              | Match value must be String, number, true, false, or null
          {'a':[{'like':'x'}]}                       | Unrecognized match type like
          {'a':[{'prefix':'x','suffix':'y'}]}        | Only one key allowed in match expression
          {'a':[{'prefix':1}]}                       | prefix match pattern must be a string
          {'a':[{'exists':'yes'}]}                   | exists match pattern must be either true or false.
          {'a':[{'numeric':['!',1]}]}                | Unrecognized numeric range operator: !
          {'a':[{'numeric':['>','1']}]}              | Value of > must be numeric
          {'a':[{'numeric':['<',1,'>',0]}]}          | Bad numeric range operator: >
          {'a':[{'numeric':['>',5,'<',1]}]}          | Bottom must be less than top
          {'a':[{'cidr':'10.0.0.0'}]}                | Malformed CIDR
          {'a':[{'cidr':'10.0.0.0/x'}]}              | Malformed CIDR
          {'a':[{'anything-but':[]}]}                | Empty arrays are not allowed
          {'a':['1'],'b':['1'],'c':['1'],'d':['1'],'e':['1'],'f':['1']} | more than 5 keys
          """)
  void saysWhatIsWrong(String policy, String words) {
    assertRefused(
        () -> FilterPolicy.parse(policy.replace('\'', '"'), Scope.ATTRIBUTES),
        "InvalidParameter",
        400,
        words);
  }

  @Test
  void refusesPoliciesOfTooManyCombinations() {
    String values = "[" + "\"x\",".repeat(12) + "\"x\"]";
    assertRefused(
        () -> FilterPolicy.parse("{\"a\":" + values + ",\"b\":" + values + "}", Scope.ATTRIBUTES),
        "InvalidParameter",
        400,
        "Filter policy is too complex");
  }
}
