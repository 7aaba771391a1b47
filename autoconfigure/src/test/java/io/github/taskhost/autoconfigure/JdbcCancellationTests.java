package io.github.taskhost.autoconfigure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.kind.InterruptPolicy;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Cancels of bodies in a call of a JDBC driver or of a connection pool. */
@Timeout(60)
class JdbcCancellationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String QUERY = "SELECT SUM(STEP(X)) FROM SYSTEM_RANGE(1, 1000000000000)";

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.options(BackgroundTaskHostOptions.withDefaults()
			.withCancel(new CancelOptions(Duration.ofMillis(1), PATIENCE, true, true))
			.withKinds(Map.of("reader", KindOptions.NONE.withInterrupt(InterruptPolicy.NEVER))))
		.build();

	private HikariDataSource dataSource;

	@BeforeEach
	void open() throws SQLException {
		Functions.running = new CountDownLatch(1);
		this.dataSource = new HikariDataSource();
		this.dataSource.setJdbcUrl("jdbc:h2:mem:cancellation");
		this.dataSource.setMaximumPoolSize(1);
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE ALIAS IF NOT EXISTS STEP FOR '" + Functions.class.getName() + ".step'");
		}
	}

	@AfterEach
	void close() {
		this.host.close();
		this.dataSource.close();
	}

	private static void awaitRunning() throws InterruptedException {
		assertThat(Functions.running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the body runs").isTrue();
	}

	private BackgroundTaskHandle<Boolean> query() throws InterruptedException {
		BackgroundTaskHandle<Boolean> task = this.host.session("s1").spawn("report", (context) -> {
			try (Connection connection = this.dataSource.getConnection();
					Statement statement = connection.createStatement();
					var removal = context.onCancel(() -> cancel(statement))) {
				return statement.execute(QUERY);
			}
		});
		awaitRunning();
		return task;
	}

	private static void cancel(Statement statement) {
		try {
			statement.cancel();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void cancelledStatementIsACancelledTask() throws Exception {
		BackgroundTaskHandle<Boolean> task = query();
		task.cancel("too slow");
		assertCancelled(task.await(PATIENCE));
		assertThat(task.failure()).containsInstanceOf(SQLTimeoutException.class);
	}

	@Test
	void statementIsCancelledAtAStop() throws Exception {
		BackgroundTaskHandle<Boolean> task = query();
		this.host.stop();
		assertCancelled(task.record());
	}

	@Test
	void statementIsCancelledWithItsSession() throws Exception {
		BackgroundTaskHandle<Boolean> task = query();
		this.host.cancelAllManaged("s1");
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		this.host.awaitIdle(PATIENCE);
		assertThat(task.failure()).containsInstanceOf(SQLTimeoutException.class);
	}

	@Test
	void interruptedWaitForAConnectionIsACancelledTask() throws Exception {
		try (Connection taken = this.dataSource.getConnection()) {
			assertThat(taken.isValid(1)).isTrue();
			BackgroundTaskHandle<Boolean> task = this.host.session("s1").spawn("report", (context) -> {
				Functions.running.countDown();
				try (Connection connection = this.dataSource.getConnection()) {
					return connection.isValid(1);
				}
			});
			awaitRunning();
			task.cancel("too slow");
			assertCancelled(task.await(PATIENCE));
			assertThat(task.failure()).containsInstanceOf(SQLException.class);
		}
	}

	@Test
	void fileDatabaseWorksAfterACancelOfAKindWithoutInterrupts(@TempDir Path folder) throws Exception {
		try (HikariDataSource file = new HikariDataSource()) {
			file.setJdbcUrl("jdbc:h2:file:" + folder.resolve("db") + ";CACHE_SIZE=0");
			file.setMaximumPoolSize(2);
			execute(file, "CREATE TABLE NUMBERS AS SELECT X, REPEAT('x', 1000) Y FROM SYSTEM_RANGE(1, 2000)");
			BackgroundTaskHandle<Boolean> task = this.host.session("s1").spawn("reader", (context) -> {
				while (!context.isCancelled()) {
					execute(file, "SELECT SUM(LENGTH(Y)) FROM NUMBERS");
					Functions.running.countDown();
				}
				for (int i = 0; i < 20; i++) {
					execute(file, "SELECT SUM(LENGTH(Y)) FROM NUMBERS");
				}
				context.throwIfCancelled();
				return false;
			});
			awaitRunning();
			task.cancel("enough");
			assertCancelled(task.await(PATIENCE));
			assertThat(task.failure()).containsInstanceOf(TaskCancelledException.class);
			execute(file, "SELECT SUM(LENGTH(Y)) FROM NUMBERS");
		}
	}

	private static void execute(HikariDataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static void assertCancelled(BackgroundTaskRecord end) {
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.abandoned()).isFalse();
		assertThat(end.failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(FailureKind.EXCEPTION);
	}

	/** Functions of the database. */
	public static final class Functions {

		private static volatile CountDownLatch running = new CountDownLatch(1);

		private Functions() {
		}

		public static long step(long row) {
			running.countDown();
			return row;
		}

	}

}
