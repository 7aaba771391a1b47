package io.github.taskhost.lifecycle;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The identity of questions. */
class QuestionRulesTests {

	private static final InputRequest QUESTION = InputRequest.of("approve", "rm scratch")
		.withExpected(new JsonPayload("{}"))
		.withAuthority("ADMIN");

	@Test
	void keyPromptSchemaAndAuthorityMakeAQuestion() {
		assertThat(QuestionRules.isSame(QUESTION, QUESTION.withNumber(2).withDeadline(Tasks.LATER))).isTrue();
		assertThat(QuestionRules.isSame(QUESTION, QUESTION.withAuthority("USER"))).isFalse();
		assertThat(QuestionRules.isSame(QUESTION, QUESTION.withExpected(new JsonPayload("true")))).isFalse();
		InputRequest plain = InputRequest.of("approve", "rm scratch");
		assertThat(QuestionRules.isSame(QUESTION, plain)).isFalse();
		assertThat(QuestionRules.isSame(plain, QUESTION)).isFalse();
		assertThat(QuestionRules.isSame(plain, InputRequest.of("approve", "rm production"))).isFalse();
		assertThat(QuestionRules.isSame(plain, InputRequest.of("other", "rm scratch"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "approve, 0, false, true", "approve, 3, false, true", "approve, 2, false, false",
			"approve, 0, true, false", "approve, 3, true, true", "approve, 2, true, false", "other, 0, false, false",
			"other, 3, true, false" })
	void keyThatWasAskedBeforeNeedsTheNumber(String key, int number, boolean askedBefore, boolean named) {
		assertThat(QuestionRules.isNamed(QUESTION.withNumber(3), askedBefore, key, number)).isEqualTo(named);
	}

	@Test
	void reportThatTheWorkRunsOnOrEndsWithdrawsTheQuestion() {
		BackgroundTaskRecord asking = Tasks
			.changed(Tasks.external(BackgroundTaskState.RUNNING), new TaskCommand.Ask(QUESTION))
			.next();
		TaskCommand running = new TaskCommand.Live(BackgroundTaskState.RUNNING);
		TaskCommand end = new TaskCommand.End(BackgroundTaskState.COMPLETED, null, null);
		assertThat(QuestionRules.withdraws(asking, running)).isTrue();
		assertThat(QuestionRules.withdraws(asking, end)).isTrue();
		assertThat(QuestionRules.withdraws(asking, new TaskCommand.Live(BackgroundTaskState.WAITING))).isFalse();
		assertThat(QuestionRules.withdraws(asking, new TaskCommand.Heartbeat())).isFalse();
		assertThat(QuestionRules.withdraws(Tasks.external(BackgroundTaskState.WAITING), running)).isFalse();
		assertThat(QuestionRules.withdraws(Tasks.external(BackgroundTaskState.RUNNING), end)).isFalse();
	}

}
