package croft.wire.schema;

/** An XML namespace; the prefix is empty for a default namespace. */
public record XmlNamespace(String prefix, String uri) {}
