/** Access keys of users. */
@NullMarked
package croft.services.iam.accesskey;

import org.jspecify.annotations.NullMarked;
