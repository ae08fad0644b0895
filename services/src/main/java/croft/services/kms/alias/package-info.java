/** The names of keys. */
@NullMarked
package croft.services.kms.alias;

import org.jspecify.annotations.NullMarked;
