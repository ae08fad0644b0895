@NullMarked
package croft.services.iam.credential;

import org.jspecify.annotations.NullMarked;
