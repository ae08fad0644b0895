/** What happened to stacks and their resources, in order. */
@NullMarked
package croft.services.cloudformation.event;

import org.jspecify.annotations.NullMarked;
