@NullMarked
package croft.services.logs.insights;

import org.jspecify.annotations.NullMarked;
