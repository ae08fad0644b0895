package croft.services.ec2.keypair;

import java.time.Instant;

/**
 * A public key that instances let in. The private half is never kept.
 *
 * @param id such as {@code key-0123456789abcdef0}
 * @param type {@code rsa} or {@code ed25519}
 * @param publicKey in OpenSSH's one-line form
 */
public record KeyPair(
    String scope,
    String name,
    String id,
    String type,
    String fingerprint,
    String publicKey,
    Instant createdAt) {}
