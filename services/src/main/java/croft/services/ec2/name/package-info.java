/**
 * The names that instances have by themselves, private and public, as resolvers answer them inside
 * a VPC and outside.
 */
@NullMarked
package croft.services.ec2.name;

import org.jspecify.annotations.NullMarked;
