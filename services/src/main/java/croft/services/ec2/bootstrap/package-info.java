/**
 * What CloudFormation's templates call on instances: cfn-init, cfn-signal, cfn-get-metadata and
 * cfn-hup, put into every instance. They are programs of Python that speak to the public API from
 * inside; nothing here does their work for them.
 */
@NullMarked
package croft.services.ec2.bootstrap;

import org.jspecify.annotations.NullMarked;
