/** What IAM's nouns share: their errors, tags, paging markers and the access rules' context. */
@NullMarked
package croft.services.iam.entity;

import org.jspecify.annotations.NullMarked;
