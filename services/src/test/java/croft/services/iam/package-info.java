@NullMarked
package croft.services.iam;

import org.jspecify.annotations.NullMarked;
