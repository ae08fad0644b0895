package croft.services.sns.delivery;

import croft.services.sns.mail.Mailer;
import croft.services.sns.topic.SnsParts;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What messages are delivered by.
 *
 * @param trust whose certificates web servers may show; null for whom this machine trusts
 */
public record DeliveryParts(
    SnsParts sns, Envelope envelope, Mailer mailer, Supplier<@Nullable SSLContext> trust) {}
