/** Notes which principal called which service, and when last. */
@NullMarked
package croft.services.iam.serviceuse;

import org.jspecify.annotations.NullMarked;
