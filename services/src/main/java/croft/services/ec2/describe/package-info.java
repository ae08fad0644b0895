/** What every Describe operation shares: filters with wildcards, and paging. */
@NullMarked
package croft.services.ec2.describe;

import org.jspecify.annotations.NullMarked;
