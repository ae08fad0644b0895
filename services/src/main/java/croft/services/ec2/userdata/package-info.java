/**
 * User data: what a launch asks the instance to do at first boot. Cloud-init's formats are read
 * here, on the server, and compiled into one plain shell script that any image can run; nothing of
 * cloud-init needs to be in the image. What is not understood is named in the instance's boot log.
 *
 * <p>Source: <a
 * href="https://cloudinit.readthedocs.io/en/latest/explanation/format.html">cloud-init user-data
 * formats</a>.
 */
@NullMarked
package croft.services.ec2.userdata;

import org.jspecify.annotations.NullMarked;
