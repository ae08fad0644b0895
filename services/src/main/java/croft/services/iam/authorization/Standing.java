package croft.services.iam.authorization;

import croft.services.iam.policy.PolicySet;
import croft.services.iam.policy.RequestPrincipal;
import java.util.Map;

/**
 * What a caller is at this moment.
 *
 * @param tags those of the user, or of the role with the session's over them
 * @param policies those on the caller's side; the resource's are added where there are any
 */
public record Standing(RequestPrincipal principal, Map<String, String> tags, PolicySet policies) {}
