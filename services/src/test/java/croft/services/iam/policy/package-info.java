@NullMarked
package croft.services.iam.policy;

import org.jspecify.annotations.NullMarked;
