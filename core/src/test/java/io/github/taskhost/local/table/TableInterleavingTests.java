package io.github.taskhost.local.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.Interleavings;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Linearizability of the table: the answers to concurrent threads could have been given
 * to one thread, in some order.
 */
class TableInterleavingTests {

	private static StressOptions options() {
		return Interleavings.options(3, 2);
	}

	@Test
	void tableIsLinearizable() {
		options().check(Places.class);
	}

	@Test
	void canaryCheckThenPutIsFound() {
		assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> options().check(Careless.class));
	}

	/** Operations on the table. */
	@Param(name = "session", gen = IntGen.class, conf = "0:1")
	@Param(name = "id", gen = IntGen.class, conf = "0:1")
	public static class Places {

		private final TableOperations table = new TableOperations(new TaskTable<TableTask>());

		@Operation
		public String insert(@Param(name = "session") int session, @Param(name = "id") int id) {
			return this.table.insert(session, id, false);
		}

		@Operation
		public String insertKeyed(@Param(name = "session") int session, @Param(name = "id") int id) {
			return this.table.insert(session, id, true);
		}

		@Operation
		public String end(@Param(name = "session") int session, @Param(name = "id") int id) {
			return this.table.end(session, id);
		}

		@Operation
		public String move(@Param(name = "session") int session, @Param(name = "id") int id) {
			return this.table.move(session, id, 1 - session);
		}

		@Operation
		public String remove(@Param(name = "session") int session, @Param(name = "id") int id) {
			return this.table.remove(session, id);
		}

		@Operation
		public String holder(@Param(name = "session") int session) {
			return this.table.holder(session);
		}

	}

	/** Operations with a race, which the test must find. */
	@Param(name = "id", gen = IntGen.class, conf = "0:1")
	public static class Careless {

		private final Map<Integer, List<String>> places = new HashMap<>();

		@Operation
		public String insert(@Param(name = "id") int id) {
			if (this.places.containsKey(id)) {
				return "place taken";
			}
			this.places.put(id, List.of("task"));
			return "done";
		}

		@Operation
		public String remove(@Param(name = "id") int id) {
			return (this.places.remove(id) != null) ? "done" : "nobody";
		}

	}

}
