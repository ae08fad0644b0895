@NullMarked
package croft.services.kms;

import org.jspecify.annotations.NullMarked;
