package io.github.taskhost.jdbc.commit;

import java.util.List;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.Records;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Lane} with ends that it holds back.
 */
class LaneTests {

	private final Lane lane = new Lane();

	private List<CommitRequest> gather() {
		CommitRequest first = this.lane.first();
		assertThat(first).isNotNull();
		List<CommitRequest> batch = this.lane.gather(first, Lane.MAX_REQUESTS);
		this.lane.stored();
		return batch;
	}

	private CommitRequest holdAnEnd() {
		for (int i = 0; i <= HeldEnds.STREAM; i++) {
			this.lane.add(Requests.accept(Records.small("chat")));
			gather();
		}
		CommitRequest end = Requests.end(Records.small("chat"));
		this.lane.add(end);
		return end;
	}

	/** Gathers until there is a batch: an end that is held leaves an empty one. */
	private List<CommitRequest> nextBatch() {
		List<CommitRequest> batch = gather();
		while (batch.isEmpty()) {
			batch = gather();
		}
		return batch;
	}

	@Test
	void aHeldEndIsSentWhenNoOtherRequestComes() {
		CommitRequest end = holdAnEnd();
		assertThat(nextBatch()).containsExactly(end);
	}

	@Test
	void aHeldEndIsSentBeforeTheWriterStops() {
		CommitRequest end = holdAnEnd();
		this.lane.stop();
		assertThat(nextBatch()).containsExactly(end);
		CommitRequest last = this.lane.first();
		assertThat(last).isNotNull();
		assertThat(this.lane.isStop(last)).isTrue();
	}

	@Test
	void aRequestThatIsPutBehindTheOthersIsSentBeforeTheWriterStops() {
		CommitRequest request = Requests.accept(Records.small("chat"));
		this.lane.stop();
		this.lane.putLast(request);
		assertThat(this.lane.first()).isSameAs(request);
		CommitRequest last = this.lane.first();
		assertThat(last).isNotNull();
		assertThat(this.lane.isStop(last)).isTrue();
	}

	@Test
	void aHeldEndIsRefusedWhenTheLaneIsClosed() {
		CommitRequest end = holdAnEnd();
		CommitRequest first = this.lane.first();
		assertThat(first).isNotNull();
		this.lane.gather(first, Lane.MAX_REQUESTS).forEach(CommitRequest::requeue);
		this.lane.giveBack(end);
		this.lane.close();
		assertThatExceptionOfType(JournalUnavailableException.class).isThrownBy(end::await);
	}

}
