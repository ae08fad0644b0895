@NullMarked
package croft.services.resource;

import org.jspecify.annotations.NullMarked;
