/**
 * The language of templates: what is read, checked and evaluated without knowing any service. What
 * only a stack knows comes by {@link croft.services.cloudformation.template.function.Surroundings}.
 */
@NullMarked
package croft.services.cloudformation.template;

import org.jspecify.annotations.NullMarked;
