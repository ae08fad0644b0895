/** What Auto Scaling's nouns share: its parts, its errors, paging and access. */
@NullMarked
package croft.services.autoscaling.entity;

import org.jspecify.annotations.NullMarked;
