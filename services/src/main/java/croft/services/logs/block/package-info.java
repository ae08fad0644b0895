/**
 * Where events are kept: in blocks, each of one stream and a stretch of time. Owns the blocks, how
 * they are written, read in the order of time, put together and removed; knows nothing of the API.
 */
@NullMarked
package croft.services.logs.block;

import org.jspecify.annotations.NullMarked;
