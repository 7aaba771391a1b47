package io.github.taskhost.task;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Conversion of the times of a record, which are stored as numbers. */
class RecordTimesTests {

	private static BackgroundTaskRecord.Builder created(Instant time) {
		return BackgroundTaskRecord.builder(UUID.randomUUID(), "s1", BackgroundTaskRegistration.ofKind("other").build(),
				time);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-11-21T10:15:30.123456789Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999999Z",
			"1678-01-01T00:00:00.5Z", "2262-01-01T00:00:00.000000001Z" })
	void timesAreKeptToTheNanosecond(String text) {
		Instant time = Instant.parse(text);
		BackgroundTaskRecord record = created(time).startedAt(time).finishedAt(time).build();
		assertThat(record.createdAt()).isEqualTo(time);
		assertThat(record.stateSince()).isEqualTo(time);
		assertThat(record.updatedAt()).isEqualTo(time);
		assertThat(record.startedAt()).isEqualTo(time);
		assertThat(record.finishedAt()).isEqualTo(time);
	}

	@Test
	void absentTimesAreNull() {
		BackgroundTaskRecord record = created(Instant.EPOCH).build();
		assertThat(record.startedAt()).isNull();
		assertThat(record.finishedAt()).isNull();
		assertThat(record.toBuilder().startedAt(Instant.EPOCH).startedAt(null).build().startedAt()).isNull();
	}

	@Test
	void durationIsTheTimeFromTheStartToTheEndOrToNow() {
		BackgroundTaskRecord pending = created(Instant.EPOCH).build();
		assertThat(pending.duration()).isNull();
		assertThat(pending.duration(Instant.EPOCH)).isNull();
		BackgroundTaskRecord live = pending.toBuilder().startedAt(Instant.EPOCH.plusSeconds(3)).build();
		assertThat(live.duration()).isNull();
		assertThat(live.duration(Instant.EPOCH.plusSeconds(5))).isEqualTo(Duration.ofSeconds(2));
		assertThat(live.duration(Instant.EPOCH)).isZero();
		BackgroundTaskRecord ended = live.toBuilder().finishedAt(Instant.EPOCH.plusSeconds(10)).build();
		assertThat(ended.duration()).isEqualTo(Duration.ofSeconds(7));
		assertThat(ended.duration(Instant.EPOCH.plusSeconds(60))).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void timesOutOfRangeBecomeTheNearestTime() {
		BackgroundTaskRecord record = created(Instant.MAX).startedAt(Instant.MIN).build();
		assertThat(record.createdAt()).isBetween(Instant.parse("2262-04-11T00:00:00Z"),
				Instant.parse("2262-04-12T00:00:00Z"));
		assertThat(record.startedAt()).isBetween(Instant.parse("1677-09-21T00:00:00Z"),
				Instant.parse("1677-09-22T00:00:00Z"));
	}

}
