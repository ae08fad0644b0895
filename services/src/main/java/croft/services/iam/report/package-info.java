/** Reports over an account: its summary, its authorization details, its credentials. */
@NullMarked
package croft.services.iam.report;

import org.jspecify.annotations.NullMarked;
