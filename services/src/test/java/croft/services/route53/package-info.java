@NullMarked
package croft.services.route53;

import org.jspecify.annotations.NullMarked;
