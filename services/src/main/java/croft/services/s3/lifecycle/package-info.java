/**
 * What a bucket's lifecycle rules say about an object at a time, as pure functions, and the
 * reconciler that deletes what they say, through the same operations as everybody.
 */
@NullMarked
package croft.services.s3.lifecycle;

import org.jspecify.annotations.NullMarked;
