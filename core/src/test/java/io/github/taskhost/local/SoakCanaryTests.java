package io.github.taskhost.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.taskhost.local.Soak.Reading;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Small soaks with a fault, which the soak must find. */
class SoakCanaryTests {

	private static final int RETAINED = 200;

	private static List<Reading> readings(Soak soak) throws Exception {
		List<Reading> readings = new ArrayList<>();
		try (soak) {
			for (int i = 0; i < 2; i++) {
				soak.work(2000);
				readings.add(soak.read());
			}
		}
		return readings;
	}

	@Test
	void readingsOfASoundHostAreEqual() throws Exception {
		List<Reading> readings = readings(new Soak(RETAINED, (event) -> {
		}));
		assertThat(readings.get(1).withoutHeap()).isEqualTo(readings.get(0).withoutHeap());
		assertThat(readings.get(0).retained()).isEqualTo(RETAINED);
		assertThat(readings.get(0).meters())
			.contains("transition moving CANCELLED", "transition failing FAILED", "transition closed CANCELLED",
					"input asking", "message talking OUTBOUND")
			.doesNotContain("listener failed");
	}

	@Test
	void canaryListenerThatLeaksIsFound() throws Exception {
		Queue<byte[]> leak = new ConcurrentLinkedQueue<>();
		List<Reading> readings = readings(new Soak(RETAINED, (event) -> leak.add(new byte[4000])));
		assertThat(readings.get(1).heap()).isGreaterThan(readings.get(0).heap() * 105 / 100);
		assertThat(leak).isNotEmpty();
	}

	@Test
	void canaryRetentionThatKeepsTooMuchIsFound() throws Exception {
		List<Reading> readings = readings(new Soak(RETAINED, 1_000_000, (event) -> {
		}));
		assertThat(readings.get(1).retained()).isGreaterThan(readings.get(0).retained());
		assertThat(readings.get(1).sessions()).isGreaterThan(readings.get(0).sessions());
	}

}
