/**
 * EC2 Instance Connect: a public key put into an instance for a minute. It owns the keys that are
 * in force, and asks EC2 for facts about instances through {@link
 * croft.services.ec2instanceconnect.ConnectableInstances}.
 */
@NullMarked
package croft.services.ec2instanceconnect;

import org.jspecify.annotations.NullMarked;
