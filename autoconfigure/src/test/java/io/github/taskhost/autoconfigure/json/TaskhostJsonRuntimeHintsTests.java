package io.github.taskhost.autoconfigure.json;

import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import tools.jackson.databind.EnumNamingStrategies;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskhostJsonRuntimeHints}.
 */
class TaskhostJsonRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	TaskhostJsonRuntimeHintsTests() {
		new TaskhostJsonRuntimeHints().registerHints(this.hints, null);
	}

	@ParameterizedTest
	@ValueSource(classes = { RecordView.class, RegistrationView.class, EventView.class, Progress.class,
			TaskFailure.class, TaskLinks.class, MessagePartView.class, TaskMessage.class, TaskMessageReceipt.class,
			TaskOutputLine.class, Answer.class, EnumNamingStrategies.SnakeCaseStrategy.class })
	void jacksonMayBind(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
	}

	@Test
	void jacksonMayReadComponents() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(RecordView.class.getDeclaredMethod("state")))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Progress.class.getDeclaredMethod("total")))
			.accepts(this.hints);
	}

}
