package io.github.taskhost.lifecycle;

import java.util.List;

import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.lifecycle.group.GroupRules;
import io.github.taskhost.lifecycle.group.GroupRules.Tally;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of groups. */
class GroupRulesTests {

	private static BackgroundTaskRecord held(String kind, boolean held) {
		return new NewTask("s1", BackgroundTaskRegistration.ofKind(kind).build(), TaskMode.SUBMITTED,
				BackgroundTaskState.PENDING, KindOptions.NONE, "tests", null, null, null, List.of(), held)
			.register(Tasks.managed(BackgroundTaskState.RUNNING).uid(), Tasks.START)
			.next();
	}

	@Test
	void groupIsHeldWhileItIsBeingFilled() {
		assertThat(GroupRules.isBeingFilled(held("group", true))).isTrue();
		assertThat(GroupRules.isBeingFilled(held("group", false))).isFalse();
		assertThat(GroupRules.isBeingFilled(held("other", true))).isFalse();
		assertThat(held("group", true).status()).isEqualTo("Waits for its members");
	}

	@Test
	void endsAreCounted() {
		Tally tally = new Tally(5, 0, 0, 0, 0).with(BackgroundTaskState.COMPLETED)
			.with(BackgroundTaskState.COMPLETED)
			.with(BackgroundTaskState.FAILED)
			.with(BackgroundTaskState.CANCELLED)
			.with(null);
		assertThat(tally.finished()).isEqualTo(5);
		assertThat(tally.toJson())
			.isEqualTo(new JsonPayload("{\"total\":5,\"completed\":2,\"failed\":1,\"cancelled\":1,\"removed\":1}"));
		assertThat(GroupRules.end(held("group", false), tally)).isEqualTo(new TaskCommand.End(
				BackgroundTaskState.COMPLETED, "2 of 5 members completed, 1 failed, 1 cancelled, 1 removed", null));
	}

	@Test
	void groupThatWasAskedToEndIsCancelled() {
		BackgroundTaskRecord asked = Tasks.external(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(GroupRules.end(asked, new Tally(0, 0, 0, 0, 0))).isInstanceOfSatisfying(TaskCommand.End.class,
				(end) -> assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED));
	}

	@Test
	void progressOfALargeGroupIsReportedTwoHundredTimes() {
		int reports = 0;
		int reported = 0;
		Tally tally = new Tally(10_000, 0, 0, 0, 0);
		for (int i = 0; i < 10_000; i++) {
			tally = tally.with(BackgroundTaskState.COMPLETED);
			if (GroupRules.isProgress(reported, tally)) {
				reported = tally.finished();
				reports++;
			}
		}
		assertThat(reports).isEqualTo(200);
		assertThat(GroupRules.isProgress(0, new Tally(3, 1, 0, 0, 0))).isTrue();
		assertThat(GroupRules.isProgress(1, new Tally(3, 1, 0, 0, 0))).isFalse();
	}

}
