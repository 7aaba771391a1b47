package io.github.taskhost.local.event;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.config.EventOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.EventRules;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.EventFlow;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.spi.TaskTransactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of each task, in order and each once, to the listeners and the
 * subscriptions.
 *
 * <p>
 * <b>Synchronisation.</b> The table queues the events of a task in the order of its
 * changes. For each task one thread delivers at a time: a thread that requests a delivery
 * while another delivers leaves the work to that one ({@link LocalTask#beginDelivery()}).
 * After {@value #BUDGET} events a helper continues, so that the thread of one change does
 * not deliver a flood of others.
 */
public final class EventDelivery implements ChangeListener {

	private static final Logger log = LoggerFactory.getLogger(EventDelivery.class);

	private static final int BUDGET = 64;

	/** The tasks whose delivery an error broke off; bounded by the number of tasks. */
	private final Set<LocalTask> brokenOff = ConcurrentHashMap.newKeySet();

	private final BackgroundTaskListener[] listeners;

	private final Subscriptions subscriptions;

	private final EventOptions options;

	private final BackgroundTaskMetricsRecorder metrics;

	private final Alarms alarms;

	private final HostThreads threads;

	private final TaskTransactions transactions;

	private final HandOver handOver;

	private final Backlog backlog;

	public EventDelivery(List<BackgroundTaskListener> listeners, Subscriptions subscriptions, EventOptions options,
			BackgroundTaskMetricsRecorder metrics, Alarms alarms, HostThreads threads, TaskTransactions transactions) {
		this.listeners = listeners.toArray(BackgroundTaskListener[]::new);
		this.subscriptions = subscriptions;
		this.options = options;
		this.metrics = metrics;
		this.alarms = alarms;
		this.threads = threads;
		this.transactions = transactions;
		this.handOver = new HandOver(threads);
		this.backlog = new Backlog(options.maxQueued(), metrics);
	}

	/** Moves deliveries of threads that must not run user code to helpers. */
	public HandOver handOver() {
		return this.handOver;
	}

	/**
	 * The events of a change that are to be queued: none without receivers, and at the
	 * limit of the queue only those that may not be dropped.
	 */
	public List<BackgroundTaskEvent> wanted(LocalTask task, Decision.Changed change) {
		return hasReceivers() ? this.backlog.accepted(task, change.events()) : List.of();
	}

	private boolean hasReceivers() {
		return this.listeners.length > 0 || !this.subscriptions.isEmpty();
	}

	/**
	 * Notes the events of a committed change that were not queued. Their loss is reported
	 * when the change is followed, since this runs under locks of callers.
	 */
	public void countLost(LocalTask task, Decision.Changed change, List<BackgroundTaskEvent> told) {
		int lost = change.events().size() - told.size();
		if (lost > 0 && hasReceivers()) {
			this.backlog.lost(task, lost);
		}
	}

	/** The first events of a new task; none without receivers. */
	public List<BackgroundTaskEvent> wanted(Decision.Changed first) {
		return hasReceivers() ? first.events() : List.of();
	}

	/**
	 * Delivers the events of a change. The events of a new task are delivered by the part
	 * that inserts it, after its admission.
	 */
	@Override
	public void changed(Change change) {
		if (!change.isNew()) {
			deliver(change.task());
		}
		if (change.wake() != null) {
			deliver(change.wake());
		}
	}

	/** Delivers the events of tasks that the table does not have. */
	public void publish(List<BackgroundTaskEvent> events) {
		if (hasReceivers()) {
			call(() -> events.forEach(this::tell));
		}
	}

	/** Delivers the queued events of a task, unless another thread does. */
	public void deliver(LocalTask task) {
		if ((task.undelivered() > 0 || task.flow() != null) && task.beginDelivery()) {
			try {
				call(() -> deliverInTurn(task));
			}
			catch (Throwable ex) {
				this.brokenOff.add(task);
				throw ex;
			}
		}
	}

	/**
	 * Goes on with deliveries that an error of the JVM broke off, on helpers; called by
	 * the supervisor. Until then the requests of such a task stay counted, so no other
	 * thread delivers its events.
	 */
	public void deliverAgain() {
		for (LocalTask task : Set.copyOf(this.brokenOff)) {
			if (this.brokenOff.remove(task)) {
				if (isHandedOn(() -> deliverInTurn(task))) {
					this.metrics.repaired(HostRepair.DELIVERY);
				}
				else {
					this.brokenOff.add(task);
				}
			}
		}
	}

	/**
	 * Applies back-pressure as the last step of a change: reports lost events, and waits
	 * for room if the queue of the task is past its limit. A thread that delivers the
	 * events of the task, stops the host or removes old records does not wait, and the
	 * one event of an end needs no wait.
	 */
	public void awaitRoom(Change change) {
		LocalTask task = change.task();
		this.backlog.report();
		if (this.backlog.isHalfFull(task) && mayWait(task)) {
			if (isBound()) {
				this.backlog.awaitMuchRoom(task);
			}
			else {
				this.backlog.awaitRoom(task);
			}
		}
	}

	private boolean mayWait(LocalTask task) {
		return !task.record().state().isTerminal() && !Deliverers.delivers(task) && !this.handOver.isActive();
	}

	/**
	 * Calls listeners on this thread, unless the thread hands deliveries over, acts for
	 * an alarm, or is bound to a transaction.
	 */
	private void call(Runnable delivery) {
		if (!this.handOver.take(delivery) && !isOnItsWay(delivery)) {
			InterruptGate.inside(delivery);
		}
	}

	/**
	 * Hands the delivery to another thread if this one is bound to a transaction; returns
	 * whether it did.
	 */
	private boolean isOnItsWay(Runnable delivery) {
		return isBound() && isHandedOn(delivery);
	}

	private boolean isBound() {
		try {
			return this.transactions.isBound();
		}
		catch (Throwable ex) {
			log.error("The transaction of a thread is not known; its events are delivered at once", LogSafe.of(ex));
			return false;
		}
	}

	/** Hands work to another thread; returns whether that thread could be started. */
	private boolean isHandedOn(Runnable delivery) {
		try {
			this.threads.execute(delivery);
			return true;
		}
		catch (Throwable ex) {
			log.error("Events could not be handed to another thread; they are delivered by the thread of their change",
					LogSafe.of(ex));
			return false;
		}
	}

	private void deliverInTurn(LocalTask task) {
		Object outer = Deliverers.enter(task);
		try {
			deliverAll(task);
		}
		catch (Throwable ex) {
			this.brokenOff.add(task);
			throw ex;
		}
		finally {
			Deliverers.leave(outer);
		}
	}

	private void deliverAll(LocalTask task) {
		int budget = BUDGET;
		int served = task.requestedDeliveries();
		while (true) {
			budget = deliverSome(task, budget);
			if (budget == 0) {
				if (isHandedOn(() -> deliverInTurn(task))) {
					return;
				}
				budget = BUDGET;
			}
			else if (task.endDelivery(served)) {
				return;
			}
			else {
				served = task.requestedDeliveries();
			}
		}
	}

	private int deliverSome(LocalTask task, int budget) {
		EventFlow flow = task.flow();
		if (flow == null) {
			List<BackgroundTaskEvent> taken = task.takeEvents();
			if (taken.size() < budget && goStraight(taken)) {
				tellAll(task, taken);
				return budget - taken.size();
			}
			flow = new EventFlow();
			add(taken, flow);
			if (flow.size() >= budget) {
				task.flow(flow);
			}
		}
		int left = budget;
		do {
			BackgroundTaskEvent event = next(task, flow);
			if (event == null) {
				break;
			}
			tell(event);
			left--;
		}
		while (left > 0);
		keep(task, flow);
		return left;
	}

	/** After an error, the events that were not told wait in the flow of the task. */
	private void tellAll(LocalTask task, List<BackgroundTaskEvent> events) {
		int told = 0;
		try {
			for (BackgroundTaskEvent event : events) {
				tell(event);
				told++;
			}
		}
		finally {
			if (told < events.size()) {
				EventFlow rest = new EventFlow();
				add(events.subList(told, events.size()), rest);
				task.flow(rest);
			}
		}
	}

	private static boolean goStraight(List<BackgroundTaskEvent> events) {
		for (BackgroundTaskEvent event : events) {
			if (EventRules.isCoalesced(event)) {
				return false;
			}
		}
		return true;
	}

	private void add(List<BackgroundTaskEvent> taken, EventFlow flow) {
		taken.forEach((event) -> flow.add(event, this.options.progressInterval()));
	}

	/**
	 * The next event. Takes more from the queue of the task only after the flow is empty,
	 * so that the flow stays bounded.
	 */
	private @Nullable BackgroundTaskEvent next(LocalTask task, EventFlow flow) {
		BackgroundTaskEvent event = flow.poll();
		if (event == null) {
			add(task.takeEvents(), flow);
			event = flow.poll();
		}
		return event;
	}

	/**
	 * Keeps the flow of a task while it is needed, and sets an alarm for its held events.
	 */
	private void keep(LocalTask task, EventFlow flow) {
		boolean over = flow.isEmpty() && task.record().state().isTerminal();
		task.flow((over || flow.isForgettable()) ? null : flow);
		if (flow.needsWaking()) {
			this.alarms.after(this.options.progressInterval(), () -> wake(task, flow));
		}
	}

	private void wake(LocalTask task, EventFlow flow) {
		flow.flush();
		deliver(task);
	}

	private void tell(BackgroundTaskEvent event) {
		for (BackgroundTaskListener listener : this.listeners) {
			try {
				listener.onEvent(event);
			}
			catch (Throwable ex) {
				failed(listener, event, ex);
			}
		}
		this.subscriptions.offer(event);
	}

	/** Delivers a wake to the listeners. */
	public void deliver(SessionWake wake) {
		call(() -> tell(wake));
	}

	private void tell(SessionWake wake) {
		for (BackgroundTaskListener listener : this.listeners) {
			try {
				listener.onWake(wake);
			}
			catch (Throwable ex) {
				log.error("Listener {} threw at the wake of session {} by task {}", listener.getClass().getName(),
						wake.sessionId(), wake.taskId(), LogSafe.of(ex));
				this.metrics.listenerFailed();
			}
		}
	}

	private void failed(BackgroundTaskListener listener, BackgroundTaskEvent event, Throwable ex) {
		log.error("Listener {} threw at {} of task {}", listener.getClass().getName(), event.getClass().getSimpleName(),
				event.record().id(), LogSafe.of(ex));
		this.metrics.listenerFailed();
	}

}
