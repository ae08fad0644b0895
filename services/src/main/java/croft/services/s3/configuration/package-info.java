/**
 * The settings of a bucket that are documents of their own, kept with the bucket: CORS, lifecycle,
 * website, logging, notification and what Terraform reads besides. What acts upon them lives in the
 * rooms beside this one; what nobody acts upon is refused by name.
 */
@NullMarked
package croft.services.s3.configuration;

import org.jspecify.annotations.NullMarked;
