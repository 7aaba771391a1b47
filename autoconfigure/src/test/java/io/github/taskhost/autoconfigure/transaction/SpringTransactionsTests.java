package io.github.taskhost.autoconfigure.transaction;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for tasks that are spawned in Spring transactions, with a real database.
 */
@Timeout(60)
class SpringTransactionsTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class,
				TaskhostTransactionAutoConfiguration.class, DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class))
		.withUserConfiguration(Kinds.class)
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	private void run(ThrowingConsumer test) {
		this.contextRunner.run((context) -> {
			Database database = new Database(context.getBean(JdbcTemplate.class),
					context.getBean(PlatformTransactionManager.class), context.getBean(BackgroundTaskHost.class));
			database.jdbc().execute("create table orders (id int primary key)");
			test.accept(database);
		});
	}

	@Test
	void bodySeesTheCommittedRows() {
		run((database) -> {
			BackgroundTaskHandle<List<Integer>> task = database.in().execute((status) -> {
				database.insert(1);
				BackgroundTaskHandle<List<Integer>> spawned = database.session().spawn("other", database.reading());
				assertThat(spawned.record().state()).isEqualTo(BackgroundTaskState.PENDING);
				database.insert(2);
				return spawned;
			});
			assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(task.result()).containsExactly(1, 2);
		});
	}

	@Test
	void rollbackRemovesTheTask() {
		run((database) -> {
			try (BackgroundTaskSubscription events = database.session().subscribe()) {
				assertThatIllegalStateException().isThrownBy(() -> database.in().execute((status) -> {
					database.insert(1);
					database.session().spawn("other", database.reading());
					throw new IllegalStateException("no");
				}));
				assertThat(events.next(SOON)).containsInstanceOf(BackgroundTaskEvent.Registered.class);
				assertThat(events.next(SOON)).containsInstanceOf(BackgroundTaskEvent.Removed.class);
			}
			assertThat(database.session().list()).isEmpty();
			assertThat(database.host().statistics().live()).isZero();
		});
	}

	@Test
	void rollbackOnlyRemovesTheTask() {
		run((database) -> {
			database.in().executeWithoutResult((status) -> {
				database.session().spawn("other", database.reading());
				status.setRollbackOnly();
			});
			assertThat(database.session().list()).isEmpty();
		});
	}

	@Test
	void submittedTaskStartsAfterTheCommit() {
		run((database) -> {
			BackgroundTaskHandle<@Nullable Object> task = database.in().execute((status) -> {
				BackgroundTaskHandle<@Nullable Object> submitted = database.session().submit(TaskRequest.of("count"));
				assertThat(submitted.record().state()).isEqualTo(BackgroundTaskState.PENDING);
				database.insert(1);
				return submitted;
			});
			assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(task.result()).isEqualTo(1);
		});
	}

	@Test
	void taskStartsAtOnceWithoutATransaction() {
		run((database) -> assertThat(database.session().spawn("other", database.reading()).await(SOON).state())
			.isEqualTo(BackgroundTaskState.COMPLETED));
	}

	@ParameterizedTest
	@ValueSource(ints = { TransactionDefinition.PROPAGATION_SUPPORTS, TransactionDefinition.PROPAGATION_NEVER })
	void taskStartsAtOnceInAScopeWithoutATransaction(int propagation) {
		run((database) -> database.in(propagation)
			.executeWithoutResult((status) -> await(database.session().spawn("other", database.reading()),
					BackgroundTaskState.COMPLETED)));
	}

	@Test
	void taskWaitsForTheCommitOfAReadOnlyTransaction() {
		run((database) -> {
			TransactionTemplate readOnly = database.in();
			readOnly.setReadOnly(true);
			BackgroundTaskHandle<?> task = readOnly.execute((status) -> {
				BackgroundTaskHandle<?> spawned = database.session().spawn("other", database.reading());
				assertThat(spawned.record().state()).isEqualTo(BackgroundTaskState.PENDING);
				return spawned;
			});
			await(task, BackgroundTaskState.COMPLETED);
		});
	}

	@Test
	void taskCanOptOut() {
		run((database) -> database.in().executeWithoutResult((status) -> {
			database.insert(1);
			BackgroundTaskHandle<List<Integer>> task = database.session()
				.spawn(BackgroundTaskRegistration.ofKind("other").startAfterCommit(false).build(), database.reading());
			await(task, BackgroundTaskState.COMPLETED);
			assertThat(task.result()).isEmpty();
			status.setRollbackOnly();
		}));
	}

	@Test
	void propertyCanOptOut() {
		this.contextRunner.withPropertyValues("taskhost.defaults.start-after-commit=false")
			.run((context) -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> await(
						context.getBean(BackgroundTaskHost.class).session("s1").spawn("other", (body) -> "done"),
						BackgroundTaskState.COMPLETED)));
	}

	@Test
	void innerTransactionIsIndependentOfTheOuter() {
		run((database) -> {
			AtomicReference<BackgroundTaskHandle<?>> inner = new AtomicReference<>();
			database.in().executeWithoutResult((outer) -> {
				database.session().spawn(named("outer"), database.reading());
				inner.set(database.in(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
					.execute((status) -> database.session().spawn(named("inner"), database.reading())));
				await(inner.get(), BackgroundTaskState.COMPLETED);
				assertThat(database.session().task("outer").record().state()).isEqualTo(BackgroundTaskState.PENDING);
				outer.setRollbackOnly();
			});
			assertThat(database.ids()).containsExactly("inner");
		});
	}

	@Test
	void innerRollbackDoesNotAffectTheOuter() {
		run((database) -> {
			BackgroundTaskHandle<?> outer = database.in().execute((status) -> {
				BackgroundTaskHandle<?> spawned = database.session().spawn(named("outer"), database.reading());
				database.in(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult((inner) -> {
					database.session().spawn(named("inner"), database.reading());
					inner.setRollbackOnly();
				});
				return spawned;
			});
			await(outer, BackgroundTaskState.COMPLETED);
			assertThat(database.ids()).containsExactly("outer");
		});
	}

	@Test
	void taskStartsAtOnceWhileTheTransactionIsSuspended() {
		run((database) -> database.in().executeWithoutResult((outer) -> {
			database.in(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
				.executeWithoutResult((status) -> await(database.session().spawn(named("t1"), database.reading()),
						BackgroundTaskState.COMPLETED));
			outer.setRollbackOnly();
		}));
	}

	@Test
	void nestedRollbackRemovesNestedTasks() {
		run((database) -> {
			List<BackgroundTaskHandle<?>> tasks = database.in().execute((status) -> {
				List<BackgroundTaskHandle<?>> spawned = new ArrayList<>();
				spawned.add(database.session().spawn(named("before"), database.reading()));
				database.in(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult((nested) -> {
					database.insert(1);
					database.session().spawn(named("nested"), database.reading());
					nested.setRollbackOnly();
				});
				assertThat(database.ids()).containsExactly("before");
				spawned.add(database.session().spawn(named("nested"), database.reading()));
				return spawned;
			});
			for (BackgroundTaskHandle<?> task : tasks) {
				await(task, BackgroundTaskState.COMPLETED);
			}
			assertThat(database.ids()).containsExactly("before", "nested");
		});
	}

	@Test
	void nestedRollbackWithoutAnEarlierStartRemovesTheTask() {
		run((database) -> {
			database.in()
				.executeWithoutResult((status) -> database.in(TransactionDefinition.PROPAGATION_NESTED)
					.executeWithoutResult((nested) -> {
						database.session().spawn(named("nested"), database.reading());
						nested.setRollbackOnly();
					}));
			assertThat(database.ids()).isEmpty();
		});
	}

	@Test
	void nestedCommitWaitsForTheOuterCommit() {
		run((database) -> {
			database.in().executeWithoutResult((status) -> {
				database.in(TransactionDefinition.PROPAGATION_NESTED)
					.executeWithoutResult((nested) -> database.session().spawn(named("nested"), database.reading()));
				assertThat(database.session().task("nested").record().state()).isEqualTo(BackgroundTaskState.PENDING);
				status.setRollbackOnly();
			});
			assertThat(database.ids()).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void taskSpawnedInACallbackAfterTheCommitStarts(boolean afterCommit) {
		run((database) -> {
			AtomicReference<BackgroundTaskHandle<?>> late = new AtomicReference<>();
			database.in().executeWithoutResult((status) -> {
				database.session().spawn(named("first"), database.reading());
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						if (afterCommit) {
							late.set(database.session().spawn(named("late"), database.reading()));
						}
					}

					@Override
					public void afterCompletion(int outcome) {
						if (!afterCommit) {
							late.set(database.session().spawn(named("late"), database.reading()));
						}
					}

				});
			});
			await(late.get(), BackgroundTaskState.COMPLETED);
		});
	}

	@Test
	void failedCommitRemovesTheTask() {
		run((database) -> {
			assertThatIllegalStateException().isThrownBy(() -> database.in().executeWithoutResult((status) -> {
				database.session().spawn(named("t1"), database.reading());
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void beforeCommit(boolean readOnly) {
						throw new IllegalStateException("deliberate failure");
					}

				});
			}));
			assertThat(database.ids()).isEmpty();
		});
	}

	@Test
	void bodyCanUseTransactions() {
		run((database) -> {
			BackgroundTaskHandle<?> parent = database.session().spawn(named("parent"), (context) -> {
				BackgroundTaskHandle<List<Integer>> child = database.in().execute((status) -> {
					database.insert(1);
					return context.spawnChild(named("child"), database.reading());
				});
				child.await(SOON);
				return child.result();
			});
			await(parent, BackgroundTaskState.COMPLETED);
			assertThat(parent.result()).isEqualTo(List.of(1));
		});
	}

	@Test
	void awaitInTheTransactionIsRefused() {
		run((database) -> database.in().executeWithoutResult((status) -> {
			BackgroundTaskHandle<?> task = database.session().spawn(named("t1"), database.reading());
			assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.await(SOON))
				.withMessageContaining("startAfterCommit(false)");
		}));
	}

	@Test
	void unknownOutcomeRemovesTheTask() {
		WaitingStarts starts = new WaitingStarts();
		List<Boolean> told = new ArrayList<>();
		starts.add(told::add);
		starts.add((committed) -> {
			throw new IllegalStateException("deliberate failure");
		});
		starts.add(told::add);
		starts.afterCompletion(TransactionSynchronization.STATUS_UNKNOWN);
		assertThat(told).containsExactly(false, false);
	}

	private static BackgroundTaskRegistration named(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id).build();
	}

	private static void await(BackgroundTaskHandle<?> task, BackgroundTaskState state) {
		try {
			assertThat(task.await(SOON).state()).isEqualTo(state);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The database, its transactions, and the host. */
	private record Database(JdbcTemplate jdbc, PlatformTransactionManager transactions, BackgroundTaskHost host) {

		TransactionTemplate in() {
			return new TransactionTemplate(this.transactions);
		}

		TransactionTemplate in(int propagation) {
			TransactionTemplate template = in();
			template.setPropagationBehavior(propagation);
			return template;
		}

		TaskSession session() {
			return this.host.session("s1");
		}

		void insert(int id) {
			this.jdbc.update("insert into orders values (?)", id);
		}

		BackgroundTask<List<Integer>> reading() {
			return (context) -> this.jdbc.queryForList("select id from orders order by id", Integer.class);
		}

		List<String> ids() {
			return session().list().stream().map((task) -> task.id()).toList();
		}

	}

	@FunctionalInterface
	private interface ThrowingConsumer {

		void accept(Database database) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	static class Kinds {

		@Bean
		BackgroundTaskHandler<@Nullable JsonPayload> counting(JdbcTemplate jdbc) {
			return new Counting(jdbc);
		}

	}

	private record Counting(JdbcTemplate jdbc) implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "count";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			return this.jdbc.queryForObject("select count(*) from orders", Integer.class);
		}

	}

	@Test
	void listenerNeitherJoinsNorFailsTheTransactionOfTheSpawner() {
		List<String> seen = new CopyOnWriteArrayList<>();
		BackgroundTaskListener listener = (event) -> {
			seen.add(event.getClass().getSimpleName() + " "
					+ TransactionSynchronizationManager.isActualTransactionActive());
			throw new IllegalStateException("deliberate failure of the listener");
		};
		this.contextRunner.withBean(BackgroundTaskListener.class, () -> listener).run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			TransactionTemplate transaction = new TransactionTemplate(
					context.getBean(PlatformTransactionManager.class));
			BackgroundTaskHandle<String> task = transaction
				.execute((status) -> host.session("s1").spawn(named("t1"), (inside) -> "done"));
			assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.COMPLETED);
			host.awaitIdle(SOON);
			assertThat(seen).containsExactly("Registered false", "StateChanged false", "Completed false");
		});
	}

}
