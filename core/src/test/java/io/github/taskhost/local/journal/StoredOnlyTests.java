package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.github.taskhost.TaskRequest;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Operations on a session with a task that no host can run, so that the journal alone has
 * it.
 */
class StoredOnlyTests {

	private MemoryJournal journal = new MemoryJournal();

	private LocalBackgroundTaskHost host;

	private UUID uid;

	@BeforeEach
	void leaveATaskOfAKindThatIsGone() {
		LocalBackgroundTaskHost first = LocalBackgroundTaskHost.builder()
			.journal(this.journal)
			.addHandler(new Idle("gone"))
			.build();
		first.recover();
		this.uid = first.submit("s1",
				TaskRequest.of(BackgroundTaskRegistration.ofKind("gone")
					.id("t1")
					.closePolicy(ClosePolicy.CANCEL)
					.startAfter(Duration.ofHours(1))
					.build()))
			.uid();
		first.close();
		this.journal = this.journal.forNextStart();
		this.host = LocalBackgroundTaskHost.builder().journal(this.journal).build();
		this.host.recover();
		assertThat(this.host.statistics().live()).isZero();
	}

	@AfterEach
	void close() {
		this.host.close();
	}

	private BackgroundTaskRecord stored() {
		return Objects.requireNonNull(this.journal.find(this.uid)).record();
	}

	@Test
	void itIsCounted() {
		assertThat(this.host.storedCounts())
			.hasValue(new StoredTaskCounts(Map.of("gone", Map.of(BackgroundTaskState.PENDING, 1L)), Duration.ZERO));
	}

	@Test
	void cancelOfAllReachesIt() {
		assertThat(this.host.session("s1").cancelAll("enough")).extracting(BackgroundTaskRecord::uid)
			.containsExactly(this.uid);
		assertThat(stored().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.host.statistics().ended("gone", BackgroundTaskState.CANCELLED)).isZero();
	}

	@Test
	void closedSessionCancelsIt() {
		assertThat(this.host.session("s1").close().cancelled()).containsExactly("t1");
		assertThat(stored().state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void transferMovesIt() {
		assertThat(this.host.transfer("t1", "s2").sessionId()).isEqualTo("s2");
		assertThat(stored().sessionId()).isEqualTo("s2");
		assertThat(this.host.session("s2").list()).hasSize(1);
	}

}
