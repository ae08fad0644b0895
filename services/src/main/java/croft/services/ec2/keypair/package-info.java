/** Key pairs: public keys that instances let in. */
@NullMarked
package croft.services.ec2.keypair;

import org.jspecify.annotations.NullMarked;
