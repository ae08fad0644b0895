/** What the rooms of Route 53 share: their parts, errors, ids and page sizes. */
@NullMarked
package croft.services.route53.entity;

import org.jspecify.annotations.NullMarked;
