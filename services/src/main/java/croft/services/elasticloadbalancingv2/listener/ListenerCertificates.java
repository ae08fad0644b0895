package croft.services.elasticloadbalancingv2.listener;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancingv2.AddListenerCertificatesInput;
import croft.api.elasticloadbalancingv2.AddListenerCertificatesOutput;
import croft.api.elasticloadbalancingv2.Certificate;
import croft.api.elasticloadbalancingv2.DescribeListenerCertificatesInput;
import croft.api.elasticloadbalancingv2.DescribeListenerCertificatesOutput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.api.elasticloadbalancingv2.RemoveListenerCertificatesInput;
import croft.api.elasticloadbalancingv2.RemoveListenerCertificatesOutput;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbAccess;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** The certificates of listeners with TLS: the default one, and those for other names. */
public final class ListenerCertificates {
  private static final int MOST = 25;

  private final BalancerParts parts;

  public ListenerCertificates(BalancerParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Elasticloadbalancingv2Model.ADD_LISTENER_CERTIFICATES,
            (call, r) -> ElbAccess.to("AddListenerCertificates", r.listenerArn()),
            this::add),
        bind(
            Elasticloadbalancingv2Model.REMOVE_LISTENER_CERTIFICATES,
            (call, r) -> ElbAccess.to("RemoveListenerCertificates", r.listenerArn()),
            this::remove),
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_LISTENER_CERTIFICATES,
            AccessRule.toAll("elasticloadbalancing:DescribeListenerCertificates"),
            this::describe));
  }

  static List<String> arns(List<Certificate> certificates) {
    return certificates.stream()
        .map(c -> ElbErrors.given(c.certificateArn(), "CertificateArn"))
        .toList();
  }

  static void require(Transaction tx, BalancerParts parts, String arn) {
    if (parts.certificates().apply(tx, arn).isEmpty()) {
      throw ElbErrors.of("CertificateNotFound", "Certificate '" + arn + "' not found");
    }
  }

  private AddListenerCertificatesOutput add(Call call, AddListenerCertificatesInput request) {
    return parts
        .store()
        .write(tx -> {
          Listener listener = Listener.require(tx, call.scope(), request.listenerArn());
          if (!listener.secure()) {
            throw ElbErrors.configuration(
                "Certificates are not supported with protocol " + listener.protocol());
          }
          List<String> all = new ArrayList<>(listener.certificates());
          for (String arn : arns(request.certificatesOrEmpty())) {
            require(tx, parts, arn);
            if (!all.contains(arn)) {
              all.add(arn);
            }
          }
          if (all.size() > MOST + 1) {
            throw ElbErrors.of(
                "TooManyCertificates", "The maximum number of certificates is " + MOST);
          }
          tx.put(Listener.TABLE, listener.withCertificates(all));
          parts.wake(tx, listener.balancer(tx));
          return AddListenerCertificatesOutput.builder()
              .certificates(
                  all.stream()
                      .skip(1)
                      .map(c -> Certificate.builder().certificateArn(c).isDefault(false).build())
                      .toList())
              .build();
        });
  }

  private RemoveListenerCertificatesOutput remove(
      Call call, RemoveListenerCertificatesInput request) {
    return parts
        .store()
        .write(tx -> {
          Listener listener = Listener.require(tx, call.scope(), request.listenerArn());
          List<String> all = new ArrayList<>(listener.certificates());
          for (String arn : arns(request.certificatesOrEmpty())) {
            if (all.indexOf(arn) == 0) {
              throw ElbErrors.of(
                  "OperationNotPermitted", "The default certificate cannot be removed");
            }
            all.remove(arn);
          }
          tx.put(Listener.TABLE, listener.withCertificates(all));
          parts.wake(tx, listener.balancer(tx));
          return RemoveListenerCertificatesOutput.builder().build();
        });
  }

  private DescribeListenerCertificatesOutput describe(
      Call call, DescribeListenerCertificatesInput request) {
    Listener listener =
        parts.store().read(tx -> Listener.require(tx, call.scope(), request.listenerArn()));
    List<Certificate> all = new ArrayList<>();
    for (String arn : listener.certificates()) {
      all.add(Certificate.builder().certificateArn(arn).isDefault(all.isEmpty()).build());
    }
    return DescribeListenerCertificatesOutput.builder().certificates(all).build();
  }
}
