package io.github.taskhost.autoconfigure.kind;

import java.util.List;

/**
 * The schedules of discovered kinds. An interface, since the bean may be a proxy.
 */
interface KindSchedules {

	/** Returns the schedules of the kinds that were discovered so far. */
	List<KindSchedule> schedules();

}
