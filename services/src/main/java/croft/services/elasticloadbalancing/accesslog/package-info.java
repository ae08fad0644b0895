/** Which classic balancers are logged, and how; the logs themselves are made for all alike. */
@NullMarked
package croft.services.elasticloadbalancing.accesslog;

import org.jspecify.annotations.NullMarked;
