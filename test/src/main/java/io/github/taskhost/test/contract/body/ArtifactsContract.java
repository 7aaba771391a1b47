package io.github.taskhost.test.contract.body;

import java.util.List;
import java.util.stream.IntStream;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.HostParts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Artifacts, links, results and inputs. */
abstract class ArtifactsContract extends AbstractHostContract {

	private static final TaskArtifact REPORT = new TaskArtifact("report", "text/csv", "/tmp/report.csv", null);

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec());
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		ReportOptions reports = ReportOptions.withDefaults();
		return super.options()
			.withReports(new ReportOptions(reports.outputLines(), reports.outputSize(), reports.messages(),
					reports.messageSize(), 2, reports.answers(), reports.questions(), reports.totalSize()));
	}

	private TaskReporter external() {
		this.host.registerExternal("s1", builder("t1").input(new JsonPayload("{\"name\":\"ann\"}")).build(), null);
		return this.host.reporter("s1", "t1");
	}

	@Test
	void recordHasTheArtifactsInOrder() throws Exception {
		TaskReporter work = external();
		TaskArtifact log = new TaskArtifact("log", null, null, "https://example.org/log");
		work.artifact(REPORT);
		work.artifact(log);
		assertThat(work.record().artifacts()).containsExactly(REPORT, log);
		assertThat(this.events.await(BackgroundTaskEvent.Updated.class, "t1").record().artifacts()).contains(REPORT);
	}

	@Test
	void artifactOfTheSameNameReplacesTheFirst() {
		TaskReporter work = external();
		TaskArtifact newer = new TaskArtifact("report", "text/csv", "/tmp/newer.csv", null);
		work.artifact(REPORT);
		work.artifact(newer);
		assertThat(work.record().artifacts()).containsExactly(newer);
		BackgroundTaskRecord before = work.record();
		work.artifact(newer);
		assertThat(work.record()).isSameAs(before);
	}

	@Test
	void artifactsAreLimited() {
		TaskReporter work = external();
		work.artifact(REPORT);
		work.artifact(new TaskArtifact("two", null, null, null));
		BackgroundTaskRecord before = work.record();
		assertThatExceptionOfType(TaskStateException.class)
			.isThrownBy(() -> work.artifact(new TaskArtifact("three", null, null, null)))
			.withMessageContainingAll("'three'", "limits.artifacts", "t1");
		assertThat(work.record()).isEqualTo(before);
		work.artifact(new TaskArtifact("two", "text/plain", null, null));
	}

	@Test
	void linksAreMergedWithoutDuplicates() {
		TaskReporter work = external();
		work.link(new TaskLinks(null, "job-1", List.of("table:a", "table:b")));
		work.link(new TaskLinks("child", null, List.of("table:b", "table:c")));
		assertThat(work.record().links())
			.isEqualTo(new TaskLinks("child", "job-1", List.of("table:a", "table:b", "table:c")));
		BackgroundTaskRecord before = work.record();
		work.link(new TaskLinks(null, null, List.of("table:c")));
		assertThat(work.record()).isSameAs(before);
		work.link(new TaskLinks(null, "job-2", List.of()));
		assertThat(work.record().links().remoteTask()).isEqualTo("job-2");
	}

	@Test
	void resourcesAreLimited() {
		TaskReporter work = external();
		work.link(new TaskLinks(null, null, IntStream.range(0, 100).mapToObj((i) -> "r" + i).toList()));
		BackgroundTaskRecord before = work.record();
		assertThatExceptionOfType(TaskStateException.class)
			.isThrownBy(() -> work.link(new TaskLinks(null, null, List.of("one more"))))
			.withMessageContainingAll("100", "t1");
		assertThat(work.record()).isEqualTo(before);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> new TaskLinks(null, null, IntStream.range(0, 101).mapToObj((i) -> "r" + i).toList()))
			.withMessageContaining("101");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> TaskLinks.ofChildSession("a b"));
	}

	@Test
	void resultIsKeptAsJson() {
		TaskReporter work = external();
		assertThat(work.record().resultPath()).isNull();
		work.result(new Greeting("ann"));
		assertThat(work.record().result()).isNotNull();
		assertThat(work.record().resultPath()).isEqualTo("/.tasks/t1/result.json");
		work.result(new Greeting("bob"));
		work.complete("done");
		assertThat(work.record().result()).isNotNull()
			.satisfies((result) -> assertThat(result.toString()).contains("bob"));
		assertThat(work.record().summary()).isEqualTo("done");
	}

	@Test
	void inputIsReadAsItsType() {
		TaskReporter work = external();
		assertThat(work.input(Greeting.class)).isEqualTo(new Greeting("ann"));
	}

	@Test
	void endedTaskAcceptsNoArtifactsAndLinks() {
		TaskReporter work = external();
		BackgroundTaskRecord end = work.complete("done");
		work.artifact(REPORT);
		work.link(TaskLinks.ofChildSession("child"));
		work.result(new Greeting("ann"));
		work.summary("other");
		assertThat(work.record()).isEqualTo(end);
	}

}
