package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackgroundTaskRecord#startRank}, and for the priority of a new task.
 */
class StartRankTests {

	private static final long START = Tasks.START.toEpochMilli();

	private static BackgroundTaskRecord task(BackgroundTaskRegistration.Builder registration, KindOptions options,
			Instant now) {
		NewTask task = new NewTask("s1", registration.build(), TaskMode.MANAGED, BackgroundTaskState.PENDING, options,
				"tests", null, null, null, List.of(), false);
		return task.register(new UUID(0x7000L, 1), now).next();
	}

	private static long rank(BackgroundTaskRegistration.Builder registration) {
		return task(registration, KindOptions.NONE, Tasks.START).startRank();
	}

	@ParameterizedTest
	@CsvSource({ ", , 5", "3, , 3", ", 8, 8", "5, 8, 5", "0, 9, 0" })
	void registrationHasPrecedenceOverTheKind(Integer own, Integer ofKind, int expected) {
		BackgroundTaskRegistration.Builder registration = Tasks.registration();
		if (own != null) {
			registration.priority(own);
		}
		KindOptions options = (ofKind != null) ? KindOptions.NONE.withPriority(ofKind) : KindOptions.NONE;
		BackgroundTaskRecord record = task(registration, options, Tasks.START);
		assertThat(record.priority()).isEqualTo(expected);
		assertThat(record.registration().priority()).isEqualTo(own);
		assertThat(record.toBuilder().version(7).build().priority()).isEqualTo(expected);
		assertThat(record.registration().toBuilder().build()).isEqualTo(record.registration());
	}

	@ParameterizedTest
	@CsvSource({ "5, 0", "9, -240000", "0, 300000", "6, -60000" })
	void stepOfPriorityCountsLikeAMinute(int priority, long difference) {
		assertThat(rank(Tasks.registration().priority(priority))).isEqualTo(START + difference);
	}

	@Test
	void delayBeforeTheFirstStartIsNoWaiting() {
		assertThat(rank(Tasks.registration().startAfter(Duration.ofSeconds(7)))).isEqualTo(START + 7000);
		assertThat(rank(Tasks.registration().startAt(Tasks.START.plusSeconds(8)))).isEqualTo(START + 8000);
		assertThat(rank(Tasks.registration().startAt(Tasks.START.minusSeconds(8)))).isEqualTo(START);
	}

	@Test
	void rankNeverChanges() {
		BackgroundTaskRecord record = task(Tasks.registration().priority(8), KindOptions.NONE, Tasks.START);
		long rank = record.startRank();
		BackgroundTaskRecord later = record.toBuilder()
			.attempt(2)
			.updatedAt(Tasks.LATER)
			.stateSince(Tasks.LATER)
			.nextAttemptAt(Tasks.LATER.plusSeconds(5))
			.build();
		assertThat(later.startRank()).isEqualTo(rank);
	}

	@Test
	void differenceOfPriorityIsARecordOfItsOwn() {
		BackgroundTaskRecord record = task(Tasks.registration(), KindOptions.NONE, Tasks.START);
		assertThat(record.toBuilder().priority(6).build()).isNotEqualTo(record);
		assertThat(record.toBuilder().priority(6).priority(5).build()).isEqualTo(record);
	}

}
