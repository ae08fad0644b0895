/**
 * What EC2's resource types have alike: {@link croft.services.ec2.resource.Ec2Calls} speaks to EC2
 * by the names templates use, {@link croft.services.ec2.resource.TaggedResource} leads things that
 * have an id and tags through their life, and {@link croft.services.ec2.resource.LinkResource} what
 * only ties two of them. Knows no noun; each noun has its types beside it.
 */
@NullMarked
package croft.services.ec2.resource;

import org.jspecify.annotations.NullMarked;
