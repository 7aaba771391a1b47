package io.github.taskhost.jdbc;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.jdbc.recovery.UnresolvedTasks;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.WakePolicy;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tasks that a node cannot run: without their kind, with an input or a record that it
 * cannot read.
 */
abstract class EvolutionTests extends AbstractJournalTests {

	final BlockingQueue<BackgroundTaskEvent> events = new LinkedBlockingQueue<>();

	final BlockingQueue<String> runs = new LinkedBlockingQueue<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<LocalBackgroundTaskHost> hosts = new ArrayList<>();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void collectWarnings() {
		this.log.start();
		logger().addAppender(this.log);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(UnresolvedTasks.class);
	}

	@AfterEach
	void closeHosts() {
		this.hosts.forEach(LocalBackgroundTaskHost::close);
		logger().detachAppender(this.log);
	}

	/** Starts a host that takes the tasks without a worker. */
	LocalBackgroundTaskHost start(JdbcTaskJournal stored, BackgroundTaskHandler<?>... handlers) {
		LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder()
			.journal(stored)
			.codec(new GreetingCodec())
			.addListener(this.events::add);
		for (BackgroundTaskHandler<?> handler : handlers) {
			builder.addHandler(handler);
		}
		LocalBackgroundTaskHost host = builder.build();
		this.hosts.add(host);
		host.recover();
		return host;
	}

	/** Stores a task that waits for its start and has no worker. */
	BackgroundTaskRecord waiting(String kind, String id, @Nullable String input) {
		BackgroundTaskRegistration.Builder registration = BackgroundTaskRegistration.ofKind(kind)
			.id(id)
			.wakePolicy(WakePolicy.ON_TERMINAL);
		if (input != null) {
			registration.input(new JsonPayload(input));
		}
		return left(Records.of("chat", registration.build()));
	}

	BackgroundTaskRecord left(BackgroundTaskRecord record) {
		BackgroundTaskRecord named = record.toBuilder().onNodeLoss(NodeLossPolicy.RESTART).build();
		store(Records.accept(named));
		update("UPDATE " + this.prefix + "live SET worker = NULL WHERE uid = '" + named.uid() + "'");
		return named;
	}

	/** Makes the journal look for tasks at once. */
	static void round(JdbcTaskJournal stored) {
		stored.stopping(false);
	}

	static void awaitUnresolved(JdbcTaskJournal stored, int number) {
		Signals.await(() -> stored.status().unresolved() == number);
	}

	private void spoil(BackgroundTaskRecord task) {
		update("UPDATE " + this.prefix + "live SET record = '{\"from\":\"the future\"}' WHERE uid = '" + task.uid()
				+ "'");
	}

	/** Has the time of the database pass for the tasks that no node could run. */
	private void anHourPasses() {
		int changed = update("UPDATE " + this.prefix + "live SET unresolved_since = TIMESTAMP WITH TIME ZONE "
				+ "'2020-01-01 00:00:00Z' WHERE unresolved_since IS NOT NULL");
		assertThat(changed).isPositive();
	}

	private BackgroundTaskRecord end(LocalBackgroundTaskHost host, BackgroundTaskRecord task) {
		Signals.await(() -> host.find(task.uid()).orElseThrow().state().isTerminal());
		return host.find(task.uid()).orElseThrow();
	}

