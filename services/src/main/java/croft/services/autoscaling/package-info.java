/**
 * Auto Scaling: groups that really launch and end instances, through EC2's API as the account's
 * service-linked role. Owns groups, their instances' places in them, and all that changes their
 * size. May call EC2, both kinds of load balancers, CloudWatch, SNS, SQS and IAM, through their
 * generated APIs.
 *
 * <p>Operations write what shall be; {@link croft.services.autoscaling.reconcile} makes it so.
 */
@NullMarked
package croft.services.autoscaling;

import org.jspecify.annotations.NullMarked;
