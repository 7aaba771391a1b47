package io.github.taskhost.test.contract.group;

import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tasks of one call that wait for each other. */
abstract class ContinuedCallsContract extends AbstractContinuationsContract {

	private static TaskRequest keyed(TaskRequest request) {
		return request.idempotencyKey("key-of-" + request.registration().id(), IdempotencyPolicy.UNTIL_SUCCESS);
	}

	@Test
	void diamondRunsInItsOrder() throws Exception {
		List<BackgroundTaskHandle<@Nullable Object>> tasks = submitAll(task("d", "b", "c"), task("b", "a"),
				task("c", "a"), task("a"));
		for (BackgroundTaskHandle<@Nullable Object> task : tasks) {
			assertCompletes(task);
		}
		assertThat(this.runs).hasSize(4).startsWith("a").endsWith("d");
		assertThat(tasks.getFirst().record().predecessors()).containsExactly(tasks.get(1).uid(), tasks.get(2).uid());
	}

	@Test
	void failureAtTheTopOfADiamondCancelsTheRest() throws Exception {
		List<BackgroundTaskHandle<@Nullable Object>> tasks = submitAll(task("d", "b", "c"), task("b", "a"),
				task("c", "a"), task("a").input(new JsonPayload("1")));
		assertThat(tasks.getLast().await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertIsCancelled(tasks.get(1), "'a'", "failed");
		assertIsCancelled(tasks.get(2), "'a'", "failed");
		assertIsCancelled(tasks.get(0), "was cancelled");
		assertThat(this.runs).containsExactly("a");
	}

	private List<BackgroundTaskHandle<@Nullable Object>> chain() {
		List<TaskRequest> requests = new ArrayList<>();
		requests.add(task("t0", "first"));
		for (int i = 1; i < TaskSession.MAX_REQUESTS; i++) {
			requests.add(task("t" + i, "t" + (i - 1)));
		}
		return this.host.session("s1").submitAll(requests);
	}

	@Test
	void chainOfAThousandRunsInItsOrder() throws Exception {
		external("first");
		List<BackgroundTaskHandle<@Nullable Object>> tasks = chain();
		complete("first");
		assertCompletes(tasks.getLast());
		assertThat(this.runs).isEqualTo(tasks.stream().map(BackgroundTaskHandle::id).toList());
	}

	@Test
	void chainOfAThousandIsCancelledFromItsBegin() throws Exception {
		external("first");
		List<BackgroundTaskHandle<@Nullable Object>> tasks = chain();
		end("first", BackgroundTaskState.FAILED);
		assertIsCancelled(tasks.getLast(), "'t998'", "was cancelled");
		assertThat(this.runs).isEmpty();
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void heldKeyStandsForItsHolder() throws Exception {
		BackgroundTaskHandle<@Nullable Object> a = submit(keyed(task("a")));
		assertCompletes(a);
		List<BackgroundTaskHandle<@Nullable Object>> again = submitAll(keyed(task("c", "b")), keyed(task("b", "a")),
				keyed(task("a")));
		assertThat(again.getLast().uid()).isEqualTo(a.uid());
		assertCompletes(again.getFirst());
		assertThat(again.get(1).record().predecessors()).containsExactly(a.uid());
		assertThat(this.runs).containsExactly("a", "b", "c");
		assertThat(submitAll(keyed(task("c", "b")), keyed(task("b", "a")), keyed(task("a"))))
			.extracting(BackgroundTaskHandle::uid)
			.isEqualTo(again.stream().map(BackgroundTaskHandle::uid).toList());
	}

	@Test
	void idOfTheCallIsMeantBeforeAnEndedTask() throws Exception {
		external("a");
		complete("a");
		List<BackgroundTaskHandle<@Nullable Object>> tasks = submitAll(task("b", "a"), task("a"));
		assertThat(tasks.getFirst().record().predecessors()).containsExactly(tasks.getLast().uid());
		assertCompletes(tasks.getFirst());
		assertThat(this.runs).containsExactly("a", "b");
	}

}
