@NullMarked
package croft.services.logs.loggroup;

import org.jspecify.annotations.NullMarked;
