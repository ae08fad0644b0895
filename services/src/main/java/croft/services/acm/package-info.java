/**
 * AWS Certificate Manager: certificates brought along, and certificates that the local authority
 * issues. Calls no other service.
 */
@NullMarked
package croft.services.acm;

import org.jspecify.annotations.NullMarked;
