@NullMarked
package croft.services.ec2.prefixlist;

import org.jspecify.annotations.NullMarked;
