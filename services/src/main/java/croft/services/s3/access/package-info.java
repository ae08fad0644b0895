/**
 * Who may use a bucket and its objects: bucket policies and when one is public, access control
 * lists and their translation into policy statements, who owns objects, and the block of public
 * access.
 */
@NullMarked
package croft.services.s3.access;

import org.jspecify.annotations.NullMarked;
