/**
 * Wait conditions: a stack goes on when programs somewhere have said so, by a URL they were given.
 */
@NullMarked
package croft.services.cloudformation.waitcondition;

import org.jspecify.annotations.NullMarked;
