/**
 * Files of instances on their way to CloudWatch Logs, as the CloudWatch agent's configuration
 * inside of an instance asks. Keeps how far each file was sent; calls Logs as the role of the
 * instance's profile, and nobody else.
 */
@NullMarked
package croft.services.ec2.logfile;

import org.jspecify.annotations.NullMarked;
