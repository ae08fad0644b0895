package croft.services.ec2.volume;

/**
 * How a volume or a snapshot is encrypted. What is made of it under the same key of KMS shares its
 * data key, as in EBS.
 *
 * @param keyArn the key of KMS
 * @param dataKeyId what the data key was made for: a volume's or a snapshot's id, and its {@code
 *     aws:ebs:id} in the encryption context
 * @param sealedKey the data key as KMS encrypted it, in base 64
 * @param managed whether the key is AWS's own, {@code alias/aws/ebs}: what it encrypts cannot be
 *     shared
 */
public record Encryption(String keyArn, String dataKeyId, String sealedKey, boolean managed) {}
