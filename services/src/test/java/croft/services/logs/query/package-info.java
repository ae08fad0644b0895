@NullMarked
package croft.services.logs.query;

import org.jspecify.annotations.NullMarked;
