/**
 * Access logs: what balancers told of their requests, in AWS's lines, put into buckets file by
 * file. Serves classic balancers too, which say by a source of their own which of them are logged.
 */
@NullMarked
package croft.services.elasticloadbalancingv2.accesslog;

import org.jspecify.annotations.NullMarked;
