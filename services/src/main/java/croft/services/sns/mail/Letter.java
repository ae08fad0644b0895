package croft.services.sns.mail;

/**
 * A mail.
 *
 * @param id what tells it from others
 * @param fromName whom it seems to come from, in words; may be empty
 * @param to one address
 */
public record Letter(String id, String fromName, String to, String subject, String text) {}
