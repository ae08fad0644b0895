/**
 * CloudFormation: templates in, running infrastructure out. Stacks are rows that operations write
 * ({@code stack}); the engine brings them to what their templates say ({@code engine}), through the
 * resource types of all services, as whoever owns the stack.
 */
@NullMarked
package croft.services.cloudformation;

import org.jspecify.annotations.NullMarked;
