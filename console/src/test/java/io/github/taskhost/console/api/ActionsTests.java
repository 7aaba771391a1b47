package io.github.taskhost.console.api;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.autoconfigure.view.TaskAction;
import io.github.taskhost.autoconfigure.view.TaskAudit;
import io.github.taskhost.autoconfigure.view.TaskChange;
import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;

/** Tests for {@link Actions} and {@link BulkCancel}. */
class ActionsTests {

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build();

	private final TaskViews views = views(this.host);

	private final TaskAudit audit = new TaskAudit((principal, type, data) -> {
	}, (principal) -> null);

	private final Actions actions = new Actions(this.host, this.views, this.audit);

	private static TaskViews views(BackgroundTaskHost host) {
		return new TaskViews(host, new TaskValues((path, value) -> value), Clock.systemUTC());
	}

	@BeforeEach
	void start() {
		this.host.start();
	}

	@AfterEach
	void stop() {
		this.host.stop();
	}

	private BackgroundTaskRecord task(String id) {
		return this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id(id).build(), null);
	}

	@Test
	void reasonOfAFailedDeliveryIsAValue() {
		BackgroundTaskRecord task = task("a");
		TaskAction fails = action(
				(handle) -> new TaskChange(handle.record(), new TaskMessageReceipt(message(), "secret")));
		assertThat(this.actions.on(null, task.uid(), fails, false)).containsEntry("reason", "******");
		assertThat(this.actions.on(null, task.uid(), fails, true)).containsEntry("reason", "secret");
	}

	@Test
	void taskThatCannotBeCancelledDoesNotStopAStep() {
		List<UUID> uids = IntStream.range(0, 3).mapToObj((i) -> task("t" + i).uid()).toList();
		BulkCancel bulk = new BulkCancel(this.host, this.views, this.actions, this.audit);
		Map<String, ?> answer = bulk.chosen(null, uids, action((handle) -> {
			if (handle.record().id().equals("t1")) {
				throw new IllegalStateException("a bug");
			}
			return new TaskChange(handle.cancel(null), null);
		}));
		assertThat(new HashMap<String, Object>(answer)).containsEntry("asked", 2).containsEntry("skipped", 1);
		assertThat(answer.get("failed").toString()).contains(uids.get(1).toString()).doesNotContain("a bug");
	}

	@Test
	void previewOfARareFilterGoesOnBehindEmptyPages() {
		BackgroundTaskRecord task = task("a");
		BackgroundTaskHost paged = Mockito.mock(BackgroundTaskHost.class);
		given(paged.list(any(), any(), anyInt(), any())).willReturn(new BackgroundTaskPage(List.of(), "c1", null, true),
				new BackgroundTaskPage(List.of(task), null, null, false));
		Map<String, ?> answer = new BulkCancel(paged, this.views, this.actions, this.audit)
			.preview(BackgroundTaskFilter.all());
		assertThat(new HashMap<String, Object>(answer)).containsEntry("count", 1L).containsEntry("until", task.uid());
	}

	@Test
	void previewLooksThroughABoundedNumberOfPages() {
		BackgroundTaskHost endless = Mockito.mock(BackgroundTaskHost.class);
		given(endless.list(any(), any(), anyInt(), any()))
			.willReturn(new BackgroundTaskPage(List.of(), "c1", null, true));
		Map<String, ?> answer = new BulkCancel(endless, this.views, this.actions, this.audit)
			.preview(BackgroundTaskFilter.all());
		assertThat(new HashMap<String, Object>(answer)).containsEntry("count", 0L).containsEntry("capped", true);
	}

	@Test
	void pageOfMessagesHasAMegabyteAtMost() {
		BackgroundTaskRecord task = task("a");
		String text = "x".repeat(30_000);
		for (int i = 0; i < 80; i++) {
			this.host.reporter("s1", "a").post(text);
		}
		int seen = 0;
		String after = null;
		do {
			Map<String, ?> page = this.views.messages(this.views.task(task.uid()), after, 200, true);
			assertThat(ConsoleJson.bytes(page)).hasSizeLessThan(1_200_000);
			seen += ((List<?>) page.get("messages")).size();
			after = (String) page.get("next");
		}
		while (after != null);
		assertThat(seen).isEqualTo(this.host.task(task.uid()).messages(null, 1000).messages().size()).isGreaterThan(20);
	}

	private static TaskMessage message() {
		return new TaskMessage("m", MessageDirection.INBOUND, List.of(new TaskMessagePart.Text("hello")), Instant.EPOCH,
				null, null, MessageDelivery.NOT_DELIVERED);
	}

	private static TaskAction action(java.util.function.Function<BackgroundTaskHandle<?>, TaskChange> change) {
		return new TaskAction() {

			@Override
			public String name() {
				return "test";
			}

			@Override
			public TaskChange on(BackgroundTaskHandle<?> task) {
				return change.apply(task);
			}

		};
	}

}
