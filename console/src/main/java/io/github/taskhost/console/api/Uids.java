package io.github.taskhost.console.api;

import java.util.UUID;

/**
 * The order of uids, which is that of the times at which tasks were made.
 */
public final class Uids {

	private Uids() {
	}

	/**
	 * Returns whether a task was made after another one, which need not exist any more.
	 * @param uid the uid of the task
	 * @param other the uid of the other one
	 * @return {@code true} if so
	 */
	public static boolean isNewer(UUID uid, UUID other) {
		int high = Long.compareUnsigned(uid.getMostSignificantBits(), other.getMostSignificantBits());
		return high > 0 || high == 0
				&& Long.compareUnsigned(uid.getLeastSignificantBits(), other.getLeastSignificantBits()) > 0;
	}

}
