package croft.services.ec2.launchtemplate;

import croft.api.ec2.LaunchTemplate;
import croft.base.ServiceError;
import croft.services.ec2.tag.Tags;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds templates and versions inside a transaction. */
public final class Templates {
  public static final Table<Template> TABLE =
      Table.of("ec2_launch_template", Template.class, Template::scope, Template::id)
          .index("name", Template::name);

  public static final Table<TemplateVersion> VERSIONS =
      Table.of(
              "ec2_launch_template_version",
              TemplateVersion.class,
              TemplateVersion::scope,
              TemplateVersion::id)
          .index("template_id", TemplateVersion::templateId);

  static final String LATEST = "$Latest";
  static final String DEFAULT = "$Default";

  private static final Pattern ID = Pattern.compile("lt-[0-9a-f]{8,17}");

  private Templates() {}

  /**
   * The template of that id or name, one of which is given.
   *
   * @throws ServiceError {@code InvalidLaunchTemplateId.NotFound}, {@code
   *     InvalidLaunchTemplateName.NotFoundException} and the malformed forms
   */
  public static Template require(
      Transaction tx, String scope, @Nullable String id, @Nullable String name) {
    if (id != null && name != null) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "Only one of launch template ID and launch template name may be specified.");
    }
    if (id != null) {
      return byId(tx, scope, id);
    }
    if (name != null) {
      return byName(tx, scope, name);
    }
    throw ServiceError.badRequest(
        "MissingParameter",
        "The request must contain either a launch template ID or a launch template name.");
  }

  static Template byId(Transaction tx, String scope, String id) {
    if (!ID.matcher(id).matches()) {
      throw ServiceError.badRequest(
          "InvalidLaunchTemplateId.Malformed", "Invalid id: \"" + id + "\" (expecting \"lt-...\")");
    }
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidLaunchTemplateId.NotFound",
                "The specified launch template, with template ID " + id + ", does not exist."));
  }

  static Template byName(Transaction tx, String scope, String name) {
    return tx.findIn(TABLE, scope, "name", name).stream()
        .findFirst()
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidLaunchTemplateName.NotFoundException",
                "The specified launch template, with template name " + name + ", does not exist."));
  }

  /** Every version of a template that was not deleted, the oldest first. */
  static List<TemplateVersion> versions(Transaction tx, Template template) {
    return tx.findIn(VERSIONS, template.scope(), "template_id", template.id());
  }

  /**
   * One version.
   *
   * @param version a number, {@code $Latest}, {@code $Default}, or null for the default
   * @throws ServiceError {@code InvalidLaunchTemplateId.VersionNotFound}, {@code
   *     InvalidParameterValue} for what is no version
   */
  public static TemplateVersion version(
      Transaction tx, Template template, @Nullable String version) {
    long number = number(template, version);
    return tx.get(VERSIONS, template.scope(), TemplateVersion.id(template.id(), number))
        .orElseThrow(() -> noVersion(template, version == null ? DEFAULT : version));
  }

  static long number(Template template, @Nullable String version) {
    if (version == null || version.isEmpty() || version.equals(DEFAULT)) {
      return template.defaultVersion();
    }
    if (version.equals(LATEST)) {
      return template.latestVersion();
    }
    if (!version.matches("[1-9]\\d{0,8}")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Invalid value '" + version + "' for version. Expecting a number, $Latest or $Default.");
    }
    return Long.parseLong(version);
  }

  static ServiceError noVersion(Template template, String version) {
    return ServiceError.badRequest(
        "InvalidLaunchTemplateId.VersionNotFound",
        "Could not find the specified version "
            + version
            + " for the launch template with ID "
            + template.id()
            + ".");
  }

  static LaunchTemplate shape(Transaction tx, Template template) {
    Map<String, String> tags = Tags.of(tx, template.scope(), template.id());
    return LaunchTemplate.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .createTime(template.createdAt())
        .createdBy(template.createdBy())
        .defaultVersionNumber(template.defaultVersion())
        .latestVersionNumber(template.latestVersion())
        .tags(Tags.shapes(tags))
        .build();
  }
}
