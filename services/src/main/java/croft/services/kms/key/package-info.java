/** Keys, their states, policies, tags, rotation and end, and who may use them. */
@NullMarked
package croft.services.kms.key;

import org.jspecify.annotations.NullMarked;