	private void assertEndedUnreadable(LocalBackgroundTaskHost host, BackgroundTaskRecord task, String reason)
			throws Exception {
		BackgroundTaskRecord end = end(host, task);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE))
			.satisfies((failure) -> assertThat(failure.message()).contains("No process could run", reason));
		assertThat(this.events.poll(1, TimeUnit.MINUTES)).isInstanceOf(BackgroundTaskEvent.Failed.class)
			.satisfies((event) -> assertThat(event.record().uid()).isEqualTo(task.uid()));
		assertThat(number("SELECT COUNT(*) FROM " + this.prefix + "event WHERE uid = '" + task.uid() + "'"))
			.isEqualTo(2);
		assertThat(this.journal.find(task.uid()).record().state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(count("live")).isZero();
	}

	@Test
	void aTaskOfAMissingKindWaitsForANodeThatHasIt() throws Exception {
		BackgroundTaskRecord task = waiting("greet", "t1", "{\"name\":\"Ada\"}");
		LocalBackgroundTaskHost without = start(this.journal);
		awaitUnresolved(this.journal, 1);
		assertThat(without.find(task.uid())).hasValue(task);
		assertThat(without.list(BackgroundTaskFilter.live(), 10, null).records()).containsExactly(task);
		assertThat(count("live WHERE unresolved_since IS NOT NULL AND worker IS NULL")).isOne();
		LocalBackgroundTaskHost with = start(journal(this.pool), new Greet("greet"));
		assertThat(this.runs.poll(1, TimeUnit.MINUTES)).isEqualTo("t1 Ada");
		assertThat(end(with, task).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.log.list).singleElement()
			.satisfies((line) -> assertThat(line.getFormattedMessage()).contains(task.uid().toString(), "'greet'",
					"has no handler here", "Start a version of the application"))
			.satisfies((line) -> assertThat(line.getThrowableProxy()).isNull());
	}

	@Test
	void aTaskOfAMissingKindEndsUnreadableAfterTheSetTime() throws Exception {
		BackgroundTaskRecord task = waiting("greet", "t1", null);
		LocalBackgroundTaskHost host = start(this.journal);
		awaitUnresolved(this.journal, 1);
		anHourPasses();
		round(this.journal);
		assertEndedUnreadable(host, task, "The kind 'greet' has no handler here.");
		assertThat(host.session("chat").drainWakes().wakes()).extracting(SessionWake::uid, SessionWake::reason)
			.containsExactly(tuple(task.uid(), WakeReason.ENDED));
		Signals.await(() -> this.journal.status().unresolved() == 0);
	}

	@Test
	void theTimeGoesOnOverRestarts() throws Exception {
		BackgroundTaskRecord task = waiting("greet", "t1", null);
		LocalBackgroundTaskHost first = start(this.journal);
		awaitUnresolved(this.journal, 1);
		anHourPasses();
		first.close();
		this.journal = journal(this.pool);
		assertEndedUnreadable(start(this.journal), task, "The kind 'greet' has no handler here.");
	}

	@Test
	void theTimeBeginsAgainAfterANodeHasTakenTheTask() throws Exception {
		waiting("greet", "t1", "{\"name\":\"Ada\"}");
		start(this.journal);
		awaitUnresolved(this.journal, 1);
		Greet greet = new Greet("greet");
		greet.holds = true;
		start(journal(this.pool), greet);
		assertThat(this.runs.poll(1, TimeUnit.MINUTES)).isEqualTo("t1 Ada");
		assertThat(count("live WHERE unresolved_since IS NULL")).isOne();
		this.release.countDown();
	}

	@Test
	void aRecordThatCannotBeReadIsShownAndEndsUnreadable() throws Exception {
		BackgroundTaskRecord task = waiting("greet", "t1", "{\"name\":\"Ada\"}");
		spoil(task);
		LocalBackgroundTaskHost host = start(this.journal, new Greet("greet"));
		awaitUnresolved(this.journal, 1);
		BackgroundTaskRecord shown = host.list(BackgroundTaskFilter.live(), 10, null).records().get(0);
		assertThat(shown.id()).isEqualTo("t1");
		assertThat(shown.state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(shown.failure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE));
		anHourPasses();
		round(this.journal);
		assertEndedUnreadable(host, task, "cannot be read");
		assertThat(host.find(task.uid()).orElseThrow().input()).isEqualTo(task.input());
		assertThat(this.runs).isEmpty();
	}

	@Test
	void aRecordThatCannotBeReadIsNotReplacedByItsPlaceholder() throws Exception {
		BackgroundTaskRecord task = waiting("greet", "t1", null);
		spoil(task);
		LocalBackgroundTaskHost host = start(this.journal, new Greet("greet"));
		awaitUnresolved(this.journal, 1);
		BackgroundTaskHandle<?> handle = host.task("chat", "t1");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> handle.cancel("no longer needed"))
			.withMessageContaining("its stored record cannot be read");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> host.transfer("t1", "other"));
		host.transferManaged("chat", "other", List.of("t1"));
		assertThat(number("SELECT COUNT(*) FROM " + this.prefix + "live WHERE record LIKE '%the future%'")).isOne();
		handle.cancelNow("really");
		assertThat(this.journal.find(task.uid()).record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(count("live")).isZero();
	}

	@Test
	void anInputThatCannotBeReadEndsUnreadableAndItsNeighboursRun() throws Exception {
		BackgroundTaskRecord task = waiting("greet", "t1", "{\"title\":\"Countess\"}");
		waiting("greet", "t2", "{\"name\":\"Ada\"}");
		LocalBackgroundTaskHost host = start(this.journal, new Greet("greet"));
		assertThat(this.runs.poll(1, TimeUnit.MINUTES)).isEqualTo("t2 Ada");
		awaitUnresolved(this.journal, 1);
		Signals.await(() -> count("live") == 1);
		this.events.clear();
		anHourPasses();
		round(this.journal);
		assertEndedUnreadable(host, task, "name: must be a text");
	}

	@Test
	void aTaskIsNotTriedInEachRoundAndLoggedOnce() throws Exception {
		waiting("other", "t0", "{\"title\":\"Countess\"}");
		Greet other = new Greet("other");
		start(this.journal, new Greet("greet"), other);
		awaitUnresolved(this.journal, 1);
		int tries = other.looks;
		for (int i = 1; i <= 3; i++) {
			waiting("greet", "t" + i, "{\"name\":\"Ada\"}");
			round(this.journal);
			assertThat(this.runs.poll(1, TimeUnit.MINUTES)).isEqualTo("t" + i + " Ada");
		}
		assertThat(other.looks).isEqualTo(tries);
		assertThat(this.log.list).hasSize(1);
	}

	@Test
	void anInputOfAnEarlierVersionIsUpgradedBeforeItIsRead() throws Exception {
		BackgroundTaskRecord task = waiting("greet", "t1", "{\"title\":\"Ada\"}");
		Greet greet = new Greet("greet");
		greet.version = 3;
		LocalBackgroundTaskHost host = start(this.journal, greet);
		assertThat(this.runs.poll(1, TimeUnit.MINUTES)).isEqualTo("t1 Ada from 1");
		BackgroundTaskRecord end = end(host, task);
		assertThat(end.schemaVersion()).isOne();
		assertThat(end.input()).isEqualTo(task.input());
	}

	@Test
	void aTaskHasTheVersionOfItsKindAndIsNotUpgradedInIt() throws Exception {
		Greet greet = new Greet("greet");
		greet.version = 3;
		LocalBackgroundTaskHost host = start(this.journal, greet);
		BackgroundTaskHandle<?> task = host.submit("chat", TaskRequest.of("greet").input(new Greeting("Ada")));
		assertThat(this.runs.poll(1, TimeUnit.MINUTES)).endsWith(" Ada");
		assertThat(task.record().schemaVersion()).isEqualTo(3);
		assertThat(this.journal.find(task.uid()).record().schemaVersion()).isEqualTo(3);
	}

	@Test
	void aTaskOfANewerVersionIsLeftToNodesThatHaveIt() throws Exception {
		BackgroundTaskRecord task = left(Records
			.of("chat",
					BackgroundTaskRegistration.ofKind("greet")
						.id("t1")
						.input(new JsonPayload("{\"name\":\"Ada\"}"))
						.build())
			.toBuilder()
			.schemaVersion(2)
			.build());
		LocalBackgroundTaskHost older = start(this.journal, new Greet("greet"));
		awaitUnresolved(this.journal, 1);
		assertThat(older.find(task.uid())).hasValue(task);
		assertThat(this.log.list).singleElement()
			.satisfies((line) -> assertThat(line.getFormattedMessage()).contains("schema version 2", "version 1 here"));
		Greet newer = new Greet("greet");
		newer.version = 2;
		start(journal(this.pool), newer);
		assertThat(this.runs.poll(1, TimeUnit.MINUTES)).isEqualTo("t1 Ada");
	}

	@Test
	void anUpgradeThatFailsIsAnInputThatCannotBeRead() throws Exception {
		BackgroundTaskRecord task = waiting("greet", "t1", null);
		Greet greet = new Greet("greet");
		greet.version = 2;
		LocalBackgroundTaskHost host = start(this.journal, greet);
		awaitUnresolved(this.journal, 1);
		anHourPasses();
		round(this.journal);
		assertEndedUnreadable(host, task, "there is no title");
	}

	/** A kind that notes its runs. */
	class Greet implements BackgroundTaskHandler<Greeting> {

		private final String kind;

		volatile boolean holds;

		volatile int version = 1;

		/** How often the host has asked for the type of the input. */
		volatile int looks;

		Greet(String kind) {
			this.kind = kind;
		}

		@Override
		public String kind() {
			return this.kind;
		}

		@Override
		public Type inputType() {
			this.looks++;
			return Greeting.class;
		}

		@Override
		public KindOptions options() {
			return KindOptions.NONE.withSchemaVersion(this.version);
		}

		@Override
		public @Nullable JsonPayload upgrade(@Nullable JsonPayload input, int from) {
			if (input == null) {
				throw new IllegalStateException("there is no title");
			}
			return new JsonPayload(input.text().replace("title", "name").replace("Ada", "Ada from " + from));
		}

		@Override
		public @Nullable Object run(Greeting input, BackgroundTaskContext context) throws Exception {
			EvolutionTests.this.runs.add(context.record().id() + " " + input.name());
			if (this.holds) {
				EvolutionTests.this.release.await();
			}
			return null;
		}

	}

}
