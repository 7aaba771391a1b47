package io.github.taskhost.jdbc.event;

import java.util.UUID;

import io.github.taskhost.jdbc.row.RecordText;
import org.jspecify.annotations.Nullable;

/**
 * A change in the log.
 *
 * @param place its place
 * @param uid the task
 * @param version the revision of the task after the change; 0 for the place of a
 * transaction that was lost
 * @param types the types of its events, separated by commas
 * @param text the record after the change, or {@code null} if its node does not store it
 * @param events the events as JSON, or {@code null} if there are none, or if its node
 * does not store them
 */
record Logged(Place place, UUID uid, long version, String types, @Nullable RecordText text, @Nullable String events) {

	/**
	 * A place in the log.
	 *
	 * @param lane the lane
	 * @param seq the position in the lane
	 */
	record Place(Lane lane, long seq) {
	}

	/**
	 * A part of the log that one thread writes, in the order of its commits.
	 *
	 * @param node the node
	 * @param number the number of the writer; a negative one for lanes that have no
	 * writer
	 */
	record Lane(UUID node, int number) {
	}

	/**
	 * The name of a change.
	 *
	 * @param uid the task
	 * @param version the revision after the change
	 */
	record Revision(UUID uid, long version) {
	}

}
