/**
 * Templates meet types: what a template says is checked against what resource types take, and
 * evaluated with what a stack knows.
 */
@NullMarked
package croft.services.cloudformation.blueprint;

import org.jspecify.annotations.NullMarked;
