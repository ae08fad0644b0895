@NullMarked
package croft.services.cloudwatch.data;

import org.jspecify.annotations.NullMarked;
