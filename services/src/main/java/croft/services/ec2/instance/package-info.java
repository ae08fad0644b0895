/**
 * Instances: what a launch asks for, the states it passes through, and the reconciler that makes
 * them true.
 */
@NullMarked
package croft.services.ec2.instance;

import org.jspecify.annotations.NullMarked;
