package io.github.taskhost.local.commit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recorder of the application, guarded: whatever it throws, the work goes on and only
 * the number is lost. The first failure is logged, and then those whose number is a power
 * of two, since a recorder that fails once may fail at every change.
 */
public final class GuardedRecorder implements BackgroundTaskMetricsRecorder {

	private static final Logger log = LoggerFactory.getLogger(GuardedRecorder.class);

	private static final int MAX_REPAIRS = 1000;

	private final BackgroundTaskMetricsRecorder target;

	private final AtomicLong failures = new AtomicLong();

	/** The number of calls for repairs that have not returned. */
	private final AtomicInteger repairs = new AtomicInteger();

	private GuardedRecorder(BackgroundTaskMetricsRecorder target) {
		this.target = target;
	}

	/** Guards a recorder, unless it is guarded or does nothing. */
	public static BackgroundTaskMetricsRecorder of(BackgroundTaskMetricsRecorder recorder) {
		return (recorder == NONE || recorder instanceof GuardedRecorder) ? recorder : new GuardedRecorder(recorder);
	}

	@Override
	public void kindDefined(String kind) {
		guarded(() -> this.target.kindDefined(kind));
	}

	@Override
	public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
		try {
			this.target.transition(before, after);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	@Override
	public void inputWaited(BackgroundTaskRecord record, Duration waited) {
		guarded(() -> this.target.inputWaited(record, waited));
	}

	@Override
	public void message(BackgroundTaskRecord record, MessageDirection direction) {
		guarded(() -> this.target.message(record, direction));
	}

	@Override
	public void rejected(String kind, RejectionReason reason) {
		guarded(() -> this.target.rejected(kind, reason));
	}

	@Override
	public void eventsLost(long count) {
		guarded(() -> this.target.eventsLost(count));
	}

	@Override
	public void eventsWaited(long count) {
		guarded(() -> this.target.eventsWaited(count));
	}

	@Override
	public void listenerFailed() {
		guarded(this.target::listenerFailed);
	}

	/**
	 * Called on a helper: the thread of a repair must not wait for code of the
	 * application. While {@value #MAX_REPAIRS} calls have not returned, the numbers of
	 * further repairs are lost.
	 */
	@Override
	public void repaired(HostRepair repair) {
		if (this.repairs.incrementAndGet() > MAX_REPAIRS) {
			this.repairs.decrementAndGet();
			failed(new IllegalStateException("Earlier calls for repairs have not returned"));
			return;
		}
		try {
			HostThreads.virtualFactory().newThread(() -> repairedHere(repair)).start();
		}
		catch (Throwable ex) {
			this.repairs.decrementAndGet();
			failed(ex);
		}
	}

	private void repairedHere(HostRepair repair) {
		try {
			guarded(() -> this.target.repaired(repair));
		}
		finally {
			this.repairs.decrementAndGet();
		}
	}

	private void guarded(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	private void failed(Throwable ex) {
		long number = this.failures.incrementAndGet();
		if (Long.bitCount(number) == 1) {
			log.error(
					"The metrics recorder {} threw, for the {}. time; its metrics are incomplete, tasks are not affected",
					this.target.getClass().getName(), number, LogSafe.of(ex));
		}
	}

}
