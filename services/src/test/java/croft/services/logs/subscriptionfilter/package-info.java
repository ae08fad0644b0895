@NullMarked
package croft.services.logs.subscriptionfilter;

import org.jspecify.annotations.NullMarked;
