@NullMarked
package croft.services.sns.filter;

import org.jspecify.annotations.NullMarked;
