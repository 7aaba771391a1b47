package io.github.taskhost.jdbc.recovery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.github.taskhost.jdbc.schema.Tables;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executions that one node of all must do: the takeover of a lost node, looks at
 * schedules that are due, and the retention. db-scheduler places them, and repeats them
 * if their node is lost; this is the only class that knows it. Executions carry no data.
 * Thread-safe.
 */
public final class Engine {

	/** The name of takeovers; the instance is the id of the lost node. */
	public static final String TAKEOVER = "taskhost-takeover";

	/** The name of the retention, which is a recurring execution. */
	public static final String RETENTION = "taskhost-retention";

	/** The name of looks at schedules; the instance is the uid of the schedule. */
	public static final String SCHEDULE = "taskhost-schedule";

	private static final Logger log = LoggerFactory.getLogger(Engine.class);

	private static final Duration POLL = Duration.ofSeconds(10);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final Duration BETWEEN_RETENTIONS = Duration.ofMinutes(1);

	/** Executions of another node that missed four heartbeats are repeated. */
	private static final int MISSED_HEARTBEATS = 4;

	private static final int THREADS = 3;

	private final OneTimeTask<Void> takeover;

	private final CustomTask<Void> schedule;

	private final Scheduler scheduler;

	private final Clock clock;

	/**
	 * Creates an engine that is not yet started.
	 * @param dataSource the pool
	 * @param tables the names of the tables
	 * @param name the name of this node, which no other has
	 * @param lease the time after which an execution of a lost node is repeated
	 * @param clock the clock of due executions, which agrees with that of other nodes
	 * @param work the work of executions
	 */
	public Engine(DataSource dataSource, Tables tables, String name, Duration lease, Clock clock, Work work) {
		this.clock = clock;
		this.takeover = Tasks.oneTime(TAKEOVER)
			.onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
			.execute((instance, context) -> work.taker().accept(UUID.fromString(instance.getId())));
		RecurringTask<Void> retention = Tasks.recurring(RETENTION, Schedules.fixedDelay(BETWEEN_RETENTIONS))
			.execute((instance, context) -> work.retain().run());
		this.schedule = Tasks.custom(SCHEDULE, Void.class)
			.onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
			.execute((instance, context) -> {
				work.looker().accept(UUID.fromString(instance.getId()));
				return (complete, operations) -> {
					operations.remove();
					work.afterLook().run();
				};
			});
		this.scheduler = Scheduler.create(dataSource, this.takeover, this.schedule)
			.startTasks(retention)
			.tableName(tables.scheduled())
			.clock(clock::instant)
			.serializer(new NoData())
			.schedulerName(new SchedulerName.Fixed(name))
			.threads(THREADS)
			.pollingInterval(POLL)
			.heartbeatInterval(lease.dividedBy(MISSED_HEARTBEATS))
			.missedHeartbeatsLimit(MISSED_HEARTBEATS)
			.shutdownMaxWait(RETRY)
			.build();
	}

	public void start() {
		this.scheduler.start();
	}

	/** Places takeovers; those that are placed stay as they are. */
	public void takeOver(List<UUID> nodes) {
		nodes.forEach(this::place);
		if (!nodes.isEmpty()) {
			// also those that have failed before are due
			this.scheduler.triggerCheckForDueExecutions();
		}
	}

	private void place(UUID node) {
		place(this.takeover.instance(node.toString()));
	}

	private boolean place(TaskInstance<Void> instance) {
		try {
			return this.scheduler.scheduleIfNotExists(instance, this.clock.instant());
		}
		catch (TaskInstanceException ex) {
			log.debug("Another node has done {} meanwhile", instance, ex);
			return false;
		}
	}

	/**
	 * Places a look at a schedule that is due.
	 * @return {@code false} if one is placed or under way, which stays as it is
	 */
	public boolean look(UUID schedule) {
		boolean placed = place(this.schedule.instance(schedule.toString()));
		if (placed) {
			this.scheduler.triggerCheckForDueExecutions();
		}
		return placed;
	}

	public void stop() {
		this.scheduler.stop();
	}

	/**
	 * The work of executions.
	 *
	 * @param taker takes over a lost node
	 * @param retain removes ended tasks that are too old or too many
	 * @param looker looks at a schedule
	 * @param afterLook called after the execution of a look is removed
	 */
	public record Work(Consumer<UUID> taker, Runnable retain, Consumer<UUID> looker, Runnable afterLook) {
	}

	/** Refuses data, which no execution has: Java serialisation is never used. */
	private static final class NoData implements Serializer {

		@Override
		public byte @Nullable [] serialize(@Nullable Object data) {
			if (data != null) {
				throw new IllegalStateException("An execution carries data, which is not supported: " + data);
			}
			return null;
		}

		@Override
		public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] data) {
			return null;
		}

	}

}
