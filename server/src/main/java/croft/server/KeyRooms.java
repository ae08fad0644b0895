package croft.server;

import croft.services.acm.AcmService;
import croft.services.acm.certificate.AcmParts;
import croft.services.acm.certificate.CertificateIssuer;
import croft.services.acm.certificate.CertificateUpkeep;
import croft.services.acm.certificate.Certificates;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancingv2.listener.Listener;
import croft.services.iam.entity.IamParts;
import croft.services.kms.KmsService;
import croft.services.kms.key.KeyUpkeep;
import croft.services.kms.key.KmsParts;
import croft.services.operation.Authorizer;
import croft.services.operation.InnerCalls;
import croft.services.operation.PolicyCheck;
import croft.services.operation.ServiceRoom;
import croft.services.secretsmanager.SecretsManagerService;
import croft.services.secretsmanager.secret.SecretUpkeep;
import croft.services.secretsmanager.secret.SecretsParts;
import croft.services.ssm.SsmService;
import croft.services.ssm.parameter.ParameterUpkeep;
import croft.services.ssm.parameter.PublicParameters;
import croft.services.ssm.parameter.SsmParts;
import croft.store.Table;
import croft.wire.tls.LocalCertificates;
import croft.workflow.Reconciler;
import croft.workflow.ReconcilerRunner;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** What keeps secrets, put together: KMS, Parameter Store, Secrets Manager, Certificate Manager. */
record KeyRooms(KmsParts kms, SsmParts ssm, SecretsParts secrets, AcmParts acm) {

  static KeyRooms of(
      IamParts iam,
      SecureRandom random,
      Authorizer authorizer,
      InnerCalls calls,
      PublicParameters publicParameters,
      ReconcilerRunner reconcilers) {
    PolicyCheck policies = new ResourcePolicyLanguage(iam.policies())::check;
    return new KeyRooms(
        new KmsParts(iam.store(), iam.ids(), random, iam.masterKey(), policies, authorizer),
        new SsmParts(iam.store(), random, iam.masterKey(), calls, publicParameters),
        new SecretsParts(
            iam.store(), iam.ids(), random, iam.masterKey(), policies, authorizer, calls),
        new AcmParts(
            iam.store(),
            iam.ids(),
            random,
            iam.masterKey(),
            tx -> reconcilers.wakeAfter(tx, CertificateUpkeep.NAME),
            arn ->
                iam.store()
                    .read(tx ->
                        Stream.concat(
                                Listener.serving(tx, arn).stream(),
                                ClassicBalancer.serving(tx, arn).stream())
                            .toList())));
  }

  static List<Table<?>> tables() {
    return Stream.of(
            KmsService.tables(),
            SsmService.tables(),
            SecretsManagerService.tables(),
            AcmService.tables())
        .<Table<?>>flatMap(List::stream)
        .toList();
  }

  List<ServiceRoom> rooms() {
    return List.of(
        new KmsService(kms),
        new SsmService(ssm),
        new SecretsManagerService(secrets),
        new AcmService(acm));
  }

  /** What deletes, rotates, expires, issues and renews in time. */
  List<Reconciler> reconcilers(LocalCertificates authority, InstantSource time) {
    CertificateIssuer issuer =
        (names, key) -> {
          try {
            return authority.issue(names, key);
          } catch (IOException e) {
            throw new GeneralSecurityException("The authority's files cannot be used", e);
          }
        };
    return List.of(
        new KeyUpkeep(kms, time),
        new ParameterUpkeep(ssm, time),
        new SecretUpkeep(secrets, time),
        new CertificateUpkeep(acm, issuer, time));
  }

  /** For what serves certificates inside Croft. */
  Certificates certificates() {
    return new Certificates(acm);
  }
}
