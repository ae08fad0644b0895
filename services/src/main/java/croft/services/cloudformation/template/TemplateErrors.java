package croft.services.cloudformation.template;

import croft.base.ServiceError;

/** What is wrong with a template, in AWS's words where those are public. */
public final class TemplateErrors {
  private TemplateErrors() {}

  /** 400 {@code ValidationError}: {@code Template format error: …}. */
  public static ServiceError format(String message) {
    return ServiceError.badRequest("ValidationError", "Template format error: " + message);
  }

  /** 400 {@code ValidationError}: {@code Template error: …}. */
  public static ServiceError error(String message) {
    return ServiceError.badRequest("ValidationError", "Template error: " + message);
  }

  /** 400 {@code ValidationError}. */
  public static ServiceError validation(String message) {
    return ServiceError.badRequest("ValidationError", message);
  }
}
