/**
 * The policy engine: IAM's JSON policy language, whole, as pure functions. {@link
 * croft.services.iam.policy.PolicyParser} checks and compiles a document, {@link
 * croft.services.iam.policy.PolicyEvaluator} decides an {@link
 * croft.services.iam.policy.AuthorizationRequest} over the policies in force. No store, no clock,
 * no service: who loads policies and what an operation needs is told elsewhere.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies.html">IAM
 * JSON policy reference</a>.
 */
@NullMarked
package croft.services.iam.policy;

import org.jspecify.annotations.NullMarked;
