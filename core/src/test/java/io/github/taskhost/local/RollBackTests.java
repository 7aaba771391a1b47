package io.github.taskhost.local;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tasks that were cancelled in their transaction, which is then rolled back. */
class RollBackTests extends LocalHostTest {

	private final TableWithPoints table = new TableWithPoints();

	private final List<Consumer<Boolean>> outcomes = new ArrayList<>();

	private void start(int maxRecords) {
		start((builder) -> builder.table(this.table)
			.transactions(() -> this.outcomes::add)
			.options(options().withRetention(new RetentionOptions(options().retention().maxAge(), maxRecords))));
	}

	private BackgroundTaskHandle<?> spawned(String id) {
		return session().spawn(named(id), (context) -> "never");
	}

	private void rollBack() {
		List.copyOf(this.outcomes).forEach((outcome) -> outcome.accept(false));
		this.outcomes.clear();
	}

	private void retainOther(String id) {
		host().registerExternal("s2", named(id), null);
		host().markTerminal("s2", id, BackgroundTaskState.COMPLETED);
	}

	@Test
	void recordIsCountedOutAlsoBeforeItsEndIsCounted() throws Exception {
		start(20);
		spawned("t1");
		this.table.after((change) -> change instanceof TableChange.Replace, this::rollBack);
		host().cancelManaged("s1", "t1");
		HostChecks.assertIdle(host());
		retainOther("t2");
		this.timer.advance(options().retention().maxAge().multipliedBy(2));
		host().awaitIdle(PATIENCE);
		HostChecks.assertIdle(host());
		assertThat(host().statistics().retained()).isZero();
	}

	@Test
	void rolledBackTasksTakeNoRoomOfRetainedOnes() throws Exception {
		start(20);
		for (int i = 0; i < 10; i++) {
			spawned("t" + i).cancel(null);
			retainOther("other" + i);
		}
		rollBack();
		assertThat(host().statistics().retained()).isEqualTo(10);
		for (int i = 10; i < 25; i++) {
			retainOther("other" + i);
		}
		host().awaitIdle(PATIENCE);
		assertThat(host().listManaged("s2")).extracting(BackgroundTaskRecord::id)
			.containsExactlyElementsOf(IntStream.range(5, 25).mapToObj((i) -> "other" + i).toList());
		HostChecks.assertIdle(host());
	}

	@Test
	void rolledBackTasksAreForgottenWithoutTheEndsOfOthers() throws Exception {
		start(5000);
		retainOther("first");
		WeakReference<@Nullable LocalTask> early = new WeakReference<>(this.table.find(spawned("early").uid()));
		for (int i = 0; i < 3000; i++) {
			spawned("t" + i).cancel(null);
		}
		host().cancelManaged("s1", "early");
		rollBack();
		host().awaitIdle(PATIENCE);
		assertThat(host().statistics().retained()).isEqualTo(1);
		HostChecks.assertIdle(host());
		while (early.get() != null) {
			System.gc();
		}
	}

}
