/** Change sets: what an update would do, before it does it. */
@NullMarked
package croft.services.cloudformation.changeset;

import org.jspecify.annotations.NullMarked;
