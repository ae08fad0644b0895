package croft.conformance;

import org.junit.jupiter.api.Test;

/** A target that has just become well gets its share little by little, where its group says so. */
final class SlowStartTest {
  private static final String SHARES =
      """
      at, web, two = sys.argv[1:]
      # Asked without a pause, from the first answer of the one that is new.
      old = ask(at)[1].split()[0]
      elb.register_targets(TargetGroupArn=web, Targets=[{"Id": two}])
      began, seen, end = None, [], time.time() + 60
      while began is None or time.time() < began + 45:
          assert began is not None or time.time() < end, state()
          status, body, headers = ask(at)
          assert status == 200, (status, body)
          fresh = body.split()[0] != old
          if fresh and began is None:
              began = time.time()
          if began is not None:
              seen.append((time.time() - began, fresh))
      def share(start, stop):
          part = [fresh for when, fresh in seen if start <= when < stop]
          assert len(part) > 50, (start, stop, len(part))
          return sum(part) / len(part)
      early, middle, late = share(0, 8), share(12, 22), share(35, 45)
      # Of thirty seconds: about a tenth at first, a third in the middle, half when it is over.
      assert early < 0.25, (early, middle, late)
      assert early + 0.05 < middle < late - 0.03, (early, middle, late)
      assert 0.42 < late < 0.58, (early, middle, late)
      print("grew")
      """;

  @Test
  void aNewTargetsShareGrows() {
    Machine.requirePython("boto3");
    Machine.require("haproxy", "load balancers are made of it");
    try (RunningCroft croft = RunningCroft.linux("--dns-port", "0")) {
      String[] made =
          croft
              .python(
                  BalancedWeb.PRELUDE
                      + """
                      open_door()
                      one, two = launch(subnets()[0]), launch(subnets()[1])
                      web = group("web", one)
                      elb.modify_target_group_attributes(TargetGroupArn=web, Attributes=[
                          {"Key": "slow_start.duration_seconds", "Value": "30"}])
                      lb = balancer("slow")
                      elb.create_listener(
                          LoadBalancerArn=lb["LoadBalancerArn"], Protocol="HTTP", Port=80,
                          DefaultActions=[{"Type": "forward", "TargetGroupArn": web}])
                      healthy(web, 1)
                      # The first one's own start is over.
                      time.sleep(32)
                      print(lb["DNSName"], web, two)
                      """)
              .succeeded()
              .split(" ", -1);
      String at = Dig.of(croft).values(made[0], "A").getFirst();
      croft.python(BalancedWeb.PRELUDE + SHARES, at, made[1], made[2]).succeeded();
    }
  }
}
