/** Reports on what principals may use and when they last did. */
@NullMarked
package croft.services.iam.lastaccess;

import org.jspecify.annotations.NullMarked;
