package io.github.taskhost.sample.imports;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Blocks an import after its first batch.
 */
final class ImportGate {

	private final CountDownLatch first = new CountDownLatch(1);

	private final CountDownLatch opened = new CountDownLatch(1);

	void awaitFirstBatch() throws InterruptedException {
		assertThat(this.first.await(30, TimeUnit.SECONDS)).as("the first batch was inserted").isTrue();
	}

	void open() {
		this.opened.countDown();
	}

	void pass() {
		this.first.countDown();
		try {
			assertThat(this.opened.await(30, TimeUnit.SECONDS)).as("the gate was opened").isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
