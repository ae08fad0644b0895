package croft.services.iam.entity;

import croft.base.Ids;
import croft.services.iam.credential.KeyPairs;
import croft.services.iam.credential.MasterKey;
import croft.services.iam.policy.PolicyCache;
import croft.store.Store;

/**
 * What IAM's rooms are made of.
 *
 * @param masterKey seals secrets, session tokens and markers
 * @param policies compiled documents, shared by checking on input and by deciding
 */
public record IamParts(
    Store store, Ids ids, KeyPairs keyPairs, MasterKey masterKey, PolicyCache policies) {}
