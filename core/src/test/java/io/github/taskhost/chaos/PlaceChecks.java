package io.github.taskhost.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;

/** Checks that all slots and all places of an idle host are free, by taking them. */
final class PlaceChecks {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Storm storm;

	PlaceChecks(Storm storm) {
		this.storm = storm;
	}

	void check() {
		try {
			Registrations.SLOTS.forEach(this::slots);
			this.storm.takePlace(Fault.KEPT_PLACE);
			live();
			this.storm.freePlaces();
			hidden();
		}
		catch (BackgroundTaskException ex) {
			this.storm.findings().add("an idle host refuses: %s", ex);
		}
	}

	private void slots(String kind, int size) {
		CountDownLatch running = new CountDownLatch(size);
		CountDownLatch release = new CountDownLatch(1);
		List<BackgroundTaskHandle<?>> tasks = new ArrayList<>();
		if (kind.equals("narrow")) {
			this.storm.takePlace(Fault.KEPT_SLOT);
		}
		for (int i = 0; i <= size; i++) {
			tasks.add(this.storm.host().session("places").spawn(kind, (context) -> {
				running.countDown();
				release.await();
				return null;
			}));
		}
		try {
			if (!running.await(this.storm.patience().toMillis(), TimeUnit.MILLISECONDS)) {
				this.storm.findings().add("%d of %d slots of '%s' are not free", running.getCount(), size, kind);
			}
			long waiting = tasks.stream()
				.filter((task) -> task.record().state() == BackgroundTaskState.PENDING)
				.count();
			if (running.getCount() == 0 && waiting != 1) {
				this.storm.findings().add("%d tasks wait for a slot of '%s'", waiting, kind);
			}
			release.countDown();
			if (kind.equals("narrow")) {
				this.storm.freeSlots();
			}
			for (BackgroundTaskHandle<?> task : tasks) {
				task.await(PATIENCE);
			}
			this.storm.host().awaitIdle(PATIENCE);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void live() {
		List<BackgroundTaskRecord> taken = new ArrayList<>();
		int sessions = 0;
		RejectionReason reason = RejectionReason.SESSION_LIVE_TASKS;
		while (reason == RejectionReason.SESSION_LIVE_TASKS && sessions <= Registrations.LIVE) {
			reason = fill("places-" + sessions++, taken);
		}
		if (taken.size() != Registrations.LIVE || reason != RejectionReason.LIVE_TASKS) {
			this.storm.findings().add("%d of %d places are free (%s)", taken.size(), Registrations.LIVE, reason);
		}
		taken.forEach((record) -> this.storm.host().unregisterExternal(record.sessionId(), record.id()));
	}

	private RejectionReason fill(String session, List<BackgroundTaskRecord> taken) {
		BackgroundTaskRegistration registration = BackgroundTaskRegistration.ofKind("places").build();
		int count = 0;
		while (true) {
			try {
				taken.add(this.storm.host().register(session, registration));
				count++;
			}
			catch (TaskRejectedException ex) {
				if (ex.reason() == RejectionReason.SESSION_LIVE_TASKS && count != Registrations.LIVE_PER_SESSION) {
					this.storm.findings()
						.add("%d of %d places of a session are free", count, Registrations.LIVE_PER_SESSION);
				}
				return ex.reason();
			}
		}
	}

	private void hidden() {
		LocalBackgroundTaskHost host = this.storm.host();
		CountDownLatch release = new CountDownLatch(1);
		int count = 0;
		try {
			while (count <= Registrations.HIDDEN) {
				host.spawnHidden("places", "place", release::await);
				count++;
			}
		}
		catch (TaskRejectedException ex) {
			// all places are taken
		}
		if (count != Registrations.HIDDEN) {
			this.storm.findings().add("%d of %d places of hidden work are free", count, Registrations.HIDDEN);
		}
		release.countDown();
		try {
			host.awaitHidden("places", PATIENCE);
			host.awaitIdle(PATIENCE);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
