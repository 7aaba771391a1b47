package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The waits of a close for tasks of other hosts, after the close is over. */
class ClosedWaitTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final CountDownLatch release = new CountDownLatch(1);

	private final MemoryJournal owners = new MemoryJournal();

	private final NoForce others = new NoForce(this.owners);

	private final LocalBackgroundTaskHost owner = host(this.owners);

	private final LocalBackgroundTaskHost other = host(this.others);

	private static LocalBackgroundTaskHost host(MemoryJournal journal) {
		LocalBackgroundTaskHost built = LocalBackgroundTaskHost.builder()
			.journal(journal)
			.options(BackgroundTaskHostOptions.withDefaults()
				.withCancel(new CancelOptions(Duration.ofSeconds(1), Duration.ofMinutes(10), true, true)))
			.build();
		built.recover();
		return built;
	}

	@AfterEach
	void close() {
		this.release.countDown();
		this.other.close();
		this.owner.close();
	}

	@Test
	void storeIsNotAskedForATaskThatACloseDoesNotAwaitAnyMore() throws Exception {
		BackgroundTaskRegistration registration = BackgroundTaskRegistration.ofKind("k")
			.id("t1")
			.closePolicy(ClosePolicy.CANCEL)
			.build();
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", registration, (context) -> {
			this.release.await();
			return null;
		});
		assertThatExceptionOfType(JournalUnavailableException.class)
			.isThrownBy(() -> this.other.closeSession("s1", null));
		assertThat(this.others.asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(Objects.requireNonNull(this.others.asking).join(PATIENCE)).isTrue();
		assertThat(task.record().state().isTerminal()).isFalse();
	}

	/** A journal that stores no ends, as if the store were away then. */
	private static final class NoForce extends MemoryJournal {

		private final CountDownLatch asked = new CountDownLatch(1);

		/** The thread that asks for the ends of tasks. */
		private volatile @Nullable Thread asking;

		NoForce(MemoryJournal beside) {
			super(beside);
		}

		@Override
		public Set<UUID> live(Collection<UUID> uids) {
			this.asking = Thread.currentThread();
			this.asked.countDown();
			return super.live(uids);
		}

		@Override
		public JournalResult commit(List<JournalChange> changes, Patience patience) {
			if (changes.getFirst().record().state().isTerminal()) {
				throw new JournalUnavailableException("The store is away.", null);
			}
			return super.commit(changes, patience);
		}

	}

}
