package io.github.taskhost.jdbc.sql;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Backends}.
 */
class BackendsTests {

	private final AtomicInteger news = new AtomicInteger();

	private final Backends backends = new Backends();

	BackendsTests() {
		this.backends.whenAdded(this.news::incrementAndGet);
	}

	@Test
	void connectionIsNewsUntilItsProcessIsRecorded() {
		this.backends.add(7);
		assertThat(this.news).hasValue(1);
		this.backends.recorded(this.backends.open());
		this.backends.remove(7);
		this.backends.add(7);
		assertThat(this.news).hasValue(1);
		assertThat(this.backends.open()).containsExactly(7);
	}

	@Test
	void processThatWasRecordedWithoutItsConnectionIsNewsAgain() {
		this.backends.recorded(Set.of(7));
		this.backends.add(7);
		assertThat(this.news).hasValue(0);
		this.backends.remove(7);
		this.backends.recorded(this.backends.open());
		this.backends.add(7);
		assertThat(this.news).hasValue(1);
	}

}
