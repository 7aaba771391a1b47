package io.github.taskhost.jdbc;

import java.time.Instant;
import java.util.List;

import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The retention of ended tasks that no process has in its memory.
 */
abstract class RetentionTests extends AbstractJournalTests {

	private BackgroundTaskRecord ended(String id) {
		BackgroundTaskRecord accepted = Records.named("chat", id);
		BackgroundTaskRecord ended = Records.ended(accepted, BackgroundTaskState.COMPLETED);
		store(Records.accept(accepted));
		store(Records.change(accepted, ended, 2, Additions.NONE));
		return ended;
	}

	@Test
	void tasksThatEndedTooLongAgoAreRemovedWithAllThatIsStoredOfThem() {
		ended("old");
		BackgroundTaskRecord live = Records.named("chat", "live");
		store(Records.accept(live));
		this.journal.start(QuietHost.retaining(Instant.now(), Integer.MAX_VALUE));
		Signals.await(() -> count("task") == 1);
		assertThat(this.journal.find(live.uid())).isNotNull();
		assertThat(number("SELECT COUNT(*) FROM " + this.prefix + "event")).isEqualTo(1);
	}

	@Test
	void theOldestPastTheNumberAreRemoved() {
		List<BackgroundTaskRecord> ended = List.of(ended("a"), ended("b"), ended("c"));
		update("UPDATE " + this.prefix + "task SET ended_at = ended_at - INTERVAL '1' HOUR WHERE uid = '"
				+ ended.getFirst().uid() + "'");
		this.journal.start(QuietHost.retaining(Instant.EPOCH, 2));
		Signals.await(() -> count("task") == 2);
		assertThat(this.journal.find(ended.getFirst().uid())).isNull();
	}

	@Test
	void aTaskThatIsRemovedLaterIsGoneForReadersAtOnce() {
		BackgroundTaskRecord ended = ended("a");
		this.journal.removeLater(ended.uid());
		assertThat(this.journal.find(ended.uid())).isNull();
		assertThat(this.journal.find("chat", "a")).isNull();
		Signals.await(() -> count("task") == 0);
	}

	@Test
	void theLogOfAnUnregisteredTaskIsRemovedLater() {
		BackgroundTaskRecord accepted = Records.named("chat", "a");
		store(Records.accept(accepted));
		update("DELETE FROM " + this.prefix + "task");
		update("DELETE FROM " + this.prefix + "live");
		store(Records.accept(Records.named("chat", "live")));
		this.journal.start(QuietHost.retaining(Instant.now().plusSeconds(3600), Integer.MAX_VALUE));
		Signals.await(() -> count("event") == 1);
	}

}
