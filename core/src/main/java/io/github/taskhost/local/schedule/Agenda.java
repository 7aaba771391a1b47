package io.github.taskhost.local.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The times of the next looks at schedules in memory. {@code lock} guards all fields, and
 * the alarm is set under it, so that it has the first of them.
 */
final class Agenda implements NextLooks {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Entry> entries = new HashMap<>();

	private final TreeSet<Entry> order = new TreeSet<>(Comparator.comparing(Entry::look).thenComparing(Entry::name));

	private final ScheduleAlarm alarm;

	Agenda(ScheduleAlarm alarm) {
		this.alarm = alarm;
	}

	/** Sets or removes the time of a schedule. */
	void put(String name, @Nullable Instant look) {
		this.lock.lock();
		try {
			Entry before = this.entries.remove(name);
			if (before != null) {
				this.order.remove(before);
			}
			if (look != null) {
				Entry entry = new Entry(look, name);
				this.entries.put(name, entry);
				this.order.add(entry);
			}
			this.alarm.at(firstLook());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Sets the times of all schedules to one. */
	void hurry(Instant look) {
		this.lock.lock();
		try {
			List<String> names = List.copyOf(this.entries.keySet());
			this.entries.clear();
			this.order.clear();
			for (String name : names) {
				Entry entry = new Entry(look, name);
				this.entries.put(name, entry);
				this.order.add(entry);
			}
			this.alarm.at(firstLook());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes the schedules whose time has come, without setting the alarm. */
	List<String> takeDue(Instant now) {
		this.lock.lock();
		try {
			List<String> due = new ArrayList<>();
			while (!this.order.isEmpty() && !this.order.first().look().isAfter(now)) {
				Entry entry = this.order.removeFirst();
				this.entries.remove(entry.name());
				due.add(entry.name());
			}
			return due;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void wake() {
		this.lock.lock();
		try {
			this.alarm.at(firstLook());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable Instant first() {
		this.lock.lock();
		try {
			return firstLook();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void note(@Nullable Instant look) {
		// it knows all looks itself
	}

	private @Nullable Instant firstLook() {
		return this.order.isEmpty() ? null : this.order.first().look();
	}

	private record Entry(Instant look, String name) {
	}

}
