/**
 * CloudTrail's event history: who called what, from where, and what came of it, for ninety days. It
 * hears of every call from the one place all calls pass, and calls nobody.
 */
@NullMarked
package croft.services.cloudtrail;

import org.jspecify.annotations.NullMarked;
