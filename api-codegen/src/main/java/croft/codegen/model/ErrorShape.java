package croft.codegen.model;

/** What a model says of an error beside its members. */
public record ErrorShape(String shape, String code, int status, boolean senderFault) {}
