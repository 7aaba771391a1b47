package io.github.taskhost.lifecycle;

import java.util.List;
import java.util.stream.IntStream;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskResult;
import org.junit.jupiter.api.Test;

import static io.github.taskhost.task.BackgroundTaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

/** Artifacts, links, results and messages of a task. */
class ProductRulesTests {

	private static final TaskArtifact REPORT = new TaskArtifact("report", "text/plain", "/report.txt", null);

	private static final TaskArtifact CHART = new TaskArtifact("chart", "image/png", "/chart.png", null);

	private final BackgroundTaskRecord running = Tasks.external(RUNNING);

	private static BackgroundTaskRecord with(BackgroundTaskRecord record, TaskCommand command) {
		Decision.Changed change = Tasks.changed(record, command);
		assertThat(Tasks.told(change)).containsExactly("Updated");
		return change.next();
	}

	@Test
	void artifactsKeepTheirOrderAndOneOfTheSameNameIsReplacedInItsPlace() {
		BackgroundTaskRecord two = with(with(this.running, new TaskCommand.AddArtifact(REPORT, 2)),
				new TaskCommand.AddArtifact(CHART, 2));
		assertThat(two.artifacts()).containsExactly(REPORT, CHART);
		TaskArtifact newer = new TaskArtifact("report", "text/plain", "/newer.txt", null);
		assertThat(with(two, new TaskCommand.AddArtifact(newer, 2)).artifacts()).containsExactly(newer, CHART);
		TaskArtifact other = new TaskArtifact("chart", "image/svg", "/chart.svg", null);
		assertThat(with(two, new TaskCommand.AddArtifact(other, 2)).artifacts()).containsExactly(REPORT, other);
		Tasks.unchanged(two, new TaskCommand.AddArtifact(CHART, 2));
	}

	@Test
	void artifactBeyondTheLimitIsRefusedWithTheRemedy() {
		BackgroundTaskRecord one = with(this.running, new TaskCommand.AddArtifact(REPORT, 1));
		assertThat(Tasks.refused(one, new TaskCommand.AddArtifact(CHART, 1)).message()).contains("'chart'", "it has 1",
				"limits.artifacts");
	}

	@Test
	void linksAreMergedAndOmittedOnesStay() {
		BackgroundTaskRecord linked = with(this.running,
				new TaskCommand.AddLinks(new TaskLinks("child", "remote", List.of("a", "b"))));
		BackgroundTaskRecord more = with(linked,
				new TaskCommand.AddLinks(new TaskLinks(null, null, List.of("b", "c"))));
		assertThat(more.links()).isEqualTo(new TaskLinks("child", "remote", List.of("a", "b", "c")));
		BackgroundTaskRecord other = with(more,
				new TaskCommand.AddLinks(new TaskLinks("other", "elsewhere", List.of())));
		assertThat(other.links()).isEqualTo(new TaskLinks("other", "elsewhere", List.of("a", "b", "c")));
		Tasks.unchanged(other, new TaskCommand.AddLinks(TaskLinks.ofChildSession("other")));
	}

	@Test
	void linkedResourcesAreBounded() {
		List<String> most = IntStream.range(0, TaskLinks.MAX_RESOURCES).mapToObj((i) -> "r" + i).toList();
		BackgroundTaskRecord full = with(this.running, new TaskCommand.AddLinks(new TaskLinks(null, null, most)));
		assertThat(full.links().resources()).isEqualTo(most);
		assertThat(Tasks.refused(full, new TaskCommand.AddLinks(new TaskLinks(null, null, List.of("more")))).message())
			.contains("1 more", "100 of at most 100");
	}

	@Test
	void repeatedResultPublishesNoEvent() {
		TaskResult result = TaskResult.of(new JsonPayload("1"));
		BackgroundTaskRecord told = with(this.running, new TaskCommand.SetResult(result));
		assertThat(told.result()).isEqualTo(result);
		Tasks.unchanged(told, new TaskCommand.SetResult(result));
	}

	@Test
	void messagesArePublishedUnchanged() {
		TaskMessage in = message(MessageDirection.INBOUND);
		assertThat(Tasks.onlyEvent(Tasks.changed(this.running, new TaskCommand.Receive(in)))).isInstanceOfSatisfying(
				BackgroundTaskEvent.MessageReceived.class, (event) -> assertThat(event.message()).isEqualTo(in));
		TaskMessage out = message(MessageDirection.OUTBOUND);
		assertThat(Tasks.onlyEvent(Tasks.changed(this.running, new TaskCommand.Post(out)))).isInstanceOfSatisfying(
				BackgroundTaskEvent.MessageSent.class, (event) -> assertThat(event.message()).isEqualTo(out));
	}

	private static TaskMessage message(MessageDirection direction) {
		return new TaskMessage("m1", direction, List.of(TaskMessagePart.text("hello")), Tasks.LATER, null, null,
				MessageDelivery.values()[0]);
	}

}
