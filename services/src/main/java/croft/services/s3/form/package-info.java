/**
 * Uploads by HTML forms: the policy document that the form carries is checked, the file goes on as
 * a stream, and the object is put as the one who signed the policy.
 */
@NullMarked
package croft.services.s3.form;

import org.jspecify.annotations.NullMarked;
