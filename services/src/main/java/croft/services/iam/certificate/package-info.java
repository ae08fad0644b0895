/** Server certificates: checked, kept with their keys sealed, and handed to whoever serves TLS. */
@NullMarked
package croft.services.iam.certificate;

import org.jspecify.annotations.NullMarked;
