/** Templates as trees, read from JSON or YAML within bounds, with where each part stands. */
@NullMarked
package croft.services.cloudformation.template.source;

import org.jspecify.annotations.NullMarked;
