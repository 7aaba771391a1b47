package io.github.taskhost.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;

import static org.assertj.core.api.Assertions.assertThat;

/** Invariants of a host without work. */
public final class HostChecks {

	private HostChecks() {
	}

	/** The records that a filter matches, from all pages. */
	public static List<BackgroundTaskRecord> records(BackgroundTaskHost host, BackgroundTaskFilter filter) {
		List<BackgroundTaskRecord> records = new ArrayList<>();
		String after = null;
		do {
			BackgroundTaskPage page = host.list(filter, 1000, after);
			records.addAll(page.records());
			after = page.next();
		}
		while (after != null);
		return records;
	}

	/**
	 * Whether no alarm acts and no body of an ended task runs: every end has been passed
	 * on to the descendants.
	 */
	public static boolean isQuiet(LocalBackgroundTaskHost host) {
		AtomicBoolean quiet = new AtomicBoolean(!host.parts().ground.alarms.areActing());
		host.parts().door.lookup.forEach(BackgroundTaskFilter.all(), (task) -> {
			Work.Body body = task.body();
			if (body != null && task.record().state().isTerminal() && !body.isOver() && !body.isDequeued()) {
				quiet.set(false);
			}
		});
		return quiet.get();
	}

	static void assertIdle(BackgroundTaskHost host) {
		assertNoWork(host);
		assertCountsMatchRecords(host);
	}

	/** Checks every counter of work. */
	public static void assertNoWork(BackgroundTaskHost host) {
		BackgroundTaskStatistics numbers = host.statistics();
		assertThat(records(host, BackgroundTaskFilter.live())).as("live records").isEmpty();
		assertThat(numbers.live()).as("live").isZero();
		assertThat(numbers.hidden()).as("hidden").isZero();
		assertThat(numbers.unresponsive()).as("unresponsive").isZero();
		assertThat(numbers.unstopped()).as("unstopped").isZero();
		for (String kind : numbers.kinds()) {
			for (BackgroundTaskState state : WorkRules.liveStates()) {
				assertThat(numbers.live(kind, state)).as("%s %s", kind, state).isZero();
			}
		}
		assertThat(numbers.oldest(BackgroundTaskState.PENDING)).isEmpty();
		assertThat(numbers.oldest(BackgroundTaskState.WAITING)).isEmpty();
		assertThat(numbers.oldest(BackgroundTaskState.CANCEL_REQUESTED)).isEmpty();
	}

	private static void assertCountsMatchRecords(BackgroundTaskHost host) {
		List<BackgroundTaskRecord> ended = records(host, BackgroundTaskFilter.all());
		assertThat(host.statistics().retained()).as("retained").isEqualTo(ended.size());
		assertThat(host.statistics().sessions()).as("sessions")
			.isEqualTo(ended.stream().map(BackgroundTaskRecord::sessionId).distinct().count());
	}

}
