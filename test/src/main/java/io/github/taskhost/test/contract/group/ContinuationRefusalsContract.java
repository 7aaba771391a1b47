package io.github.taskhost.test.contract.group;

import java.util.stream.IntStream;

import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Continuations that are refused. */
abstract class ContinuationRefusalsContract extends AbstractContinuationsContract {

	private void assertNothingIsLeft() {
		assertThat(this.host.listManaged("s1")).isEmpty();
		assertThat(this.host.statistics().live()).isZero();
		assertThat(this.runs).isEmpty();
	}

	@Test
	void unknownPredecessorIsRefused() {
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> submit(task("b", "a")))
			.withMessageContainingAll("'a'", "not known", "submitAll");
		assertThatExceptionOfType(TaskNotFoundException.class)
			.isThrownBy(() -> this.host.session("s1").spawn(builder("b").afterAnyEnd("a").build(), noting()));
		assertThatExceptionOfType(TaskNotFoundException.class)
			.isThrownBy(() -> submitAll(task("b"), task("c", "b", "a")));
		assertNothingIsLeft();
	}

	@Test
	void taskCannotWaitForItself() {
		BackgroundTaskRegistration.Builder self = builder("a").after("a");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(self::build)
			.withMessageContainingAll("'a'", "its own end");
	}

	@Test
	void oneTaskCannotBeInBothLists() {
		BackgroundTaskRegistration.Builder both = builder("b").after("a").afterAnyEnd("a");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(both::build)
			.withMessageContainingAll("'a'", "afterAnyEnd");
	}

	@Test
	void numberOfPredecessorsIsBounded() {
		String[] ids = IntStream.rangeClosed(0, 1000).mapToObj((number) -> "t" + number).toArray(String[]::new);
		BackgroundTaskRegistration.Builder many = builder("b").after(ids);
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(many::build)
			.withMessageContainingAll("1001", "1,000");
	}

	@Test
	void workOfAnOwnerCannotWait() {
		external("a");
		BackgroundTaskRegistration after = builder("b").after("a").build();
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.registerExternal("s1", after, null))
			.withMessageContainingAll("'other'", "after");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> this.host.register("s1", after));
		assertThat(this.host.getManaged("s1", "b")).isEmpty();
	}

	@Test
	void tasksOfACallCannotWaitForEachOther() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> submitAll(task("a", "c"), task("b", "a"), task("c", "b"), task("d")))
			.withMessageContainingAll("[a, b, c]", "for ever");
		assertNothingIsLeft();
	}

	@Test
	void predecessorsAreAddedInTheirOrder() {
		TaskRequest request = task("d", "a").after("b", "a").afterAnyEnd("c");
		assertThat(request.registration().after()).containsExactly("a", "b");
		assertThat(request.registration().afterAnyEnd()).containsExactly("c");
		assertThat(request.registration().toBuilder().build()).isEqualTo(request.registration());
	}

}
