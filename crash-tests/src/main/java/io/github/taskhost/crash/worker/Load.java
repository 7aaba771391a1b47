package io.github.taskhost.crash.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * The threads of the clients. They load the host, rest, or bring all tasks to their end.
 * Thread-safe.
 */
final class Load {

	private static final int CLIENTS = 4;

	private static final int PAGE = 500;

	private final BackgroundTaskHost host;

	private final BlockingQueue<Known> known = new LinkedBlockingQueue<>();

	/** The kinds whose ends the controller expects. */
	private static final Set<String> HELD = Set.of("hold", "fresh", "killer", "poison", "gone", "tick");

	private final List<Client> clients = new ArrayList<>();

	private final Running running;

	/** The milliseconds between two operations of a client. */
	private final long pause;

	private volatile Mode mode = Mode.REST;

	Load(String name, BackgroundTaskHost host, Orders orders, Ledger ledger, Running running, long pause, long seed) {
		this.host = host;
		this.running = running;
		this.pause = pause;
		for (int i = 0; i < CLIENTS; i++) {
			this.clients.add(new Client(name + "-" + i, host, orders, ledger, this.known, seed + i));
		}
	}

	/** Starts the threads. */
	void start() {
		for (int i = 0; i < CLIENTS; i++) {
			Client client = this.clients.get(i);
			boolean first = i == 0;
			Thread.ofPlatform().name("client-" + i).daemon().start(() -> run(client, first));
		}
	}

	void mode(Mode next) {
		this.mode = next;
	}

	/** The client for single operations of the controller. */
	Client client() {
		return this.clients.get(0);
	}

	private void run(Client client, boolean first) {
		boolean adopted = false;
		while (true) {
			switch (this.mode) {
				case LOAD -> {
					if (first && !adopted) {
						adopted = adopt();
					}
					client.step();
					pause(this.pause);
				}
				case DRAIN -> {
					if (first) {
						drain(client);
					}
					pause(100);
				}
				case REST -> pause(10);
			}
		}
	}

	/** Learns of the live tasks of earlier processes. */
	private boolean adopt() {
		try {
			live().stream().filter((record) -> !HELD.contains(record.kind())).map(Known::of).forEach(this.known::add);
			return true;
		}
		catch (BackgroundTaskException ex) {
			return false;
		}
	}

	private List<BackgroundTaskRecord> live() {
		return this.host.list(BackgroundTaskFilter.live(), PAGE, null).records();
	}

	private void drain(Client client) {
		this.running.letGo();
		List<BackgroundTaskRecord> left;
		try {
			left = live();
		}
		catch (BackgroundTaskException ex) {
			return;
		}
		for (BackgroundTaskRecord record : left) {
			if (record.kind().equals("endless")) {
				client.cancel(Known.of(record));
			}
			else if (record.kind().equals("ask") && record.inputRequest() != null) {
				client.answer(Known.of(record));
			}
		}
	}

	private static void pause(long millis) {
		try {
			TimeUnit.MILLISECONDS.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The modes of the clients. */
	enum Mode {

		/** Does nothing. */
		REST,

		/** Operates at random. */
		LOAD,

		/** Answers and cancels the tasks that would not end by themselves. */
		DRAIN

	}

}
