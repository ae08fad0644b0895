@NullMarked
package croft.services.ssm;

import org.jspecify.annotations.NullMarked;
