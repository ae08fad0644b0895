/** Resource record sets: batches of changes, their checks, and listing. */
@NullMarked
package croft.services.route53.recordset;

import org.jspecify.annotations.NullMarked;
