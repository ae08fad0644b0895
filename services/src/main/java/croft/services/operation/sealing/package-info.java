/** Secrets at rest: what seals them, and the one cipher that services use for data of their own. */
@NullMarked
package croft.services.operation.sealing;

import org.jspecify.annotations.NullMarked;
