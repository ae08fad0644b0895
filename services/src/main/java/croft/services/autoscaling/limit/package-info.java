/** What an account may have, and what the API knows of types. */
@NullMarked
package croft.services.autoscaling.limit;

import org.jspecify.annotations.NullMarked;
