/** What is done with keys: encryption, data keys, signatures, codes, random bytes. */
@NullMarked
package croft.services.kms.crypto;

import org.jspecify.annotations.NullMarked;
