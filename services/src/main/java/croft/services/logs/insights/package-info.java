/** Queries over events: started, running in the background, asked for, and their definitions. */
@NullMarked
package croft.services.logs.insights;

import org.jspecify.annotations.NullMarked;
