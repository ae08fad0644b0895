/**
 * The contract of resource types: what CloudFormation and Cloud Control may make of a service's
 * things. Each type stands beside its noun, such as {@code services/ec2/vpc/VpcResource}, and is
 * named by its service's front door. A type holds no state and reaches its service through the
 * public API only, as the caller of a stack, so that IAM holds.
 */
@NullMarked
package croft.services.resource;

import org.jspecify.annotations.NullMarked;
