package io.github.taskhost.jdbc.node;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import io.github.taskhost.test.SettableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The comparison of the clock of a process with that of the database. */
class DatabaseClockTests {

	private final SettableClock local = new SettableClock();

	private final DatabaseClock clock = new DatabaseClock(this.local);

	private void compare(Duration ahead) {
		this.clock.compare(this.local.instant().plus(ahead), Duration.ZERO);
	}

	@Test
	void wrongClockFollowsTheDatabase() {
		compare(Duration.ofHours(-1));
		Instant before = this.clock.instant();
		assertThat(before).isEqualTo(this.local.instant().minus(Duration.ofHours(1)));
		this.local.advance(Duration.ofSeconds(3));
		assertThat(this.clock.instant()).isEqualTo(before.plusSeconds(3));
	}

	@Test
	void smallDifferencesMoveNoTime() {
		compare(Duration.ofMillis(400));
		assertThat(this.clock.instant()).isEqualTo(this.local.instant());
		compare(Duration.ofHours(1));
		Instant set = this.clock.instant();
		compare(Duration.ofHours(1).plusMillis(400));
		assertThat(this.clock.instant()).isEqualTo(set);
	}

	@Test
	void clockThatIsSetRightIsFollowedAgain() {
		compare(Duration.ofHours(1));
		this.local.advance(Duration.ofHours(1));
		compare(Duration.ofMillis(20));
		assertThat(this.clock.instant()).isEqualTo(this.local.instant());
	}

	@Test
	void slowAnswerTellsNothing() {
		this.clock.compare(this.local.instant().plusSeconds(5), Duration.ofSeconds(2));
		assertThat(this.clock.instant()).isEqualTo(this.local.instant());
	}

	@Test
	void halfOfTheRoundTripIsAdded() {
		this.clock.compare(this.local.instant().plusSeconds(60), Duration.ofMillis(400));
		assertThat(this.clock.instant()).isEqualTo(this.local.instant().plusSeconds(60).plusMillis(200));
	}

	@Test
	void zoneIsThatOfTheLocalClock() {
		compare(Duration.ofHours(1));
		assertThat(this.clock.withZone(ZoneOffset.MAX).instant()).isEqualTo(this.clock.instant());
		assertThat(this.clock.getZone()).isEqualTo(this.local.getZone());
	}

}
