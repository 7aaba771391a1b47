package io.github.taskhost.internal.name;

import java.util.UUID;

/**
 * The order of uids, which is that of the times at which tasks were made. A store has the
 * same order, unlike {@link UUID#compareTo}.
 */
public final class Uids {

	private Uids() {
	}

	/**
	 * Compares uids by their bits, without signs.
	 * @param one a uid
	 * @param other another one
	 * @return less than 0, 0 or more than 0, as of a comparator
	 */
	public static int compare(UUID one, UUID other) {
		int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
		return (high != 0) ? high
				: Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
	}

	/**
	 * Returns whether a task was made after another one, which need not exist any more.
	 * @param uid the uid of the task
	 * @param other the uid of the other one
	 * @return {@code true} if so
	 */
	public static boolean isNewer(UUID uid, UUID other) {
		return compare(uid, other) > 0;
	}

}
