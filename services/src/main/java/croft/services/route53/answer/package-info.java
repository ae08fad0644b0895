/** What zones answer: kept in memory, and read again where the store changed. */
@NullMarked
package croft.services.route53.answer;

import org.jspecify.annotations.NullMarked;
