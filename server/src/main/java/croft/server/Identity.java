package croft.server;

import croft.base.Ids;
import croft.services.iam.CredentialLookup;
import croft.services.iam.IamAuthorizer;
import croft.services.iam.IamService;
import croft.services.iam.InstanceRoleCredentials;
import croft.services.iam.credential.KeyPairs;
import croft.services.iam.credential.MasterKey;
import croft.services.iam.credential.RootCredentials;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.PolicyCache;
import croft.services.operation.ServiceRoom;
import croft.services.sts.StsService;
import croft.store.Store;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/**
 * Who calls, and what they may: the parts of IAM that the server itself needs.
 *
 * @param root of the configured account
 * @param inside finds callers on instances: these always sign
 * @param outside finds all others, which need not sign where the configuration says so
 * @param profiles gives instances the credentials of their roles
 * @param rooms the services IAM and STS
 */
record Identity(
    IamParts iam,
    RootCredentials root,
    CredentialLookup inside,
    CredentialLookup outside,
    IamAuthorizer authorizer,
    IamProfiles profiles,
    List<ServiceRoom> rooms) {
  private static final int POLICY_CACHE = 1000;

  static Identity open(
      Config config, CroftHome home, Store store, SecureRandom random, InstantSource time) {
    KeyPairs keyPairs = new KeyPairs(random);
    MasterKey masterKey = MasterKey.open(config.home().resolve("master-key"), random);
    IamParts iam =
        new IamParts(store, new Ids(random), keyPairs, masterKey, new PolicyCache(POLICY_CACHE));
    RootCredentials root = RootCredentials.open(home.credentialsFile(), config.account(), keyPairs);
    boolean open = config.auth() == Config.Auth.OPEN;
    CredentialLookup inside = new CredentialLookup(iam, root, time, false);
    return new Identity(
        iam,
        root,
        inside,
        open ? new CredentialLookup(iam, root, time, true) : inside,
        new IamAuthorizer(iam),
        new IamProfiles(new InstanceRoleCredentials(iam), time),
        List.of(new IamService(iam), new StsService(iam, inside, open)));
  }
}
